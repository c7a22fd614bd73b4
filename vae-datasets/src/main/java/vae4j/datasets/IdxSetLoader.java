package vae4j.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vae4j.data.ImageDataset;
import vae4j.datasets.IdxSet.Part;
import vae4j.datasets.download.ChecksumException;
import vae4j.datasets.download.DownloadFailedException;
import vae4j.datasets.download.DownloadSettings;
import vae4j.datasets.download.Downloader;
import vae4j.datasets.download.RemoteFile;
import vae4j.datasets.idx.IdxFile;
import vae4j.datasets.idx.MalformedIdxException;

/**
 * Finds the files of a published set: in the directory asked for, in {@code $VAE_DATA_DIR}, in the
 * user's cache, and at last on the web. Their checksums are verified wherever they come from.
 */
final class IdxSetLoader {
  private static final Logger LOG = LoggerFactory.getLogger(IdxSetLoader.class);

  private final DataOptions options;
  private final Surroundings surroundings;
  private final DownloadSettings settings;

  IdxSetLoader(DataOptions options, Surroundings surroundings, DownloadSettings settings) {
    this.options = options;
    this.surroundings = surroundings;
    this.settings = settings;
  }

  static ImageDataset load(IdxSet set, Part part, DataOptions options) throws IOException {
    return new IdxSetLoader(options, Surroundings.ofThisProcess(), DownloadSettings.defaults())
        .load(set, part);
  }

  ImageDataset load(IdxSet set, Part part) throws IOException {
    Path directory = options.directory();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory + ": data directory must be a folder that exists");
    }
    IdxFile images = open(set, part.images());
    IdxFile labels = open(set, part.labels());
    labels.requireLabelsOf(images, set.labelNames().size());
    return new IdxDataset(
        set.name() + "/" + part.name(), images, labels, set.labelNames(), options.padded() ? 2 : 0);
  }

  private IdxFile open(IdxSet set, RemoteFile file) throws IOException {
    List<Path> places = places(set);
    for (Path place : places) {
      for (String name : List.of(file.name(), withoutGz(file.name()))) {
        Path path = place.resolve(name);
        if (Files.isRegularFile(path)) {
          LOG.debug("{} found at {}", file.name(), path);
          return readVerified(path, file);
        }
      }
    }
    Path folder = surroundings.cache().resolve(set.name());
    Path cached = folder.resolve(file.name());
    if (Files.isRegularFile(cached)) {
      try {
        return readVerified(cached, file);
      } catch (ChecksumException | MalformedIdxException e) {
        if (offline()) {
          throw e;
        }
        LOG.warn("{}; downloading it anew", e.getMessage());
      }
    }
    String where =
        Stream.concat(places.stream(), Stream.of(folder))
            .map(Path::toString)
            .collect(Collectors.joining(", "));
    if (offline()) {
      throw new DatasetUnavailableException(
          set.name()
              + " must not be downloaded (offline) and is not here: no "
              + file.name()
              + " in "
              + where
              + "; put its four files there, name their folder with --data-dir or VAE_DATA_DIR, or"
              + " allow downloads");
    }
    try {
      return readVerified(new Downloader(settings, options.listener()).fetch(file, folder), file);
    } catch (DownloadFailedException e) {
      throw new DatasetUnavailableException(
          set.name()
              + " is not here and "
              + e.getMessage()
              + "; looked in "
              + where
              + "; put its four files there, or name their folder with --data-dir or VAE_DATA_DIR",
          e);
    }
  }

  /** Folders to look in, in this order; the cache comes after them. */
  private List<Path> places(IdxSet set) {
    Set<Path> places = new LinkedHashSet<>();
    for (Path root : new Path[] {options.directory(), surroundings.dataDirectory()}) {
      if (root != null) {
        places.add(root.resolve(set.name()));
        places.add(root);
      }
    }
    return List.copyOf(places);
  }

  private boolean offline() {
    return options.offline() || surroundings.offline();
  }

  private static IdxFile readVerified(Path path, RemoteFile file) throws IOException {
    IdxFile content = IdxFile.read(path);
    if (!content.sha256().equals(file.sha256())) {
      throw new ChecksumException(path.toString(), file.sha256(), content.sha256());
    }
    return content;
  }

  private static String withoutGz(String name) {
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }
}
