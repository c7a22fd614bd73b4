package vae4j.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vae4j.data.ImageDataset;
import vae4j.datasets.IdxSet.Part;
import vae4j.datasets.IdxSet.SetFile;
import vae4j.datasets.download.ChecksumException;
import vae4j.datasets.download.DownloadFailedException;
import vae4j.datasets.download.DownloadSettings;
import vae4j.datasets.download.Downloader;
import vae4j.datasets.download.RemoteFile;
import vae4j.datasets.download.RemoteFile.Summed;
import vae4j.datasets.idx.IdxFile;
import vae4j.datasets.idx.MalformedIdxException;

/**
 * Finds the files of a published set: in the directory asked for, in {@code $VAE_DATA_DIR}, in the
 * user's cache, and at last on the web. Their checksums are verified wherever they come from, so
 * that each file may come from another place; one that is damaged or another set's is passed over.
 * Where the checksum is published of the packed file alone, another packing is taken for want of
 * better, and told.
 */
final class IdxSetLoader {
  private static final Logger LOG = LoggerFactory.getLogger(IdxSetLoader.class);

  private final DataOptions options;
  private final DownloadPlaces surroundings;
  private final Downloader downloader;
  private final List<String> notices = new ArrayList<>();
  private final Set<Path> verifiedArchives = new HashSet<>();

  IdxSetLoader(DataOptions options, DownloadPlaces surroundings, DownloadSettings settings) {
    this.options = options;
    this.surroundings = surroundings;
    this.downloader = new Downloader(settings, options.listener());
  }

  static ImageDataset load(IdxSet set, Part part, DataOptions options) throws IOException {
    IdxSetLoader loader =
        new IdxSetLoader(options, DownloadPlaces.ofThisProcess(), DownloadSettings.defaults());
    ImageDataset dataset = loader.load(set, part);
    loader.notices().forEach(LOG::warn);
    return dataset;
  }

  ImageDataset load(IdxSet set, Part part) throws IOException {
    Path directory = options.directory();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory + ": data directory must be a folder that exists");
    }
    Found images = open(set, part.images());
    Found labels = open(set, part.labels());
    labels.content().requireLabelsOf(images.content(), set.firstLabel(), set.labelNames().size());
    boolean verified = images.verified() && labels.verified();
    return new IdxDataset(
        set.name() + "/" + part.name() + (verified ? "" : " (unverified)"),
        images.content(),
        IdxClasses.named(labels.content(), set.labelNames(), set.firstLabel()),
        new IdxDataset.Reading(255f, set.transposed(), options.padded() ? 2 : 0));
  }

  /** Messages about the files that were used or ignored. */
  List<String> notices() {
    return List.copyOf(notices);
  }

  private Found open(IdxSet set, SetFile file) throws IOException {
    List<Unfit> unfit = new ArrayList<>();
    Found unverified = null;
    for (Path path : candidates(set, file)) {
      try {
        Found found = read(path, set, file);
        if (found.verified()) {
          LOG.debug("{} found at {}", file.name(), path);
          tellDamaged(unfit, path);
          return found;
        }
        unverified = unverified == null ? found : unverified;
      } catch (UnfitException e) {
        LOG.debug("{} passed over", path, e);
        unfit.add(e.unfit);
      }
    }
    if (unverified != null) {
      tellDamaged(unfit, unverified.path());
      notices.add(
          set.title()
              + ": "
              + unverified.path()
              + " cannot be verified, as the published checksum is that of "
              + file.download().name()
              + " as it is published; its sizes are right");
      return unverified;
    }
    if (offline()) {
      throw new DatasetUnavailableException(
          set.name()
              + " must not be downloaded (offline) and is not here: "
              + whatWasFound(set, file, unfit)
              + "; put its four files there, name their folder with --data-dir or VAE_DATA_DIR, or"
              + " allow downloads");
    }
    return download(set, file, unfit);
  }

  private Found download(IdxSet set, SetFile file, List<Unfit> unfit) throws IOException {
    Path path;
    try {
      path = downloader.fetch(file.download(), cache(set));
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
    tellDamaged(unfit, path);
    if (file.entry() != null) {
      verifiedArchives.add(path);
    }
    try {
      return read(path, set, file);
    } catch (UnfitException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private List<Path> candidates(IdxSet set, SetFile file) {
    List<String> names = new ArrayList<>();
    if (file.entry() != null) {
      // The archive is looked for in all places first, as it can be verified.
      names.add(file.download().name());
    }
    names.add(file.name());
    Set<Path> found = new LinkedHashSet<>();
    for (String name : names) {
      for (Path root : roots()) {
        found.addAll(IdxPlaces.find(root, set.folders(), name));
      }
      found.addAll(IdxPlaces.find(cache(set), List.of(), name));
    }
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

  private Found read(Path path, IdxSet set, SetFile file) throws IOException, UnfitException {
    try {
      return isArchiveOf(path, file) ? readArchive(path, file) : readFile(path, set, file);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (AccessDeniedException e) {
      throw new UnfitException(path + ": permission denied", true);
    } catch (IOException e) {
      throw new UnfitException(String.valueOf(e.getMessage()), true);
    }
  }

  private static boolean isArchiveOf(Path path, SetFile file) {
    return file.entry() != null && path.getFileName().toString().equals(file.download().name());
  }

  private Found readArchive(Path path, SetFile file) throws IOException {
    RemoteFile archive = file.download();
    if (!verifiedArchives.contains(path)) {
      if (Files.size(path) != archive.bytes()) {
        throw new MalformedIdxException(
            path.toString(),
            "length",
            archive.bytes() + " bytes",
            String.valueOf(Files.size(path)));
      }
      String sum = archive.sumOf(path);
      if (!sum.equals(archive.sha256())) {
        throw new ChecksumException(path.toString(), "the file", archive.sha256(), sum);
      }
      verifiedArchives.add(path);
    }
    String source = path + ": " + file.entry();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      ZipEntry entry = zip.getEntry(file.entry());
      if (entry == null) {
        throw new MalformedIdxException(source, "missing");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return new Found(path, IdxFile.read(in, source), true);
      }
    }
  }

  private static Found readFile(Path path, IdxSet set, SetFile file)
      throws IOException, UnfitException {
    IdxFile content = IdxFile.read(path);
    RemoteFile published = file.download();
    String sum =
        published.summed() == Summed.CONTENT
            ? content.sha256()
            : file.entry() == null ? published.sumOf(path) : "";
    if (sum.equals(published.sha256())) {
      return new Found(path, content, true);
    }
    String other = KnownSets.nameOfOther(path, content, set, file);
    if (other != null) {
      throw new UnfitException(path + " is " + other, false);
    }
    if (published.summed() == Summed.CONTENT) {
      throw new ChecksumException(path.toString(), published.sha256(), sum);
    }
    if (!content.sizes().equals(file.sizes())) {
      throw new MalformedIdxException(
          path.toString(), "sizes", String.valueOf(file.sizes()), String.valueOf(content.sizes()));
    }
    return new Found(path, content, false);
  }

  /** Another set's file where this one was looked for is no news; a damaged one is. */
  private void tellDamaged(List<Unfit> unfit, Path taken) {
    for (Unfit file : unfit) {
      if (file.damaged()) {
        notices.add("took " + taken + ", as another file is damaged: " + file.reason());
      }
    }
  }

  private String whatWasFound(IdxSet set, SetFile file, List<Unfit> unfit) {
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

  /** A file that is taken, or may be where there is none that is verified. */
  private record Found(Path path, IdxFile content, boolean verified) {}

  /** A file that cannot be taken; {@code damaged} rather than another set's. */
  private record Unfit(String reason, boolean damaged) {}

  private static final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Unfit unfit;

    UnfitException(String reason, boolean damaged) {
      super(reason);
      this.unfit = new Unfit(reason, damaged);
    }
  }
}
