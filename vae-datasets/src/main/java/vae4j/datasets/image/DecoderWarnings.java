package vae4j.datasets.image;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which of a decoder's warnings mean that pixels were lost.
 *
 * <p>All do but those known to be harmless, so that a warning not met before is not let through:
 *
 * <ul>
 *   <li>JPEG: an unknown JFIF revision or Adobe transform, JFIF thumbnails, an embedded colour
 *       profile that is not valid, extraneous bytes before an application's or comment marker, and
 *       up to 4 of them elsewhere, with which some cameras fill up a scan. More of them after a
 *       scan mean that it fell out of step with its code.
 *   <li>PNG: a palette or transparency that does not belong to the colour type, or is longer than
 *       it.
 *   <li>TIFF: fields that are missing or contradict each other where the decoder says what it takes
 *       in their place, colour profiles, and what is said of a fax's first line.
 *   <li>WebP: chunks that are not part of the image, colour profiles, reserved bits.
 * </ul>
 */
final class DecoderWarnings {
  private static final List<Pattern> HARMLESS =
      List.of(
          Pattern.compile("Warning: unknown JFIF revision number .*"),
          Pattern.compile("Unknown Adobe color transform code .*"),
          Pattern.compile("JFIF markers not allowed in JFIF JPEG thumbnail; ignored"),
          Pattern.compile("Embedded color (profile|info).* invalid; ignored"),
          Pattern.compile(
              "Corrupt JPEG data: \\d+ extraneous bytes before marker 0x(e[0-9a-f]|fe)"),
          Pattern.compile("Corrupt JPEG data: [0-4] extraneous bytes before marker .*"),
          Pattern.compile("A PNG (image may not contain more|gray or gray alpha image cannot) .*"),
          Pattern.compile("PLTE chunk contains too many entries .*"),
          Pattern.compile("(tRNS chunk|Gray\\+Alpha and RGBS images) .*"),
          Pattern.compile(".* field(s)? (is )?missing(\\.|;).*"),
          Pattern.compile("TIFF directory contains neither StripByteCounts nor .*"),
          Pattern.compile("PlanarConfiguration .*; resetting to .*"),
          Pattern.compile("Superseding bad ICC profile: .*"),
          Pattern.compile("T\\.4 compressed data should begin with EOL\\."),
          Pattern.compile("REFERENCE_BLACK_WHITE .*"),
          Pattern.compile("Encountered non-RGB ICC Profile.*"),
          Pattern.compile("Expected 'ICCP' chunk.*"),
          Pattern.compile("Ignoring (unsupported|unexpected) chunk: .*"),
          Pattern.compile("Unexpected 'ALPH' chunk reserved value.*"));

  private DecoderWarnings() {}

  static boolean meanLoss(String warning) {
    String line = warning.strip().replaceAll("\\s*\\R\\s*", " ");
    return HARMLESS.stream().noneMatch(harmless -> harmless.matcher(line).matches());
  }
}
