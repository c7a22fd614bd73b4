package vae4j.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vae4j.cli.console.Console;
import vae4j.cli.console.Failure;
import vae4j.data.Checks;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.DataOptions;
import vae4j.datasets.Datasets;
import vae4j.datasets.FolderOptions;

/** Options of commands that read images. */
public final class DataArguments {
  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = {
        "One of " + Datasets.CHOICES + ".",
        "auto is Fashion-MNIST if it is here or can be downloaded, else a part of it that comes"
            + " along.",
        "npy: and npz: are NumPy arrays of images; npz:FILE:KEY names one of several."
      })
  public @Nullable String dataset;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where the files of a data set are looked for first; then $$VAE_DATA_DIR, the cache.")
  public @Nullable Path dataDir;

  @Option(names = "--offline", description = "Download nothing.")
  public boolean offline;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Use the first N images to train on, and at most N to test on.")
  public @Nullable Integer limit;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      description =
          "Height and width that images of images:DIR are brought to; else those that most have."
              + " Of npy: and npz: what rows [N, H*W] are, if not square.")
  public @Nullable String size;

  @Option(
      names = "--test-dir",
      paramLabel = "DIR",
      description = {
        "Folder of images to test on, for images:DIR.",
        "Else DIR/test or DIR/val beside DIR/train, or a tenth of the images."
      })
  public @Nullable Path testDir;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = {
        "Table (.csv, .tsv, .txt) of file names and labels for images:DIR.",
        "Else DIR/labels.csv, or the names of the sub-folders."
      })
  public @Nullable Path labels;

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = "Column of that table that holds the labels, where it has several.")
  public @Nullable String labelColumn;

  @Option(names = "--grey", description = "Read images of images:DIR as grey.")
  public boolean grey;

  @Option(
      names = "--skip-broken",
      description = "Leave out broken images of images:DIR and count them; else they are an error.")
  public boolean skipBroken;

  /** Opens a data set, 32×32 where it is published as 28×28 if so asked. */
  public Datasets.Opened open(String name, boolean padded, Console console) {
    return open(name, padded, folderOptions(name), console);
  }

  /** Opens a data set for a model that is there; a folder's images get the model's shape. */
  public Datasets.Opened openFor(ImageShape shape, String name, Console console) {
    FolderOptions folder = folderOptions(name);
    if (isFolder(name) && size == null && !grey) {
      folder = folder.withSize(shape.height(), shape.width());
      folder = shape.channels() == 1 ? folder.withGrey() : folder.withRgb();
    }
    boolean unpadded = shape.height() == 28 && shape.width() == 28;
    Datasets.Opened opened = open(name, !unpadded, folder, console);
    if (!opened.test().shape().equals(shape)) {
      throw new IllegalArgumentException(
          "images of "
              + name
              + " must be "
              + shape
              + " as the model's, are "
              + opened.test().shape());
    }
    return opened;
  }

  private Datasets.Opened open(String name, boolean padded, FolderOptions folder, Console console) {
    if (limit != null) {
      Checks.requirePositive("limit", limit);
    }
    Datasets.Opened opened;
    try (DownloadNotices downloads = new DownloadNotices(console)) {
      DataOptions options =
          DataOptions.defaults()
              .withDirectory(dataDir)
              .withOffline(offline)
              .withPadded(padded)
              .withFolder(folder)
              .withListener(downloads);
      opened = Datasets.open(name, options);
    } catch (IOException e) {
      throw Failure.badFile(e);
    }
    opened.notices().forEach(notice -> console.notice("notice: " + notice));
    return limit == null
        ? opened
        : new Datasets.Opened(opened.dataset(), opened.split().take(limit), opened.notices());
  }

  private FolderOptions folderOptions(String name) {
    String kind = name.toLowerCase(Locale.ROOT);
    boolean array = kind.startsWith("npy:") || kind.startsWith("npz:");
    if (!isFolder(name) && size != null && !array) {
      throw new IllegalArgumentException(
          "--size is for images:DIR, npy: and npz:, data set was " + name);
    }
    String folderOnly = folderOnly();
    if (!isFolder(name) && folderOnly != null) {
      throw new IllegalArgumentException(folderOnly + " is for images:DIR, data set was " + name);
    }
    FolderOptions options =
        FolderOptions.defaults()
            .withSkipBroken(skipBroken)
            .withTestDirectory(testDir)
            .withLabels(labels, labelColumn);
    if (grey) {
      options = options.withGrey();
    }
    if (size != null) {
      int[] sides = Lists.parse("size", size, "x");
      if (sides.length != 2 || sides[0] <= 0 || sides[1] <= 0) {
        throw new IllegalArgumentException("size must be HxW such as 48x37, was " + size);
      }
      options = options.withSize(sides[0], sides[1]);
    }
    return options;
  }

  /** An option that was given and is for folders of images alone, if any. */
  private @Nullable String folderOnly() {
    if (testDir != null) {
      return "--test-dir";
    }
    if (labels != null || labelColumn != null) {
      return labels != null ? "--labels" : "--label-column";
    }
    return grey ? "--grey" : skipBroken ? "--skip-broken" : null;
  }

  private static boolean isFolder(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("images:");
  }

  /** {@code 60,000 images 32×32×1}. */
  public static String describe(ImageDataset images) {
    int size = images.size();
    return String.format(
        Locale.ROOT, "%,d %s %s", size, size == 1 ? "image" : "images", images.shape());
  }
}
