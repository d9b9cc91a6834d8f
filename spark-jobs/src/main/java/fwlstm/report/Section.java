package fwlstm.report;

import java.util.ArrayList;
import java.util.List;

/** A section of the report: sentences, figures and tables, one after the other. */
final class Section {
    /**
     * Part of a section; all but one are null.
     *
     * @param text a sentence or more
     * @param heading of what follows
     * @param plate a figure
     * @param table HTML
     * @param code preformatted text
     */
    record Block(String text, String heading, ReportFigure plate, String table, String code) {}

    private final String id;
    private final String title;
    private final List<Block> blocks = new ArrayList<>();

    Section(String id, String title) {
        this.id = id;
        this.title = title;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    List<Block> blocks() {
        return blocks;
    }

    Section text(String text) {
        blocks.add(new Block(text, null, null, null, null));
        return this;
    }

    Section heading(String heading) {
        blocks.add(new Block(null, heading, null, null, null));
        return this;
    }

    Section plate(ReportFigure plate) {
        blocks.add(new Block(null, null, plate, null, null));
        return this;
    }

    Section table(String html) {
        blocks.add(new Block(null, null, null, html, null));
        return this;
    }

    Section code(String code) {
        blocks.add(new Block(null, null, null, null, code));
        return this;
    }

    List<ReportFigure> plates() {
        return blocks.stream()
                .filter(block -> block.plate != null)
                .map(Block::plate)
                .toList();
    }
}
