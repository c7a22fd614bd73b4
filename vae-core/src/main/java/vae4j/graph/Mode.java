package vae4j.graph;

/** The two ways in which a graph is run. */
public enum Mode {
  /** Forward alone: no activation is kept, normalisations use their running statistics. */
  INFER,
  /** Forward and backward: activations are kept, normalisations use the batch's statistics. */
  TRAIN
}
