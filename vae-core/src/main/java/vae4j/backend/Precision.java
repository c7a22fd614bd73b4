package vae4j.backend;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;

/** The number format of computations, by the names that people and model files use. */
public enum Precision {
  /** 24 significant bits: the default. */
  FLOAT32("float32", DataType.FLOAT),
  /**
   * float32 whose products are computed from 11 significant bits, added up in float32: what the
   * tensor cores of GPUs from Ampere on do with float32.
   */
  TF32("tf32", DataType.FLOAT),
  /**
   * Activations and the weights that they meet in bfloat16, 8 significant bits; parameters, their
   * gradients, losses and optimiser in float32 (Kalamkar et al. 2019, "A Study of BFLOAT16 for Deep
   * Learning Training").
   */
  BF16("bf16", DataType.BFLOAT16),
  /**
   * As bf16, in float16: 11 significant bits, but numbers only down to 6·10⁻⁸, so that gradients
   * are scaled up on their way back (Micikevicius et al. 2018, "Mixed Precision Training", section
   * 3.2).
   */
  FP16("fp16", DataType.FLOAT16),
  /** 53 significant bits: to check gradients. */
  FLOAT64("float64", DataType.DOUBLE);

  private final String text;
  private final DataType dataType;

  Precision(String text, DataType dataType) {
    this.text = text;
    this.dataType = dataType;
  }

  /** The type of ND4J's that stands for it in {@link BackendOptions}. */
  public DataType dataType() {
    return dataType;
  }

  /**
   * The precision of a type, float32 for {@link DataType#FLOAT}.
   *
   * @param dataType one of {@link BackendOptions#dataType}
   * @return its precision
   * @throws IllegalArgumentException if it has none
   */
  public static Precision of(DataType dataType) {
    return Arrays.stream(values())
        .filter(precision -> precision.dataType == dataType)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no precision for " + dataType));
  }

  /**
   * The precision of a name, the inverse of {@code toString()}.
   *
   * @param name {@code float32}, {@code bf16} or {@code float64}, in upper or lower case
   * @return the precision
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Precision parse(String name) {
    return Arrays.stream(values())
        .filter(precision -> precision.text.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "precision must be one of "
                        + Arrays.stream(values())
                            .map(Precision::toString)
                            .collect(Collectors.joining(", "))
                        + ", was "
                        + name));
  }

  @Override
  public String toString() {
    return text;
  }
}
