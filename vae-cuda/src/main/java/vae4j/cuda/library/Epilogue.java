package vae4j.cuda.library;

import vae4j.backend.kernel.Activation;

/**
 * What is done to the result before it is written. In {@link Direction#FORWARD} and {@link
 * Direction#DATA} a bias is one number per channel of what is written, added first. In {@link
 * Direction#WEIGHTS} it is written: the gradient with respect to it, the sum of the output's
 * gradient over all but the channels.
 *
 * @param bias whether there is one
 * @param activation applied after it; the identity in {@link Direction#WEIGHTS}
 */
public record Epilogue(boolean bias, Activation activation) {
  /** Nothing. */
  public static final Epilogue NONE = new Epilogue(false, Activation.identity());

  /** The bias alone. */
  public static final Epilogue BIAS = new Epilogue(true, Activation.identity());

  /** Whether nothing is done. */
  public boolean isNone() {
    return !bias && activation instanceof Activation.Identity;
  }

  /** For a key: {@code none}, {@code bias}, {@code bias+relu}. */
  @Override
  public String toString() {
    if (isNone()) {
      return "none";
    }
    if (activation instanceof Activation.Identity) {
      return "bias";
    }
    return (bias ? "bias+" : "") + activation;
  }
}
