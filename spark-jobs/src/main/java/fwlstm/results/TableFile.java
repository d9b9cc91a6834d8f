package fwlstm.results;

import fwlstm.io.Sentence;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** One Parquet file of a result table, as Spark reads it, without the columns in the names of its directories. */
final class TableFile {
    private static final long ROW_GROUP_BYTES = 16L << 20;

    private TableFile() {}

    /** Takes a row. */
    interface RowConsumer {
        void accept(Group row) throws IOException;
    }

    /** The columns in the files of a table. */
    static MessageType schema(List<Column> table) {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        table.stream()
                .filter(column -> !Column.PARTITIONS.contains(column.name()))
                .forEach(column -> schema.addField(type(column)));
        return schema.named("fwlstm");
    }

    private static Type type(Column column) {
        return switch (column.type()) {
            case STRING ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column.name());
            case INTEGER -> Types.optional(PrimitiveTypeName.INT32).named(column.name());
            case LONG -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
            case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
            case INSTANT ->
                Types.optional(PrimitiveTypeName.INT64)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                        .named(column.name());
        };
    }

    /** A row in the form for a file. Points in time keep microseconds. */
    static Group row(MessageType schema, Map<String, Object> values) {
        Group row = new SimpleGroup(schema);
        for (Type field : schema.getFields()) {
            Object value = values.get(field.getName());
            if (value instanceof String text) {
                row.add(field.getName(), text);
            } else if (value instanceof Integer number) {
                row.add(field.getName(), number);
            } else if (value instanceof Long number) {
                row.add(field.getName(), number);
            } else if (value instanceof Double number) {
                row.add(field.getName(), number);
            } else if (value instanceof Boolean truth) {
                row.add(field.getName(), truth);
            } else if (value instanceof Instant time) {
                row.add(field.getName(), ChronoUnit.MICROS.between(Instant.EPOCH, time));
            } else if (value != null) {
                throw new IllegalArgumentException("no column type for " + value.getClass());
            }
        }
        return row;
    }

    /** The values of a row of a file by column, null where there is none: the inverse of {@link #row}. */
    static Map<String, Object> values(List<Column> table, Group row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Column column : table) {
            String name = column.name();
            if (!Column.PARTITIONS.contains(name)) {
                values.put(name, row.getFieldRepetitionCount(name) == 0 ? null : value(column.type(), name, row));
            }
        }
        return values;
    }

    private static Object value(ColumnType type, String name, Group row) {
        return switch (type) {
            case STRING -> row.getString(name, 0);
            case INTEGER -> row.getInteger(name, 0);
            case LONG -> row.getLong(name, 0);
            case DOUBLE -> row.getDouble(name, 0);
            case BOOLEAN -> row.getBoolean(name, 0);
            case INSTANT -> Instant.EPOCH.plus(row.getLong(name, 0), ChronoUnit.MICROS);
        };
    }

    /** Opens a new file for writing, in row groups of about 16 MiB. Closing forces it to disk. */
    static ParquetWriter<Group> create(FileSystem fileSystem, Path file, MessageType schema) throws IOException {
        Zstd.load();
        return ExampleParquetWriter.builder(new SyncedOutputFile(fileSystem, file))
                .withConf(new Configuration(fileSystem.getConf()))
                .withType(schema)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withPageWriteChecksumEnabled(true)
                .build();
    }

    /**
     * The footer of a file.
     *
     * @param rows in the file
     * @param schema its columns
     */
    record Footer(long rows, MessageType schema) {}

    /**
     * Reads the footer of a file.
     *
     * @throws FileNotFoundException if there is no such file
     * @throws DamagedException if it is not an intact Parquet file
     */
    static Footer footer(FileSystem fileSystem, Path file) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder().build();
        try (ParquetFileReader reader = ParquetFileReader.open(new StoredInputFile(fileSystem, file), options)) {
            return new Footer(
                    reader.getRecordCount(),
                    reader.getFooter().getFileMetaData().getSchema());
        } catch (IOException | RuntimeException | FSError e) {
            throw damagedOrUnreachable(fileSystem, file, e);
        }
    }

    /**
     * Reads all of a file and checks its pages against their checksums.
     *
     * @return its rows
     * @throws FileNotFoundException if there is no such file
     * @throws DamagedException if a byte of it has changed
     */
    static long verify(FileSystem fileSystem, Path file) throws IOException {
        ParquetReadOptions options =
                ParquetReadOptions.builder().usePageChecksumVerification().build();
        try (ParquetFileReader reader = ParquetFileReader.open(new StoredInputFile(fileSystem, file), options)) {
            for (PageReadStore rows = reader.readNextRowGroup(); rows != null; rows = reader.readNextRowGroup()) {
                rows.close();
            }
            return reader.getRecordCount();
        } catch (IOException | RuntimeException | FSError e) {
            throw damagedOrUnreachable(fileSystem, file, e);
        }
    }

    /**
     * Reads the rows of a file; columns that are newer than the file have no value. Pages are checked against their
     * checksums.
     *
     * @throws FileNotFoundException if there is no such file
     * @throws DamagedException if it is damaged, perhaps after some rows
     */
    static void read(FileSystem fileSystem, Path file, MessageType columns, RowConsumer rows) throws IOException {
        read(fileSystem, file, columns, FilterCompat.NOOP, rows);
    }

    /** The same for the rows of a trial; most pages without it are not read. */
    static void readTrial(FileSystem fileSystem, Path file, MessageType columns, String trialId, RowConsumer rows)
            throws IOException {
        FilterPredicate isThis = FilterApi.eq(FilterApi.binaryColumn("trial_id"), Binary.fromString(trialId));
        read(fileSystem, file, columns, FilterCompat.get(isThis), rows);
    }

    private static void read(
            FileSystem fileSystem, Path file, MessageType columns, FilterCompat.Filter filter, RowConsumer rows)
            throws IOException {
        Zstd.load();
        try (ParquetReader<Group> reader = new Reader(new StoredInputFile(fileSystem, file), columns)
                .withConf(new Configuration(fileSystem.getConf()))
                .withFilter(filter)
                .usePageChecksumVerification()
                .build()) {
            for (Group row = next(reader, fileSystem, file); row != null; row = next(reader, fileSystem, file)) {
                rows.accept(row);
            }
        }
    }

    private static Group next(ParquetReader<Group> reader, FileSystem fileSystem, Path file) throws IOException {
        try {
            return reader.read();
        } catch (IOException | RuntimeException | FSError e) {
            throw damagedOrUnreachable(fileSystem, file, e);
        }
    }

    /** A file whose bytes can all be read, but not as Parquet, is damaged; otherwise its file system has failed. */
    private static IOException damagedOrUnreachable(FileSystem fileSystem, Path file, Throwable problem) {
        byte[] buffer = new byte[1 << 16];
        try (FSDataInputStream in = fileSystem.open(file)) {
            int read = 0;
            while (read >= 0) {
                read = in.read(buffer);
            }
            return new DamagedException(problem);
        } catch (FSError e) {
            return new IOException(Sentence.of(e), e);
        } catch (IOException e) {
            return e;
        }
    }

    private static final class Reader extends ParquetReader.Builder<Group> {
        private final MessageType columns;

        Reader(InputFile file, MessageType columns) {
            super(file);
            this.columns = columns;
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport() {
                /** Unlike the overridden method, accepts files that lack a column. */
                @Override
                public ReadContext init(InitContext context) {
                    MessageType file = context.getFileSchema();
                    List<Type> common = columns.getFields().stream()
                            .filter(column -> file.containsField(column.getName()))
                            .toList();
                    getSchemaForRead(file, new MessageType(columns.getName(), common)); // refuses other types
                    return new ReadContext(columns);
                }
            };
        }
    }
}
