package fwlstm.sql;

/** How the answer to a query is written. */
public enum AnswerFormat {
    TEXT,
    CSV,
    JSON,
    MARKDOWN,
    LATEX
}
