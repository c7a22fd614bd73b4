package vae4j.datasets.array;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import vae4j.datasets.content.Sha256;
import vae4j.io.npy.MalformedNpyException;
import vae4j.io.npy.NpyHeader;

/**
 * A zip of NumPy arrays, as {@code numpy.savez} and {@code numpy.savez_compressed} write it.
 *
 * <p>Only what is asked for is read. A small array is unpacked to memory, a large one once to a
 * file without a name in a folder, which is gone when the program ends.
 */
public final class NpzFile implements AutoCloseable {
  /** Arrays up to so many bytes are held in memory. */
  private static final long SMALL = 64L << 20;

  private static final String ENDING = ".npy";
  private static final int BUFFER = 1 << 18;

  private final Path file;
  private final ZipFile zip;
  private final Path folder;
  private final Map<String, NpyHeader> headers = new LinkedHashMap<>();
  private final Map<String, MalformedNpyException> broken = new LinkedHashMap<>();

  private NpzFile(Path file, ZipFile zip, Path folder) {
    this.file = file;
    this.zip = zip;
    this.folder = folder;
  }

  /**
   * Opens a file, and reads the headers of its arrays.
   *
   * @param file the file
   * @param folder where large arrays are unpacked; made if need be
   * @return the file, the caller's to close
   * @throws NoSuchFileException if there is no such file
   * @throws MalformedNpyException if it is no sound zip of arrays
   * @throws IOException if it cannot be read
   */
  public static NpzFile open(Path file, Path folder) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file + ": NumPy file must exist and be a file");
    }
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new MalformedNpyException(
          file.toString(), "must be a zip of NumPy arrays (npz): " + e.getMessage(), e);
    }
    NpzFile npz = new NpzFile(file, zip, folder);
    try {
      npz.readHeaders();
    } catch (IOException | RuntimeException e) {
      npz.close();
      throw e;
    }
    return npz;
  }

  /** The arrays by their names, in the order of the file; without those whose header is broken. */
  public Map<String, NpyHeader> headers() {
    return Collections.unmodifiableMap(headers);
  }

  /** The arrays' names, types and shapes, for people. */
  public String describe() {
    return headers.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue().describe())
        .collect(Collectors.joining(", "));
  }

  /**
   * Reads an array.
   *
   * @param name its name
   * @return the array; it outlives this file
   * @throws MalformedNpyException if there is no such array, it is damaged, or holds Python objects
   *     or text
   * @throws IOException if it cannot be read, or there is no room to unpack it
   */
  public NpyArray array(String name) throws IOException {
    MalformedNpyException problem = broken.get(name);
    if (problem != null) {
      throw problem;
    }
    NpyHeader header = headers.get(name);
    if (header == null) {
      throw new MalformedNpyException(
          file.toString(), "array must be one of " + describe() + ", was " + name);
    }
    String source = file + ":" + name;
    NpyArray.requireNumbers(header, source);
    ZipEntry entry = zip.getEntry(name + ENDING);
    try (InputStream raw = zip.getInputStream(entry)) {
      NpyArray.Recorded recorded = new NpyArray.Recorded(raw);
      NpyHeader.read(recorded, source);
      byte[] start = recorded.bytes();
      NpyArray.requireLength(header, entry.getSize() - start.length, source);
      Unpacking unpacking = new Unpacking(raw, entry, source);
      unpacking.pass(start, start.length);
      long small = Math.min(SMALL, Runtime.getRuntime().maxMemory() / 16);
      ByteBuffer[] pieces =
          header.dataBytes() <= small
              ? unpacking.toMemory(header)
              : unpacking.toFile(header, folder);
      return new NpyArray(
          source,
          header,
          pieces,
          NpyArray.pieceBytes(header, NpyArray.PIECE),
          Sha256.hex(unpacking.sha256));
    } catch (ZipException | EOFException e) {
      throw new MalformedNpyException(source, "is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private void readHeaders() throws IOException {
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (!entry.getName().endsWith(ENDING)) {
        continue;
      }
      String name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
      try (InputStream in = zip.getInputStream(entry)) {
        headers.put(name, NpyHeader.read(in, file + ":" + name));
      } catch (MalformedNpyException e) {
        broken.put(name, e);
      } catch (ZipException | EOFException e) {
        broken.put(
            name, new MalformedNpyException(file + ":" + name, "is damaged: " + e.getMessage(), e));
      }
    }
    if (headers.isEmpty()) {
      if (!broken.isEmpty()) {
        throw broken.values().iterator().next();
      }
      throw new MalformedNpyException(file.toString(), "must hold NumPy arrays, holds none");
    }
  }

  /** Takes bytes out of the zip, sums them, and never more than the header says. */
  private static final class Unpacking {
    private final InputStream in;
    private final ZipEntry entry;
    private final String source;
    private final CRC32 crc = new CRC32();
    private final MessageDigest sha256 = Sha256.digest();

    Unpacking(InputStream in, ZipEntry entry, String source) {
      this.in = in;
      this.entry = entry;
      this.source = source;
    }

    void pass(byte[] bytes, int count) {
      crc.update(bytes, 0, count);
      sha256.update(bytes, 0, count);
    }

    ByteBuffer[] toMemory(NpyHeader header) throws IOException {
      byte[] bytes = in.readNBytes((int) header.dataBytes());
      pass(bytes, bytes.length);
      check(header, bytes.length);
      return bytes.length == 0 ? new ByteBuffer[0] : new ByteBuffer[] {ByteBuffer.wrap(bytes)};
    }

    ByteBuffer[] toFile(NpyHeader header, Path folder) throws IOException {
      Files.createDirectories(folder);
      long wanted = header.dataBytes();
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < wanted) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: %,d MB are needed in %s to unpack it, %,d MB are free; unpack it elsewhere and"
                    + " use npy:FILE, or set XDG_CACHE_HOME",
                source,
                wanted / 1_000_000,
                folder,
                free / 1_000_000));
      }
      Path path = folder.resolve("unpacked-" + UUID.randomUUID() + ENDING);
      // On Linux and macOS the name goes at once, so that nothing stays whatever happens.
      try (FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        while (total < wanted) {
          int count = in.read(buffer, 0, (int) Math.min(buffer.length, wanted - total));
          if (count < 0) {
            break;
          }
          pass(buffer, count);
          ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          total += count;
        }
        check(header, total);
        return NpyArray.map(
            channel, 0, header, NpyArray.pieceBytes(header, NpyArray.PIECE), source);
      }
    }

    private void check(NpyHeader header, long total) throws IOException {
      NpyArray.requireLength(header, total, source);
      if (in.read() >= 0) {
        throw new MalformedNpyException(source, "is longer than its header says");
      }
      if (entry.getCrc() != crc.getValue()) {
        throw new MalformedNpyException(
            source,
            String.format(
                Locale.ROOT,
                "is damaged: its CRC must be %08x, was %08x",
                entry.getCrc(),
                crc.getValue()));
      }
    }
  }
}
