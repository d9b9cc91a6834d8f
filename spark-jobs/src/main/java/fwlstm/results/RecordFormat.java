package fwlstm.results;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The content of a record: the columns of the two tables, and the version in each row. The version is not part of any
 * trial's identity, see {@link fwlstm.config.Trial#ID_VERSION}.
 *
 * <p>Records of earlier versions are read, with null for missing columns. Records of later versions are refused with a
 * message and stay as they are: rewriting them would drop columns that this version does not know.
 */
public record RecordFormat(int version, List<Column> trials, List<Column> curves) {
    /**
     * Increases with every column, and with every status, cell, task or range of a setting that an earlier version
     * would not accept, so that earlier versions leave records of later ones alone.
     */
    public static final int VERSION = 1;

    static final RecordFormat CURRENT = new RecordFormat(VERSION, Column.TRIALS, Column.CURVES);

    public RecordFormat {
        trials = List.copyOf(trials);
        curves = List.copyOf(curves);
    }

    /** The columns of a table, which is {@link TableFiles#TRIALS} or {@link TableFiles#CURVES}. */
    List<Column> columns(String table) {
        return table.equals(TableFiles.TRIALS) ? trials : curves;
    }

    /** A fingerprint that distinguishes this format from others, even if somebody forgot to raise the version. */
    String fingerprint() {
        List<String> names = Stream.of(trials, curves)
                .flatMap(List::stream)
                .map(Column::name)
                .toList();
        return version + "-" + Integer.toHexString(Arrays.hashCode(names.toArray()));
    }

    /** Refuses the version of a row if it is a later one. */
    void checkVersion(Object recorded) throws NewerFormatException {
        if (recorded instanceof Integer number && number > version) {
            throw NewerFormatException.version(number, version);
        }
    }

    /** Refuses the columns of a table's file if this format lacks one of them. */
    void checkColumns(String table, MessageType file) throws NewerFormatException {
        checkColumns(
                columns(table), file.getFields().stream().map(Type::getName).toList());
    }

    /** Refuses names of columns that are not among those of a table. */
    static void checkColumns(List<Column> table, List<String> names) throws NewerFormatException {
        for (String name : names) {
            if (table.stream().noneMatch(column -> column.name().equals(name))) {
                throw NewerFormatException.column(name);
            }
        }
    }
}
