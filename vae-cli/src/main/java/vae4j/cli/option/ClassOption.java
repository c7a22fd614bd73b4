package vae4j.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.plot.figure.Samples;

/** The class that a conditional model is given. */
public final class ClassOption {
  @Option(
      names = "--class",
      paramLabel = "N",
      description = "Class number for a conditional model.")
  private @Nullable Integer label;

  /** The model for the class asked for; a conditional model must be given one. */
  public Inference of(Vae vae) {
    if (label == null && vae.config().classes() > 0) {
      throw new IllegalArgumentException(
          "--class must be in [0, " + vae.config().classes() + ") for a conditional model");
    }
    return label == null ? vae : vae.given(label);
  }

  /** The model for samples: of all classes in turn where none was asked for. */
  public Inference ofSamples(Vae vae, int count) {
    return label == null ? Samples.ofAllClasses(vae, count) : of(vae);
  }
}
