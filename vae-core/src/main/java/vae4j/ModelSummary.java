package vae4j;

import java.util.Locale;
import vae4j.data.ImageShape;
import vae4j.graph.Graph;
import vae4j.graph.Node;

/** A model as a table, like Keras's {@code summary()}. */
final class ModelSummary {
  private static final String RULE = "─".repeat(72) + "\n";

  private ModelSummary() {}

  static String of(VaeConfig config, Graph graph) {
    StringBuilder text = new StringBuilder();
    text.append(config.variational() ? "Variational autoencoder" : "Autoencoder")
        .append(", images ")
        .append(config.input())
        .append(", latent ")
        .append(config.latent())
        .append(", ")
        .append(config.likelihood())
        .append("\n")
        .append(RULE)
        .append(row("Layer (type)", "Output shape", "Parameters"))
        .append(RULE);
    long encoder = 0;
    for (Node node : graph.nodes()) {
      if (!node.op().terms().isEmpty() && node.parameters().isEmpty()) {
        continue;
      }
      encoder += node.name().startsWith("encoder/") ? node.parameterCount() : 0;
      text.append(
          row(
              node.name() + " (" + node.op().type() + ")",
              node.outputs().isEmpty() ? "" : shape(node.outputs().get(0).shape()),
              String.format(Locale.ROOT, "%,d", node.parameterCount())));
    }
    long total = graph.layout().length();
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
