package vae4j.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A zip as a map of its entries, to be spoilt and put together again. */
final class ZipFixture {
  final Map<String, byte[]> entries = new LinkedHashMap<>();

  static ZipFixture of(Path file) throws IOException {
    ZipFixture fixture = new ZipFixture();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        fixture.entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return fixture;
  }

  ZipFixture with(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  ZipFixture with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.UTF_8));
  }

  ZipFixture without(String name) {
    entries.remove(name);
    return this;
  }

  /** Puts checksums that fit the entries as they are now. */
  ZipFixture withFittingChecksums() throws IOException {
    entries.remove(ModelArchive.CHECKSUMS);
    StringBuilder sums = new StringBuilder();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      sums.append(sha256(entry.getValue())).append("  ").append(entry.getKey()).append('\n');
    }
    return with(ModelArchive.CHECKSUMS, sums.toString());
  }

  String text(String name) {
    return new String(entries.get(name), StandardCharsets.UTF_8);
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  Path writeTo(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  static String sha256(byte[] bytes) throws IOException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }
}
