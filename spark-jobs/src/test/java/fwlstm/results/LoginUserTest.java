package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginUserTest {
    @Test
    void a_user_without_a_name_has_that_of_the_environment() {
        assertThat(LoginUser.name(Map.of("HADOOP_USER_NAME", "ada", "USER", "root")))
                .isEqualTo("ada");
        assertThat(LoginUser.name(Map.of("USER", " ", "LOGNAME", "grace"))).isEqualTo("grace");
        assertThat(LoginUser.name(Map.of())).isEqualTo("fw-lstm");
    }
}
