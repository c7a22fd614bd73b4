package vae4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorReaderTest {
  private static final NamedTensor KERNEL = NamedTensor.of("kernel", new float[6], 2, 3);
  private static final NamedTensor BIAS = NamedTensor.of("bias", new float[3], 3);
  private static final Map<String, List<Long>> WANTED = new LinkedHashMap<>();

  static {
    WANTED.put("kernel", List.of(2L, 3L));
    WANTED.put("bias", List.of(3L));
  }

  @Test
  void theTensorsComeInTheWantedOrder() throws MalformedModelException {
    assertThat(TensorReader.requireTensors("m.vae", List.of(BIAS, KERNEL), WANTED))
        .containsExactly(KERNEL, BIAS);
  }

  @Test
  void aMissingTensorIsNamed() {
    assertRefused(List.of(KERNEL), "m.vae: tensor \"bias\" of shape [3] is missing");
  }

  @Test
  void anUnknownTensorIsNamed() {
    assertRefused(
        List.of(KERNEL, BIAS, NamedTensor.of("more", new float[1], 1)),
        "m.vae: tensor \"more\" is unknown to this model");
  }

  @Test
  void aWrongShapeIsShownBesideTheWantedOne() {
    assertRefused(
        List.of(NamedTensor.of("kernel", new float[6], 3, 2), BIAS),
        "m.vae: tensor \"kernel\": wanted shape [2, 3], was [3, 2]");
  }

  @Test
  void aTensorThatIsThereTwiceIsNamed() {
    assertRefused(List.of(KERNEL, BIAS, BIAS), "m.vae: tensor \"bias\" is there twice");
  }

  private static void assertRefused(List<NamedTensor> tensors, String message) {
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> TensorReader.requireTensors("m.vae", tensors, WANTED))
        .withMessage(message);
  }
}
