package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.spark.LocalMaster;
import fwlstm.text.Seconds;
import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void local_masters_say_how_many_trials_they_train_at_once() {
        int here = Runtime.getRuntime().availableProcessors();
        assertThat(Cores.of("local")).isEqualTo(new Cores(1, true, "1 core"));
        assertThat(Cores.of("local[3]")).isEqualTo(new Cores(3, true, "3 cores"));
        assertThat(Cores.of("local[4, 2]")).isEqualTo(new Cores(4, true, "4 cores"));
        assertThat(Cores.of("local[*]").count()).isEqualTo(here);
        assertThat(Cores.of("spark://host:7077")).isEqualTo(new Cores(1, false, "one core of spark://host:7077"));
    }

    @Test
    void a_cluster_is_no_local_master() {
        assertThat(LocalMaster.of("local-cluster[2,1,1024]")).isEmpty();
        assertThat(LocalMaster.of("spark://host:7077")).isEmpty();
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
