package fwlstm.cpu;

import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/** The vector provider with its vectors forced to one width: each width has its classes loaded for itself. */
final class VectorWidths extends URLClassLoader {
    static final List<Integer> BITS = List.of(128, 256, 512);

    private static final String PACKAGE = "fwlstm.vector.";

    private VectorWidths(URL classes) {
        super(new URL[] {classes}, VectorWidths.class.getClassLoader());
        setDefaultAssertionStatus(true); // not all who run tests turn assertions on for every loader
    }

    static Kernels kernels(int bits) {
        return provider(bits).kernels();
    }

    static TiledProvider provider(int bits) {
        System.setProperty("fwlstm.vector.bits", String.valueOf(bits));
        try {
            URL classes = Kernels.class.getProtectionDomain().getCodeSource().getLocation();
            // Not closed: classes are loaded as they are needed.
            Class<?> loaded = Class.forName(PACKAGE + "VectorProvider", true, new VectorWidths(classes));
            Class.forName(PACKAGE + "Lanes", true, loaded.getClassLoader());
            Constructor<?> constructor = loaded.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (TiledProvider) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        } finally {
            System.clearProperty("fwlstm.vector.bits");
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
