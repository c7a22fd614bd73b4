package vae4j.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The warnings are those of libjpeg's jerror.h and of the readers of JDK 17. */
class DecoderWarningsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Corrupt JPEG data: 120 extraneous bytes before marker 0xd9",
        "Corrupt JPEG data: 5 extraneous bytes before marker 0xd9",
        "Corrupt JPEG data: premature end of data segment",
        "Corrupt JPEG data: bad Huffman code",
        "Corrupt JPEG data: bad arithmetic code",
        "Corrupt JPEG data: found marker 0xd3 instead of RST2",
        "Inconsistent progression sequence for component 0 coefficient 1",
        "Invalid SOS parameters for sequential JPEG",
        "Premature end of JPEG file",
        "Truncated File - Missing EOI marker",
        "Out-of-sequence code!",
        "Uncompressed WebP alpha not implemented",
        "Nothing to decode",
        "Sync loss at line 3",
        "something that no decoder has said before"
      })
  void takeForLossWhatIsNotKnownToBeHarmless(String warning) {
    assertThat(DecoderWarnings.meanLoss(warning)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Corrupt JPEG data: 1 extraneous bytes before marker 0xd9",
        "Corrupt JPEG data: 700 extraneous bytes before marker 0xe1",
        "Warning: unknown JFIF revision number 2.01",
        "Unknown Adobe color transform code 7",
        "Embedded color profile is invalid; ignored",
        "A PNG gray or gray alpha image cannot have a PLTE chunk.\nThe chunk will be ignored.",
        "PLTE chunk contains too many entries for bit depth, ignoring extras.",
        "Compression field is missing; assuming no compression",
        "Ignoring unexpected chunk: XXXX"
      })
  void letThroughWhatLeavesThePixelsAsTheyAre(String warning) {
    assertThat(DecoderWarnings.meanLoss(warning)).isFalse();
  }
}
