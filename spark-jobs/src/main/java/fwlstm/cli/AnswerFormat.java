package fwlstm.cli;

/** How the answer to a query is written. */
enum AnswerFormat {
    TEXT,
    CSV,
    JSON,
    MARKDOWN,
    LATEX
}
