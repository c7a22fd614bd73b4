package vae4j.cuda.library;

import java.util.Locale;

/**
 * The types of a problem's tensors, whichever of them is written.
 *
 * @param input of the convolution
 * @param weights of the convolution
 * @param bias added to, or summed from, what is at the output
 * @param output of the convolution
 */
public record TensorTypes(
    ElementType input, ElementType weights, ElementType bias, ElementType output) {
  /**
   * All of one type, the bias in float32.
   *
   * @param type of input, weights and output
   * @return the types
   */
  public static TensorTypes of(ElementType type) {
    return new TensorTypes(type, type, ElementType.FLOAT32, type);
  }

  /** For a key: {@code float32,float32,float32,float32}. */
  @Override
  public String toString() {
    return String.join(",", name(input), name(weights), name(bias), name(output));
  }

  private static String name(ElementType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
