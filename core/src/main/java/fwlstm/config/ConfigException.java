package fwlstm.config;

/** A setting that cannot be accepted, as one line: the field, what was found, and what is allowed. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    private ConfigException(String field, String problem) {
        super(field.isEmpty() || field.endsWith(": ") ? field + problem : field + ": " + problem);
        this.field = field;
        this.problem = problem;
    }

    public static ConfigException of(String field, Object found, String allowed) {
        return new ConfigException(field, "found " + show(found) + ", allowed: " + allowed);
    }

    /** The same problem, with the field qualified by its section: {@code within("cell[0]")} of {@code hidden}. */
    public ConfigException within(String outer) {
        String separator = field.isEmpty() || field.startsWith("[") || outer.endsWith(": ") ? "" : ".";
        return new ConfigException(outer + separator + field, problem);
    }

    /** The qualified name of the field. */
    public String field() {
        return field;
    }

    private static String show(Object value) {
        if (value == null) {
            return "nothing";
        }
        String text = value instanceof String s ? '"' + s + '"' : value.toString();
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 200 ? line : line.substring(0, 197) + "...";
    }
}
