package vae4j.plot.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * At most 256 colours for some images, as GIF wants them. Where the images have no more, as all
 * grey ones, every colour stays what it is; else median cut chooses (Heckbert 1982, "Color image
 * quantization for frame buffer display", section 4.2).
 */
final class ColourTable {
  private static final int MOST = 256;
  private static final int[] SHIFTS = {16, 8, 0};

  private final Map<Integer, Integer> indices = new HashMap<>();
  private final List<Integer> colours = new ArrayList<>();

  /** A colour and how many pixels have it. */
  private record Counted(int rgb, int count) {
    int channel(int shift) {
      return rgb >> shift & 255;
    }
  }

  private ColourTable() {}

  static ColourTable of(List<BufferedImage> images) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (BufferedImage image : images) {
      for (int rgb : pixels(image)) {
        counts.merge(rgb & 0xffffff, 1, Integer::sum);
      }
    }
    List<Counted> all =
        counts.entrySet().stream()
            .map(entry -> new Counted(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingInt(Counted::rgb))
            .toList();
    ColourTable table = new ColourTable();
    for (List<Counted> box : boxes(all)) {
      int mean = mean(box);
      box.forEach(colour -> table.indices.put(colour.rgb, table.colours.size()));
      table.colours.add(mean);
    }
    return table;
  }

  /** An image in these colours; of the images that the table was made of. */
  BufferedImage apply(BufferedImage image) {
    BufferedImage indexed =
        new BufferedImage(
            image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model());
    int[] pixels = pixels(image);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = indices.getOrDefault(pixels[i] & 0xffffff, 0);
    }
    indexed.getRaster().setPixels(0, 0, image.getWidth(), image.getHeight(), pixels);
    return indexed;
  }

  /** All {@value #MOST} colours; those that are not used are black. */
  private IndexColorModel model() {
    int[] table = new int[MOST];
    for (int i = 0; i < colours.size(); i++) {
      table[i] = colours.get(i);
    }
    return new IndexColorModel(8, MOST, table, 0, false, -1, DataBuffer.TYPE_BYTE);
  }

  /** Halves the box with most pixels, until there are enough or every box holds one colour. */
  private static List<List<Counted>> boxes(List<Counted> all) {
    List<List<Counted>> boxes = new ArrayList<>();
    if (all.size() <= MOST) {
      all.forEach(colour -> boxes.add(List.of(colour)));
      return boxes;
    }
    boxes.add(all);
    while (boxes.size() < MOST) {
      int fullest = -1;
      long most = -1;
      for (int i = 0; i < boxes.size(); i++) {
        long pixels = pixels(boxes.get(i));
        if (boxes.get(i).size() > 1 && pixels > most) {
          fullest = i;
          most = pixels;
        }
      }
      List<Counted> box = sortedByWidestChannel(boxes.remove(fullest));
      int middle = middle(box);
      boxes.add(box.subList(0, middle));
      boxes.add(box.subList(middle, box.size()));
    }
    return boxes;
  }

  private static List<Counted> sortedByWidestChannel(List<Counted> box) {
    int widest = SHIFTS[0];
    int width = -1;
    for (int shift : SHIFTS) {
      int least = box.stream().mapToInt(colour -> colour.channel(shift)).min().orElse(0);
      int most = box.stream().mapToInt(colour -> colour.channel(shift)).max().orElse(0);
      if (most - least > width) {
        widest = shift;
        width = most - least;
      }
    }
    int shift = widest;
    return box.stream().sorted(Comparator.comparingInt(colour -> colour.channel(shift))).toList();
  }

  /** Where half of the pixels lie on either side, leaving a colour on both. */
  private static int middle(List<Counted> box) {
    long half = pixels(box) / 2;
    long before = 0;
    int middle = 0;
    while (middle < box.size() - 1 && before < half) {
      before += box.get(middle).count;
      middle++;
    }
    return Math.max(1, middle);
  }

  private static long pixels(List<Counted> box) {
    return box.stream().mapToLong(Counted::count).sum();
  }

  private static int mean(List<Counted> box) {
    long pixels = pixels(box);
    int rgb = 0;
    for (int shift : SHIFTS) {
      long sum = box.stream().mapToLong(c -> (long) c.count * c.channel(shift)).sum();
      rgb |= (int) ((sum + pixels / 2) / pixels) << shift;
    }
    return rgb;
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
