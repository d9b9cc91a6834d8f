package fwlstm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Jars for executors. */
final class Jar {
    private Jar() {}

    /**
     * A jar with an implementation of a service and nothing else.
     *
     * @param more classes that it needs
     */
    static <T> Path ofService(Path folder, Class<T> service, Class<? extends T> implementation, Class<?>... more)
            throws IOException {
        Path jar = folder.resolve(implementation.getSimpleName() + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type :
                    Stream.concat(Stream.of(implementation), Stream.of(more)).toList()) {
                out.putNextEntry(new JarEntry(type.getName().replace('.', '/') + ".class"));
                type.getResourceAsStream(type.getSimpleName() + ".class").transferTo(out);
            }
            out.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
            out.write(implementation.getName().getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
