package vae4j.cuda.library;

import java.util.Optional;
import vae4j.backend.Precision;

/** How products are computed. Sums are in float32 always. */
public enum MathType {
  /** Products of float32 numbers in float32. */
  FLOAT32(ElementType.FLOAT32, 2e-5),
  /** Products of float32 numbers rounded to 11 significant bits, on tensor cores. */
  TF32(ElementType.FLOAT32, 4e-3),
  /** Products of bfloat16 numbers. */
  BF16(ElementType.BFLOAT16, 2e-2),
  /** Products of float16 numbers. */
  FP16(ElementType.FLOAT16, 5e-3);

  private final ElementType factors;
  private final double tolerance;

  MathType(ElementType factors, double tolerance) {
    this.factors = factors;
    this.tolerance = tolerance;
  }

  /**
   * How a backend's products are computed.
   *
   * @param precision of the backend
   * @return empty for float64, in which nothing here computes
   */
  public static Optional<MathType> of(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> Optional.of(FLOAT32);
      case TF32 -> Optional.of(TF32);
      case BF16 -> Optional.of(BF16);
      case FP16 -> Optional.of(FP16);
      case FLOAT64 -> Optional.empty();
    };
  }

  /** The type of the two tensors that are read. */
  public ElementType factors() {
    return factors;
  }

  /**
   * How far two right results may lie apart, as a fraction of the largest magnitude. Results in
   * float32 differ by the order of their sums, about 10⁻⁶ of it; rounding the factors to TF32 makes
   * 4·10⁻⁴, rounding a result to bfloat16 up to 4·10⁻³ and to float16 5·10⁻⁴. Each tolerance lies
   * between its own rounding and that of the next coarser type.
   */
  public double tolerance() {
    return tolerance;
  }
}
