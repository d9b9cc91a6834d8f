package fwlstm.chart;

import java.awt.Color;
import java.awt.Dimension;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Drawings as SVG: stand-alone files, or parts of a page. */
public final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final int DECIMALS = 2;

    private Svg() {}

    /**
     * A drawing as a stand-alone file, on white.
     *
     * @param description what it shows, for those who cannot see it
     */
    public static String document(Drawing drawing, String description) {
        Element root = root(drawing, "chart", description);
        Element paper = root.getOwnerDocument().createElementNS(NAMESPACE, "rect");
        paper.setAttribute("width", "100%");
        paper.setAttribute("height", "100%");
        paper.setAttribute("fill", "#ffffff");
        paper.setAttribute("stroke", "none");
        root.insertBefore(paper, root.getFirstChild().getNextSibling());
        root.setAttribute("width", String.valueOf(drawing.width()));
        root.setAttribute("height", String.valueOf(drawing.height()));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text(root) + "\n";
    }

    /**
     * A drawing as an element of a page that contains {@link #stylesheet}: without a background, in the colours of the
     * page, as wide as the element around it.
     *
     * @param id the prefix of the ids inside it; unique for each drawing of a page
     * @param description what it shows, for those who cannot see it
     */
    public static String inline(Drawing drawing, String id, String description) {
        Element root = root(drawing, id, description);
        Map<String, String> variables = Palette.replaceable().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> rgb(entry.getKey()),
                        entry -> "var(" + entry.getValue().variable() + ")"));
        replaceColors(root, variables);
        return text(root);
    }

    /** The colours of drawings in a page, light or dark as its reader prefers, always light on paper. */
    public static String stylesheet() {
        return ":root{" + variables(false) + "}\n@media screen and (prefers-color-scheme:dark){:root{" + variables(true)
                + "}}\n";
    }

    private static String variables(boolean dark) {
        return Palette.replaceable().values().stream()
                .map(color -> color.variable() + ":" + hexadecimal(dark ? color.dark() : color.light()))
                .collect(Collectors.joining(";"));
    }

    private static String hexadecimal(Color color) {
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
    }

    /** A colour as Batik writes it. */
    private static String rgb(Color color) {
        return "rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")";
    }

    private static Element root(Drawing drawing, String id, String description) {
        Document document = document();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setPrecision(DECIMALS);
        context.setIDGenerator(new SVGIDGenerator() {
            @Override
            public String generateID(String prefix) {
                return id + "-" + super.generateID(prefix);
            }
        });
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(drawing.width(), drawing.height()));
        drawing.draw(graphics);
        Element root = graphics.getRoot();
        root.removeAttribute("width");
        root.removeAttribute("height");
        root.setAttribute("viewBox", "0 0 " + drawing.width() + " " + drawing.height());
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", description);
        Element title = document.createElementNS(NAMESPACE, "title");
        title.setTextContent(description);
        root.insertBefore(title, root.getFirstChild());
        nameFonts(root);
        return root;
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(NAMESPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds fallbacks: for a missing font one of about the same width, and for a medium weight a bold one. */
    private static void nameFonts(Element element) {
        String family = element.getAttribute("font-family");
        if (!family.isEmpty()) {
            element.setAttribute("font-family", Fonts.FAMILIES);
            if (family.contains("Medium")) {
                element.setAttribute("font-weight", "600");
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                nameFonts(inner);
            }
        }
    }

    private static void replaceColors(Element element, Map<String, String> variables) {
        NamedNodeMap attributes = element.getAttributes();
        for (int k = 0; k < attributes.getLength(); k++) {
            Attr attribute = (Attr) attributes.item(k);
            attribute.setValue(variables.getOrDefault(attribute.getValue(), attribute.getValue()));
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                replaceColors(inner, variables);
            }
        }
    }

    private static String text(Element root) {
        try {
            Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            transformer.transform(new DOMSource(root), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
