package vae4j.datasets.array;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import vae4j.data.FactorDataset;
import vae4j.data.FactorDataset.Factor;
import vae4j.datasets.Datasets;
import vae4j.datasets.FolderOptions;
import vae4j.datasets.Split;
import vae4j.datasets.content.Sha256;
import vae4j.io.npy.MalformedNpyException;
import vae4j.io.npy.NpyHeader;

/** Opens {@code npy:FILE} and {@code npz:FILE}: images in NumPy's array files. */
public final class ArraySets {
  static final String NPY = "npy:";
  static final String NPZ = "npz:";

  /** Names of a part to train on, its labels, a part to test on, its labels. */
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("x_train", "y_train", "x_test", "y_test"),
          List.of("X_train", "y_train", "X_test", "y_test"),
          List.of("train_images", "train_labels", "test_images", "test_labels"));

  private static final List<String> LABELS = List.of("y", "labels", "label", "targets", "target");

  /** Names in dSprites' file (Matthey, Higgins, Hassabis, Lerchner 2017). */
  private static final String DSPRITES_IMAGES = "imgs";

  private static final String DSPRITES_FACTORS = "latents_classes";

  /** dSprites' factors; colours and shapes have no order. */
  private static final List<String> DSPRITES_NAMES =
      List.of("color", "shape", "scale", "orientation", "posX", "posY");

  private static final List<String> DSPRITES_SHAPES = List.of("square", "ellipse", "heart");
  private static final int DSPRITES_SHAPE = 1;

  private final FolderOptions options;
  private final List<String> notices = new ArrayList<>();

  private ArraySets(FolderOptions options) {
    this.options = options;
  }

  /**
   * Whether a data set's name is one of a NumPy file.
   *
   * @param dataset such as {@code npy:FILE}
   */
  public static boolean names(String dataset) {
    return (dataset.startsWith(NPY) || dataset.startsWith(NPZ)) && dataset.length() > 4;
  }

  /**
   * Opens a set.
   *
   * @param dataset {@code npy:FILE}, {@code npz:FILE} or {@code npz:FILE:KEY}
   * @param options the images' size, and how they are split
   * @param folder where large arrays are unpacked
   * @return its parts
   * @throws IOException if the file cannot be read or is not as NumPy writes it
   */
  public static Datasets.Opened open(String dataset, FolderOptions options, Path folder)
      throws IOException {
    ArraySets sets = new ArraySets(options);
    String file = dataset.substring(NPZ.length());
    Split split = dataset.startsWith(NPY) ? sets.npy(Path.of(file)) : sets.npz(file, folder);
    return new Datasets.Opened(dataset, split, sets.notices);
  }

  private Split npy(Path file) throws IOException {
    NpyArray array = NpyArray.open(file);
    ArrayRange range = range(array);
    return drawn("npy/" + file.getFileName(), array, range.white(range), ArrayLabels.NONE);
  }

  private Split npz(String given, Path folder) throws IOException {
    Path file = Path.of(given);
    String key = null;
    int colon = given.lastIndexOf(':');
    if (colon > 0 && !Files.exists(file)) {
      file = Path.of(given.substring(0, colon));
      key = given.substring(colon + 1);
    }
    String name = "npz/" + file.getFileName();
    try (NpzFile npz = NpzFile.open(file, folder)) {
      Set<String> keys = npz.headers().keySet();
      if (key == null) {
        for (List<String> pair : PAIRS) {
          if (keys.contains(pair.get(0)) && keys.contains(pair.get(2))) {
            return pair(name, npz, pair);
          }
        }
        key = imagesOf(npz, given);
      }
      NpyArray array = npz.array(key);
      ArrayRange range = range(array);
      float white = range.white(range);
      if (key.equals(DSPRITES_IMAGES) && keys.contains(DSPRITES_FACTORS)) {
        return withFactors(name, array, white, npz.array(DSPRITES_FACTORS));
      }
      return drawn(name, array, white, labelsFor(npz, key, array));
    }
  }

  /** A part to train on and one to test on, as Keras's mnist.npz has them. */
  private Split pair(String name, NpzFile npz, List<String> keys) throws IOException {
    NpyArray train = npz.array(keys.get(0));
    NpyArray test = npz.array(keys.get(2));
    ArrayRange trainRange = range(train);
    ArrayRange testRange = range(test);
    float white = trainRange.white(testRange);
    List<NpyArray> labels = new ArrayList<>();
    for (int i = 1; i < keys.size(); i += 2) {
      if (isLabels(npz.headers().get(keys.get(i)), (i == 1 ? train : test).rows())) {
        labels.add(npz.array(keys.get(i)));
      }
    }
    SortedSet<Long> classes = classes(labels.size() == 2 ? labels : List.of());
    ArrayLabels none = ArrayLabels.NONE;
    ArrayImages first =
        all(
            name + "/train",
            train,
            white,
            classes.isEmpty() ? none : ArrayLabels.of(labels.get(0), classes));
    ArrayImages second =
        all(
            name + "/test",
            test,
            white,
            classes.isEmpty() ? none : ArrayLabels.of(labels.get(1), classes));
    if (!first.shape().equals(second.shape())) {
      throw new MalformedNpyException(
          test.source(),
          "images must be "
              + first.shape()
              + " as those of "
              + keys.get(0)
              + ", are "
              + second.shape());
    }
    return new Split(first, second);
  }

  /** Whether these are images is found out before every value is looked at. */
  private ArrayRange range(NpyArray array) throws IOException {
    ArrayLayout.of(array, options.height(), options.width());
    return ArrayRange.of(array);
  }

  private ArrayLabels labelsFor(NpzFile npz, String images, NpyArray array) throws IOException {
    Set<String> candidates = new LinkedHashSet<>();
    for (List<String> pair : PAIRS) {
      for (int i = 0; i < pair.size(); i += 2) {
        if (pair.get(i).equals(images)) {
          candidates.add(pair.get(i + 1));
        }
      }
    }
    candidates.addAll(LABELS);
    for (String candidate : candidates) {
      if (isLabels(npz.headers().get(candidate), array.rows())) {
        NpyArray labels = npz.array(candidate);
        SortedSet<Long> classes = classes(List.of(labels));
        return classes.isEmpty() ? ArrayLabels.NONE : ArrayLabels.of(labels, classes);
      }
    }
    return ArrayLabels.NONE;
  }

  private SortedSet<Long> classes(List<NpyArray> labels) {
    SortedSet<Long> classes = ArrayLabels.classes(labels);
    if (classes.size() > ArrayLabels.MOST) {
      notices.add(
          labels.get(0).source()
              + " has more than "
              + ArrayLabels.MOST
              + " different values, which are not taken as labels");
      classes.clear();
    }
    return classes;
  }

  /** Whole numbers, one for each image. */
  private static boolean isLabels(@Nullable NpyHeader header, long images) {
    return header != null
        && header.isPlain()
        && header.type().isWhole()
        && !header.shape().isEmpty()
        && header.shape().get(0) == images
        && header.elements() == images;
  }

  /** The one array that can be images. */
  private static String imagesOf(NpzFile npz, String given) throws IOException {
    Map<String, NpyHeader> headers = npz.headers();
    if (headers.containsKey(DSPRITES_IMAGES)) {
      return DSPRITES_IMAGES;
    }
    for (int[] axes : new int[][] {{3, 4}, {2}}) {
      List<String> found =
          headers.entrySet().stream()
              .filter(
                  entry -> Arrays.stream(axes).anyMatch(n -> n == entry.getValue().shape().size()))
              .filter(entry -> entry.getValue().isPlain() && entry.getValue().type().isNumber())
              .filter(entry -> entry.getValue().shape().get(1) > 1)
              .map(Map.Entry::getKey)
              .toList();
      if (found.size() == 1) {
        return found.get(0);
      }
      if (!found.isEmpty()) {
        break;
      }
    }
    boolean objects = headers.values().stream().anyMatch(header -> header.type().isObject());
    throw new MalformedNpyException(
        given,
        "array of images must be named with npz:FILE:KEY, one of "
            + npz.describe()
            + (objects ? " (type |O is pickled Python objects, which are not read)" : ""));
  }

  /** dSprites: factors that count through all combinations. */
  private Split withFactors(String name, NpyArray array, float white, NpyArray classes)
      throws IOException {
    List<Long> axes = classes.header().shape();
    if (!classes.header().type().isWhole()
        || axes.size() != 2
        || classes.rows() != array.rows()
        || axes.get(1) == 0) {
      throw new MalformedNpyException(
          classes.source(),
          "must be whole numbers ["
              + array.rows()
              + ", factors], is "
              + classes.header().describe());
    }
    int count = Math.toIntExact(axes.get(1));
    int rows = Math.toIntExact(array.rows());
    long[] most = new long[count];
    for (int row = 0; row < rows; row++) {
      long[] values = classes.readWhole(row);
      for (int i = 0; i < count; i++) {
        most[i] = Math.max(most[i], values[i]);
      }
    }
    List<Factor> factors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean known = count == DSPRITES_NAMES.size();
      String factor = known ? DSPRITES_NAMES.get(i) : "factor " + (i + 1);
      factors.add(
          new Factor(
              factor,
              (int) Math.min(most[i] + 1, Integer.MAX_VALUE),
              !known || i > DSPRITES_SHAPE));
    }
    int[] labels = new int[rows];
    boolean counting = true;
    for (int row = 0; row < rows; row++) {
      long[] values = classes.readWhole(row);
      long place = 0;
      for (int i = 0; i < count; i++) {
        place = place * factors.get(i).values() + values[i];
      }
      counting &= place == row;
      labels[row] = count == DSPRITES_NAMES.size() ? (int) values[DSPRITES_SHAPE] : -1;
    }
    long combinations = 1;
    for (Factor factor : factors) {
      combinations = Math.min(combinations * factor.values(), Integer.MAX_VALUE);
    }
    counting &= combinations == rows;
    ArrayLabels shapes =
        count == DSPRITES_NAMES.size() && factors.get(DSPRITES_SHAPE).values() == 3
            ? new ArrayLabels(labels, DSPRITES_SHAPES)
            : ArrayLabels.NONE;
    if (!counting) {
      notices.add(
          classes.source()
              + " does not count through all combinations of factors, as disentanglement needs");
    }
    FactorDataset known =
        counting ? new ArrayFactors(all(name, array, white, shapes), factors) : null;
    Split split = drawn(name, array, white, shapes);
    return new Split(split.train(), split.test(), known);
  }

  /** All rows. */
  private ArrayImages all(String name, NpyArray array, float white, ArrayLabels labels)
      throws IOException {
    int[] rows = IntStream.range(0, Math.toIntExact(array.rows())).toArray();
    return images(name, array, white, rows, labels, array.sha256());
  }

  /** A test set drawn by lot, as that of a folder of images. */
  private Split drawn(String name, NpyArray array, float white, ArrayLabels labels)
      throws IOException {
    int size = Math.toIntExact(Math.min(Integer.MAX_VALUE, array.rows()));
    if (size < 2) {
      throw new MalformedNpyException(
          array.source(), "must hold at least 2 images to be split, holds " + size);
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    // java.util.Random's numbers and this shuffle are laid down in their specifications.
    Collections.shuffle(order, new Random(options.splitSeed()));
    int tests = (int) Math.min(size - 1L, Math.max(1, Math.round(options.testFraction() * size)));
    String draw = " " + options.testFraction() + " " + options.splitSeed();
    int[] test = order.subList(0, tests).stream().mapToInt(i -> i).sorted().toArray();
    int[] train = order.subList(tests, size).stream().mapToInt(i -> i).sorted().toArray();
    String sum = array.sha256() + draw;
    ArrayImages first =
        images(name + "/train", array, white, train, labels, Sha256.ofText(sum + " train"));
    ArrayImages second =
        images(name + "/test", array, white, test, labels, Sha256.ofText(sum + " test"));
    return new Split(first, second);
  }

  private ArrayImages images(
      String name, NpyArray array, float white, int[] rows, ArrayLabels labels, String sha256)
      throws IOException {
    ArrayLayout layout = ArrayLayout.of(array, options.height(), options.width());
    say(layout.notice());
    if (white == 1 && array.header().type().kind() != 'b' && array.header().type().isWhole()) {
      say("values of " + array.source() + " are 0 and 1, and stay so");
    }
    return new ArrayImages(
        name,
        array,
        layout.shape(),
        layout.channelsFirst(),
        white,
        rows,
        labels.of(rows),
        labels.names(),
        sha256);
  }

  private void say(String notice) {
    if (!notice.isEmpty() && !notices.contains(notice)) {
      notices.add(notice);
    }
  }
}
