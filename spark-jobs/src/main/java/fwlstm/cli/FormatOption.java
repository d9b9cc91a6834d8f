package fwlstm.cli;

import fwlstm.text.TextTable;
import picocli.CommandLine.Option;

/** The format in which a command writes its table. */
final class FormatOption {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, markdown, latex, html or csv (default: text). csv has plain numbers for programs.")
    private TextTable.Format format;

    TextTable.Format format() {
        return format;
    }
}
