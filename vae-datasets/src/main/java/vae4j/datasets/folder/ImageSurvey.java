package vae4j.datasets.folder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import vae4j.data.ImageShape;
import vae4j.datasets.image.ImageDecoder;
import vae4j.datasets.image.ImageHeader;

/**
 * Chooses one shape for all images of a folder by their headers: the size that most have, and
 * colour if one of them is in colour.
 *
 * <p>Of more than 1,000 images, 1,000 that are spread evenly over the folder are looked at.
 *
 * @param shape the shape
 * @param note how it was chosen, in one line
 */
public record ImageSurvey(ImageShape shape, String note) {
  private static final int MOST = 1000;

  /**
   * Looks at images.
   *
   * @param images at least one
   * @param height rows that are asked for, or 0 for those that most have
   * @param width pixels in a row that are asked for, or 0
   * @param channels 1 or 3 if asked for, or 0
   * @throws vae4j.datasets.image.BrokenImageException if one of those looked at is broken, as far
   *     as its header tells
   * @throws IOException if one cannot be read
   */
  public static ImageSurvey of(List<ImageFile> images, int height, int width, int channels)
      throws IOException {
    int count = Math.min(MOST, images.size());
    List<ImageFile> some =
        IntStream.range(0, count)
            .mapToObj(i -> images.get((int) ((long) i * images.size() / count)))
            .toList();
    List<ImageHeader> headers = headers(some);
    Map<Size, Integer> sizes = new LinkedHashMap<>();
    headers.forEach(header -> sizes.merge(new Size(header), 1, Integer::sum));
    int colour = (int) headers.stream().filter(header -> header.channels() == 3).count();
    int transparent = (int) headers.stream().filter(ImageHeader::transparent).count();

    // Of equally frequent sizes the first one's, as max keeps the first of a stream only so.
    int frequency = Collections.max(sizes.values());
    Size most =
        sizes.entrySet().stream()
            .filter(size -> size.getValue() == frequency)
            .findFirst()
            .orElseThrow()
            .getKey();
    Size chosen = height == 0 ? most : new Size(height, width);
    int depth = channels == 0 ? (colour > 0 ? 3 : 1) : channels;
    ImageShape shape = new ImageShape(chosen.height, chosen.width, depth);

    StringBuilder note = new StringBuilder("images are taken as ").append(shape).append(": ");
    if (count < images.size()) {
      note.append(String.format(Locale.ROOT, "of %,d that were looked at, ", count));
    }
    note.append(sizes(sizes, frequency, most, height == 0 ? null : chosen, some.get(0)));
    note.append(", ").append(colours(count, colour));
    if (transparent > 0) {
      note.append(", ").append(transparent).append(" with transparency, on white");
    }
    return new ImageSurvey(shape, note.toString());
  }

  private static String sizes(
      Map<Size, Integer> sizes, int frequency, Size most, @Nullable Size asked, ImageFile first) {
    if (sizes.size() == 1) {
      return "all are " + most;
    }
    List<Size> sorted = new ArrayList<>(sizes.keySet());
    sorted.sort(Comparator.comparingLong(Size::pixels));
    String range = "from " + sorted.get(0) + " to " + sorted.get(sorted.size() - 1);
    if (asked != null) {
      return "they are " + range;
    }
    return frequency == 1
        ? "they are " + range + " and no two alike, the size is that of " + first.name()
        : frequency + " are " + most + ", the size is that of most, and they go " + range;
  }

  private static String colours(int count, int colour) {
    return colour == count
        ? "all in colour"
        : colour == 0 ? "all grey" : colour + " in colour and " + (count - colour) + " grey";
  }

  private static List<ImageHeader> headers(List<ImageFile> images) throws IOException {
    List<Result> results = images.parallelStream().map(ImageSurvey::header).toList();
    List<ImageHeader> headers = new ArrayList<>();
    for (Result result : results) {
      if (result.problem != null) {
        throw result.problem;
      }
      if (result.header != null) {
        headers.add(result.header);
      }
    }
    return headers;
  }

  private static Result header(ImageFile image) {
    try {
      return new Result(ImageDecoder.header(image.path()), null);
    } catch (IOException e) {
      return new Result(null, e);
    }
  }

  private record Result(@Nullable ImageHeader header, @Nullable IOException problem) {}

  private record Size(int height, int width) {
    Size(ImageHeader header) {
      this(header.height(), header.width());
    }

    long pixels() {
      return (long) height * width;
    }

    @Override
    public String toString() {
      return height + "×" + width;
    }
  }
}
