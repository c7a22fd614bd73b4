package vae4j.cuda.library;

/** The order in which weights lie in memory, the last axis fastest. */
public enum WeightsLayout {
  /** {@code [kh, kw, in, out]}, a layer's own; for a matrix product {@code [in, out]}. */
  OURS,
  /** {@code [out, kh, kw, in]}, cuDNN's for images with channels last. */
  KRSC
}
