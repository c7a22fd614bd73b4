package vae4j.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vae4j.data.ImageDataset;
import vae4j.datasets.array.ArraySets;
import vae4j.datasets.download.DownloadSettings;

/** Opens a data set by the name it has on the command line. */
public final class Datasets {
  private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);
  private static final String IMAGES = "images:";
  private static final String IDX = "idx:";

  /** The names that {@link #open} knows, for messages and help. */
  public static final String CHOICES =
      "auto, fashion-mnist, fashion-mnist-mini, mnist, kmnist, qmnist, emnist-SPLIT (balanced,"
          + " byclass, bymerge, digits, letters or mnist), sprites, images:DIR, idx:DIR,"
          + " npy:FILE, npz:FILE";

  private Datasets() {}

  /**
   * An opened data set.
   *
   * @param dataset the set's name: for {@code auto} the one that was taken, else the one asked for
   * @param split its images
   * @param notices what the user should be told of the choice and of the files, a line each
   */
  public record Opened(String dataset, Split split, List<String> notices) {
    /** Keeps a copy of the notices. */
    public Opened {
      notices = List.copyOf(notices);
    }

    /** The images to train on. */
    public ImageDataset train() {
      return split.train();
    }

    /** The images to test on. */
    public ImageDataset test() {
      return split.test();
    }
  }

  /**
   * Opens a data set.
   *
   * @param name {@code fashion-mnist}, {@code fashion-mnist-mini}, {@code mnist}, {@code kmnist},
   *     {@code qmnist}, {@code emnist-balanced} and EMNIST's other splits, {@code sprites}, {@code
   *     images:DIR} for a folder of own images, {@code idx:DIR} for a folder of IDX files, {@code
   *     idx:DIR/NAME} for those of them whose names begin so, {@code npy:FILE}, {@code npz:FILE} or
   *     {@code npz:FILE:KEY} for images in NumPy's array files, or {@code auto}: Fashion-MNIST if
   *     it is here or can be downloaded, else the part of it that comes with the library, with a
   *     notice that says so. Names may be in upper or lower case
   * @param options where to look, and how to read it
   * @return the set, never another than the one named
   * @throws IllegalArgumentException if there is no set of that name
   * @throws DatasetUnavailableException if the set is not here and cannot be downloaded
   * @throws IOException if the folder is missing or empty
   */
  public static Opened open(String name, DataOptions options) throws IOException {
    return open(name, options, DownloadPlaces.ofThisProcess(), DownloadSettings.defaults());
  }

  static Opened open(
      String asked, DataOptions options, DownloadPlaces surroundings, DownloadSettings settings)
      throws IOException {
    String name = canonical(asked);
    IdxSetLoader loader = new IdxSetLoader(options, surroundings, settings);
    if (name.startsWith(IMAGES) && name.length() > IMAGES.length()) {
      return folder(name, options.folder());
    }
    if (ArraySets.names(name)) {
      return ArraySets.open(name, options.folder(), surroundings.cache());
    }
    if (name.startsWith(IDX) && name.length() > IDX.length()) {
      return IdxFolder.open(Path.of(name.substring(IDX.length())), name, options);
    }
    Optional<IdxSet> published = KnownSets.named(name);
    if (published.isPresent()) {
      return published(loader, published.get());
    }
    return switch (name) {
      case FashionMnistMini.NAME -> new Opened(name, mini(options), List.of());
      case "sprites" -> new Opened(name, sprites(), List.of());
      case "auto" -> fashionOrItsPart(loader, options);
      default ->
          throw new IllegalArgumentException(
              "data set must be one of " + CHOICES + ", was " + asked);
    };
  }

  /** Names are the same in upper and lower case; what stands behind a colon is a path. */
  private static String canonical(String name) {
    int colon = name.indexOf(':');
    return colon < 0
        ? name.toLowerCase(Locale.ROOT)
        : name.substring(0, colon).toLowerCase(Locale.ROOT) + name.substring(colon);
  }

  private static Opened fashionOrItsPart(IdxSetLoader loader, DataOptions options)
      throws IOException {
    try {
      return published(loader, FashionMnist.SET);
    } catch (DatasetUnavailableException e) {
      LOG.debug("falling back to {}", FashionMnistMini.NAME, e);
      return new Opened(
          FashionMnistMini.NAME,
          mini(options),
          List.of(
              "using the built-in part of Fashion-MNIST instead, 6,000 + 1,000 images: "
                  + e.getMessage()));
    }
  }

  private static Opened published(IdxSetLoader loader, IdxSet set) throws IOException {
    Split split = new Split(loader.load(set, set.train()), loader.load(set, set.test()));
    return new Opened(set.name(), split, loader.notices());
  }

  private static Split mini(DataOptions options) {
    return new Split(FashionMnistMini.train(options), FashionMnistMini.test(options));
  }

  private static Split sprites() {
    return new Split(Sprites.train(), Sprites.test(), Sprites.whole());
  }

  private static Opened folder(String name, FolderOptions options) throws IOException {
    Split split = ImageFolder.openSplit(Path.of(name.substring(IMAGES.length())), options);
    return new Opened(
        name, split, split.train() instanceof ImageFolder train ? train.notes() : List.of());
  }
}
