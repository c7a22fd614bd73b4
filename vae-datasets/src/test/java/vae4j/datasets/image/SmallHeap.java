package vae4j.datasets.image;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import vae4j.data.ImageShape;

/** A program that decodes one large image, for a process of its own; and the images. */
final class SmallHeap {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int TEXT = 50_000_000;

  private SmallHeap() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path file = Path.of(args[0]);
    try {
      int length = ImageDecoder.decode(file, new ImageShape(64, 64, 3)).length;
      out.println((length == 64 * 64 * 3 ? "decoded " : "wrong ") + file.getFileName());
    } catch (BrokenImageException e) {
      out.println(e.getMessage());
    }
  }

  /** Writes the image of this name. */
  static void write(Path file) throws IOException {
    String name = file.getFileName().toString();
    switch (name) {
      case "scan.png" -> writePng(file, 11_000, 11_000, 0);
      case "row.png" -> writePng(file, 100_000_000, 1, 0);
      case "text.png" -> writePng(file, 8, 8, TEXT);
      default -> {
        BufferedImage photo = new BufferedImage(4000, 3000, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = photo.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, Color.ORANGE, 3000, 3000, Color.BLUE));
        pen.fillRect(0, 0, 4000, 3000);
        pen.dispose();
        ImageIO.write(photo, name.substring(name.lastIndexOf('.') + 1), file.toFile());
      }
    }
  }

  /** A black image of one bit a pixel, with so many bytes of compressed text. */
  private static void writePng(Path file, int width, int height, int text) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {1, 0, 0, 0, 0});
    try (DataOutputStream png = new DataOutputStream(Files.newOutputStream(file))) {
      png.write(SIGNATURE);
      chunk(png, "IHDR", header.toByteArray());
      if (text > 0) {
        ByteArrayOutputStream note = new ByteArrayOutputStream();
        note.write(new byte[] {'k', 0, 0});
        deflate(note, text);
        chunk(png, "zTXt", note.toByteArray());
      }
      ByteArrayOutputStream pixels = new ByteArrayOutputStream();
      deflate(pixels, (1 + (width + 7) / 8) * height);
      chunk(png, "IDAT", pixels.toByteArray());
      chunk(png, "IEND", new byte[0]);
    }
  }

  private static void deflate(OutputStream target, int zeros) throws IOException {
    DeflaterOutputStream deflater = new DeflaterOutputStream(target);
    byte[] block = new byte[1 << 16];
    for (int left = zeros; left > 0; left -= block.length) {
      deflater.write(block, 0, Math.min(left, block.length));
    }
    deflater.finish();
  }

  private static void chunk(DataOutputStream png, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    png.writeInt(data.length);
    png.write(name);
    png.write(data);
    png.writeInt((int) crc.getValue());
  }
}
