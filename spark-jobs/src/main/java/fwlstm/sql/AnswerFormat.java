package fwlstm.sql;

/** The output formats of answers. */
public enum AnswerFormat {
    TEXT,
    CSV,
    JSON,
    MARKDOWN,
    LATEX
}
