package fwlstm.report;

/**
 * A section of the report, for another page with its stylesheet.
 *
 * @param id of its element
 * @param title plain text
 * @param html the element
 */
public record Part(String id, String title, String html) {}
