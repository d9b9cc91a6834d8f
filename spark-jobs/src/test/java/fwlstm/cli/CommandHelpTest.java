package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandHelpTest {
    @Test
    void fw_without_a_command_lists_every_command_once_by_what_it_is_for() {
        List<String> listed =
                CommandHelp.GROUPS.values().stream().flatMap(List::stream).toList();
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        Main.commandLine().getSubcommands().keySet());
        String overview = Fw.run().out();
        assertThat(listed)
                .allMatch(name -> overview.lines()
                                .filter(line -> line.matches("  " + name + " +\\p{Upper}.*\\."))
                                .count()
                        == 1);
    }

    @Test
    void the_help_of_every_command_says_in_a_line_what_it_does_and_what_its_exit_codes_mean() {
        for (String name : Main.commandLine().getSubcommands().keySet()) {
            String help = name.equals("help")
                    ? Fw.run().out()
                    : Fw.run(name, "--help").out();
            List<String> references = CommandHelp.SEE_ALSO.getOrDefault(name, List.of());
            assertThat(Main.commandLine().getSubcommands().keySet()).containsAll(references);
            assertThat(references).allMatch(other -> help.contains("fw " + other));
            assertThat(help.lines().findFirst().orElseThrow()).as(name).isNotBlank();
            assertThat(help).as(name).containsPattern("Exit codes:\\R  0 +success\\R  1 +failure.*\\R  2 +wrong usage");
        }
    }
}
