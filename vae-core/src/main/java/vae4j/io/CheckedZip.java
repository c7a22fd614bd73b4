package vae4j.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads a zip that may come from anyone: nothing is extracted to disk, no entry is read beyond what
 * it declares, and what it declares is bounded before the first byte.
 */
final class CheckedZip implements AutoCloseable {
  private static final byte[] MAGIC = {'P', 'K', 3, 4};
  private static final int BUFFER = 1 << 16;
  // Float weights deflate to 90 %, JSON to 5 %; deflate itself can reach 1032 : 1.
  private static final long LARGEST_RATIO = 200;

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private CheckedZip(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  static CheckedZip open(Path file) throws IOException {
    if (Files.notExists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such model file");
    }
    if (!Files.isRegularFile(file)) {
      throw new MalformedModelException(file.toString(), "wanted a model file, is a folder");
    }
    requireMagic(file);
    CheckedZip checked;
    try {
      checked = new CheckedZip(file, new ZipFile(file.toFile()));
    } catch (ZipException | EOFException e) {
      throw notWhole(file, e);
    }
    try {
      checked.index();
      return checked;
    } catch (MalformedModelException e) {
      checked.close();
      throw e;
    } catch (IllegalArgumentException e) {
      checked.close();
      // Java 17 finds out only now that a name is not UTF-8.
      throw notWhole(file, e);
    }
  }

  /** The file and an entry of it, for messages. */
  String where(String name) {
    return file + ": " + name;
  }

  /** The reader of an entry's bytes. */
  @FunctionalInterface
  interface Use<T> {
    T apply(InputStream in, long size) throws IOException;
  }

  /** Reads a short entry. */
  byte[] read(String name, long limit) throws IOException {
    return read(name, limit, (in, size) -> in.readNBytes((int) size + 1));
  }

  /** The SHA-256 of an entry, in hexadecimal. */
  String sha256(String name, long limit) throws IOException {
    return read(
        name,
        limit,
        (in, size) -> {
          MessageDigest digest = newSha256();
          byte[] buffer = new byte[BUFFER];
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
          }
          return HexFormat.of().formatHex(digest.digest());
        });
  }

  /**
   * Reads an entry.
   *
   * @param limit the most bytes it may hold
   * @param use gets the bytes, which fail as soon as there is one more than the entry declares
   */
  <T> T read(String name, long limit, Use<T> use) throws IOException {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw new MalformedModelException(file.toString(), "entry " + name + " is missing");
    }
    long size = entry.getSize();
    if (size < 0 || size > limit) {
      throw MalformedModelException.wanted(
          where(name), "size", "at most " + limit + " bytes", size + " bytes");
    }
    long packed = Math.max(1, entry.getCompressedSize());
    if (size / packed > LARGEST_RATIO) {
      throw MalformedModelException.wanted(
          where(name),
          "size",
          "at most " + LARGEST_RATIO + " times its " + packed + " bytes in the zip",
          size + " bytes");
    }
    try (InputStream in = new DeclaredLength(where(name), zip.getInputStream(entry), size)) {
      return use.apply(in, size);
    } catch (ZipException | EOFException e) {
      throw new MalformedModelException(
          where(name), "damaged, cannot be unpacked (" + e.getMessage() + ")", e);
    }
  }

  /** Refuses entries other than these. */
  void refuseOthers(Collection<String> known) throws MalformedModelException {
    for (String name : entries.keySet()) {
      if (!known.contains(name)) {
        throw new MalformedModelException(
            file.toString(), "entry " + MalformedModelException.quote(name) + " is unknown");
      }
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256, this one has not", e);
    }
  }

  private static MalformedModelException notWhole(Path file, Exception e) {
    String reason = e.getMessage() == null ? "it ends too early" : e.getMessage();
    return new MalformedModelException(
        file.toString(), "cut short or damaged: not a whole zip (" + reason + ")", e);
  }

  private static void requireMagic(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(MAGIC.length);
      if (!Arrays.equals(start, MAGIC)) {
        throw MalformedModelException.wanted(
            file.toString(),
            "first bytes",
            "those of a zip, " + HexFormat.of().formatHex(MAGIC),
            start.length == 0 ? "an empty file" : HexFormat.of().formatHex(start));
      }
    }
  }

  private void index() throws MalformedModelException {
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName();
      if (leavesTheArchive(name)) {
        throw new MalformedModelException(
            file.toString(),
            "entry " + MalformedModelException.quote(name) + " has a path out of the archive");
      }
      if (entries.put(name, entry) != null) {
        throw new MalformedModelException(
            file.toString(), "entry " + MalformedModelException.quote(name) + " is there twice");
      }
    }
  }

  private static boolean leavesTheArchive(String name) {
    String path = name.replace('\\', '/');
    return path.startsWith("/")
        || path.matches("[A-Za-z]:.*")
        || ("/" + path + "/").contains("/../");
  }

  /** Passes on exactly as many bytes as were declared; more or fewer are an error. */
  private static final class DeclaredLength extends InputStream {
    private final String where;
    private final InputStream in;
    private final long declared;
    private long seen;

    DeclaredLength(String where, InputStream in, long declared) {
      this.where = where;
      this.in = in;
      this.declared = declared;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = in.read(bytes, offset, length);
      seen += Math.max(0, n);
      if (seen > declared || (n < 0 && seen < declared)) {
        throw new MalformedModelException(
            where,
            "declares " + declared + " bytes, holds " + (seen > declared ? "more" : "fewer"));
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
