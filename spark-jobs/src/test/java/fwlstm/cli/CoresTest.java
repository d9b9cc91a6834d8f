package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.spark.LocalMaster;
import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void local_masters_are_told_from_clusters() {
        assertThat(LocalMaster.of("local[4, 3]")).contains(new LocalMaster(4));
        assertThat(LocalMaster.of("local-cluster[2,1,1024]")).isEmpty();
    }

    @Test
    void lengths_of_time_read_as_people_say_them() {
        assertThat(Seconds.text(0.2)).isEqualTo("1 s");
        assertThat(Seconds.text(89)).isEqualTo("89 s");
        assertThat(Seconds.text(200)).isEqualTo("3 min");
        assertThat(Seconds.text(3 * 3600)).isEqualTo("3.0 h");
        assertThat(Seconds.text(3 * 86400)).isEqualTo("3.0 days");
    }
}
