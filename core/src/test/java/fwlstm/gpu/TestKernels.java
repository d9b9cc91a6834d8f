package fwlstm.gpu;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The entry points of {@code test_kernels.cu} as PTX; the double has their bodies compiled in. */
final class TestKernels {
    private TestKernels() {}

    static GpuSession open() {
        return open(0);
    }

    static GpuSession open(int ordinal) {
        String ptx = ".version 7.8\n.target sm_75\n.address_size 64\n"
                + entry("testSum", ".align 8 .b8 %s[32]", ".u32 %s")
                + entry("testShared", ".u64 %s", ".u64 %s")
                + entry("testDivergence", ".u64 %s")
                + entry("testRace", ".u64 %s")
                + entry("testOrder", ".u64 %s")
                + entry("testOverrun", ".u64 %s");
        return GpuSession.open(ordinal, GpuSession.terminated(ptx.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String entry(String name, String... parameters) {
        return IntStream.range(0, parameters.length)
                .mapToObj(i -> ".param " + String.format(Locale.ROOT, parameters[i], name + "_param_" + i))
                .collect(Collectors.joining(",\n", ".visible .entry " + name + "(\n", "\n)\n{\nret;\n}\n"));
    }
}
