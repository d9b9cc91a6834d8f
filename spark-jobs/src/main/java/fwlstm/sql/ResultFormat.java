package fwlstm.sql;

/** The output formats of answers. */
public enum ResultFormat {
    TEXT,
    CSV,
    JSON,
    MARKDOWN,
    LATEX
}
