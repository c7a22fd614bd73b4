package vae4j.io;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a zip whose entries are stored as they are, so that its bytes depend on nothing else. */
final class StoredZip {
  // A zip counts from 1980; the first of January itself makes Java add the time with its time zone.
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final ZipOutputStream zip;

  StoredZip(OutputStream out) {
    zip = new ZipOutputStream(out);
  }

  /**
   * Adds an entry; the content is written twice, as the header of a stored entry comes before it
   * and holds its length and CRC.
   *
   * @return the SHA-256 of the content, in hexadecimal
   */
  String add(String name, AtomicFiles.Content content) throws IOException {
    Sums sums = new Sums();
    content.writeTo(sums);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(TIME);
    entry.setSize(sums.size);
    entry.setCompressedSize(sums.size);
    entry.setCrc(sums.crc.getValue());
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
    return HexFormat.of().formatHex(sums.sha256.digest());
  }

  void finish() throws IOException {
    zip.finish();
  }

  private static final class Sums extends OutputStream {
    private final CRC32 crc = new CRC32();
    private final MessageDigest sha256 = CheckedZip.newSha256();
    private long size;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      crc.update(bytes, offset, length);
      sha256.update(bytes, offset, length);
      size += length;
    }
  }
}
