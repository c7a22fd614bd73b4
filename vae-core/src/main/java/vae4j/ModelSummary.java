package vae4j;

import java.util.Locale;
import vae4j.data.ImageShape;
import vae4j.layer.Layer;
import vae4j.layer.LayerStack;

/** A model as a table, like Keras's {@code summary()}. */
final class ModelSummary {
  private static final String RULE = "─".repeat(72) + "\n";

  private ModelSummary() {}

  static String of(VaeConfig config, VaeNetwork network) {
    StringBuilder text = new StringBuilder();
    text.append(config.variational() ? "Variational autoencoder" : "Autoencoder")
        .append(", pictures ")
        .append(config.input())
        .append(", latent ")
        .append(config.latent())
        .append(", ")
        .append(config.likelihood())
        .append("\n")
        .append(RULE)
        .append(row("Layer (type)", "Output shape", "Parameters"))
        .append(RULE);
    long encoder = network.encoder().parameterCount() + network.mean().parameterCount();
    LayerStack logVariance = network.logVariance();
    if (logVariance != null) {
      encoder += logVariance.parameterCount();
    }
    for (Layer layer : network.layers()) {
      text.append(
          row(
              layer.name() + " (" + layer.spec().type() + ")",
              shape(layer.output()),
              String.format(Locale.ROOT, "%,d", layer.parameterCount())));
    }
    if (network.outputLogVariance() != null) {
      text.append(row(network.outputLogVariance().name(), "(1)", "1"));
    }
    long total = network.layout().length();
    return text.append(RULE)
        .append(
            String.format(
                Locale.ROOT,
                "Parameters: %,d (encoder %,d, decoder %,d)%n",
                total,
                encoder,
                total - encoder))
        .toString();
  }

  private static String shape(ImageShape shape) {
    return shape.height() == 1 && shape.width() == 1
        ? "(N, " + shape.channels() + ")"
        : "(N, " + shape.height() + ", " + shape.width() + ", " + shape.channels() + ")";
  }

  private static String row(String name, String shape, String parameters) {
    return String.format(Locale.ROOT, "%-42s %-18s %10s%n", name, shape, parameters);
  }
}
