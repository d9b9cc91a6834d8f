package fwlstm.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.rng.core.source32.Philox4x32;
import org.junit.jupiter.api.Test;

class PhiloxTest {
    @Test
    void blocks_are_those_of_the_published_known_answers() {
        int[] out = new int[4];
        Philox.block(0, 0, 0, 0, 0, 0, out);
        assertThat(out).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        Philox.block(-1, -1, -1, -1, -1, -1, out);
        assertThat(out).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        Philox.block(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, out);
        assertThat(out).containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void blocks_are_those_of_an_independent_implementation() {
        int[] out = new int[4];
        Philox4x32 peer = new Philox4x32(new int[] {12345, -678, 0, 7, 9, 3});
        for (int block = 0; block < 1000; block++) {
            Philox.block(12345, -678, block + 1, 7, 9, 3, out); // the peer counts before it draws
            assertThat(out).containsExactly(peer.nextInt(), peer.nextInt(), peer.nextInt(), peer.nextInt());
        }
    }
}
