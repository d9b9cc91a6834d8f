package fwlstm.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Drawings as images of pixels, on white. */
public final class Png {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final byte BITS = 8;
    private static final byte TRUE_COLOR = 2;

    private Png() {}

    /**
     * A drawing as an image.
     *
     * @param scale pixels of the image for one of the drawing
     */
    public static BufferedImage image(Drawing drawing, double scale) {
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(scale * drawing.width()),
                (int) Math.ceil(scale * drawing.height()),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setPaint(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(scale, scale);
            drawing.draw(graphics);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /**
     * A drawing as a PNG file (ISO/IEC 15948), with two pixels for one of the drawing. Rows are not filtered, which takes
     * half the time of ImageIO; charts, which are mostly flat areas, are not larger for it.
     */
    public static byte[] bytes(Drawing drawing) {
        BufferedImage image = image(drawing, 2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream file = new DataOutputStream(bytes)) {
            file.writeLong(SIGNATURE);
            ByteBuffer header = ByteBuffer.allocate(13).putInt(image.getWidth()).putInt(image.getHeight());
            header.put(new byte[] {BITS, TRUE_COLOR, 0, 0, 0}); // deflate, filters, not interlaced
            chunk(file, "IHDR", header.array());
            chunk(file, "IDAT", pixels(image));
            chunk(file, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
        return bytes.toByteArray();
    }

    /** The rows, each after the number of its filter, 0 for none; three bytes for a pixel. */
    private static byte[] pixels(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] pixels = new int[image.getWidth()];
        byte[] row = new byte[1 + 3 * pixels.length];
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes)) {
            for (int y = 0; y < image.getHeight(); y++) {
                image.getRaster().getDataElements(0, y, pixels.length, 1, pixels); // 0x00RRGGBB
                for (int x = 0; x < pixels.length; x++) {
                    row[3 * x + 1] = (byte) (pixels[x] >> 16);
                    row[3 * x + 2] = (byte) (pixels[x] >> 8);
                    row[3 * x + 3] = (byte) pixels[x];
                }
                deflated.write(row);
            }
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream file, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        file.writeInt(content.length);
        file.write(name);
        file.write(content);
        file.writeInt((int) sum.getValue());
    }
}
