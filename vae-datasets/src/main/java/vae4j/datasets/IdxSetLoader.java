package vae4j.datasets;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

/**
 * Finds the files of a published set: in the directory asked for, in {@code $VAE_DATA_DIR}, in the
 * user's cache, and at last on the web. Their checksums are verified wherever they come from, so
 * that each file may come from another place; one that is damaged or another set's is passed over.
 */
final class IdxSetLoader {
  private static final Logger LOG = LoggerFactory.getLogger(IdxSetLoader.class);

  private final DataOptions options;
  private final Surroundings surroundings;
  private final Downloader downloader;
  private final List<String> notices = new ArrayList<>();

  IdxSetLoader(DataOptions options, Surroundings surroundings, DownloadSettings settings) {
    this.options = options;
    this.surroundings = surroundings;
    this.downloader = new Downloader(settings, options.listener());
  }

  static ImageDataset load(IdxSet set, Part part, DataOptions options) throws IOException {
    IdxSetLoader loader =
        new IdxSetLoader(options, Surroundings.ofThisProcess(), DownloadSettings.defaults());
    ImageDataset dataset = loader.load(set, part);
    loader.notices().forEach(LOG::warn);
    return dataset;
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

  /** What the user should be told of the files that were passed over. */
  List<String> notices() {
    return List.copyOf(notices);
  }

  private IdxFile open(IdxSet set, RemoteFile file) throws IOException {
    List<Unfit> unfit = new ArrayList<>();
    for (Path path : candidates(set, file)) {
      Found found = read(path, set, file);
      if (found.content() != null) {
        LOG.debug("{} found at {}", file.name(), path);
        tellDamaged(unfit, path);
        return found.content();
      }
      if (found.unfit() != null) {
        LOG.debug("{} passed over: {}", path, found.unfit().reason());
        unfit.add(found.unfit());
      }
    }
    if (offline()) {
      throw new DatasetUnavailableException(
          set.name()
              + " must not be downloaded (offline) and is not here: "
              + whatWasFound(set, file, unfit)
              + "; put its four files there, name their folder with --data-dir or VAE_DATA_DIR, or"
              + " allow downloads");
    }
    try {
      Path path = downloader.fetch(file, cache(set));
      tellDamaged(unfit, path);
      return readVerified(path, file);
    } catch (DownloadFailedException e) {
      throw new DatasetUnavailableException(
          set.name()
              + " is not here and "
              + e.getMessage()
              + "; "
              + whatWasFound(set, file, unfit)
              + "; put its four files there, or name their folder with --data-dir or VAE_DATA_DIR",
          e);
    }
  }

  private List<Path> candidates(IdxSet set, RemoteFile file) {
    Set<Path> found = new LinkedHashSet<>();
    for (Path root : roots()) {
      found.addAll(IdxPlaces.find(root, set.folders(), file.name()));
    }
    found.addAll(IdxPlaces.find(cache(set), List.of(), file.name()));
    return List.copyOf(found);
  }

  /** Folders of the user's to look in, in this order; the cache comes after them. */
  private List<Path> roots() {
    return Stream.of(options.directory(), surroundings.dataDirectory())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private Path cache(IdxSet set) {
    return surroundings.cache().resolve(set.folders().get(0));
  }

  private boolean offline() {
    return options.offline() || surroundings.offline();
  }

  private static Found read(Path path, IdxSet set, RemoteFile file) throws IOException {
    try {
      return Found.content(readVerified(path, file));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (ChecksumException e) {
      String known = KnownSets.nameOfOther(path, set, file);
      return known == null
          ? Found.unfit(String.valueOf(e.getMessage()), true)
          : Found.unfit(path + " is " + known, false);
    } catch (AccessDeniedException e) {
      return Found.unfit(path + ": permission denied", true);
    } catch (IOException e) {
      return Found.unfit(String.valueOf(e.getMessage()), true);
    }
  }

  private static IdxFile readVerified(Path path, RemoteFile file) throws IOException {
    IdxFile content = IdxFile.read(path);
    if (!content.sha256().equals(file.sha256())) {
      throw new ChecksumException(path.toString(), file.sha256(), content.sha256());
    }
    return content;
  }

  /** Another set's file where this one was looked for is no news; a damaged one is. */
  private void tellDamaged(List<Unfit> unfit, Path taken) {
    for (Unfit file : unfit) {
      if (file.damaged()) {
        notices.add("took " + taken + ", as another file is damaged: " + file.reason());
      }
    }
  }

  private String whatWasFound(IdxSet set, RemoteFile file, List<Unfit> unfit) {
    List<Path> places = new ArrayList<>(roots());
    places.add(cache(set));
    String where =
        places.stream()
            .map(place -> Files.isDirectory(place) ? place.toString() : place + " (no such folder)")
            .collect(Collectors.joining(", "));
    return unfit.isEmpty()
        ? "no " + file.name() + " in " + where
        : unfit.stream().map(Unfit::reason).collect(Collectors.joining("; "))
            + "; looked in "
            + where;
  }

  /** A file that cannot be taken; {@code damaged} rather than another set's. */
  private record Unfit(String reason, boolean damaged) {}

  /** Either of the two. */
  private record Found(@Nullable IdxFile content, @Nullable Unfit unfit) {
    static Found content(IdxFile content) {
      return new Found(content, null);
    }

    static Found unfit(String reason, boolean damaged) {
      return new Found(null, new Unfit(reason, damaged));
    }
  }
}
