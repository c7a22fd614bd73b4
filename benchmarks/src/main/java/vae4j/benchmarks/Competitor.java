package vae4j.benchmarks;

import java.util.List;

/**
 * One of those that are compared.
 *
 * @param name on the command line and in the tables
 * @param module folder of the module that it lives in, below {@code benchmarks}
 * @param mainClass what its process runs
 * @param variant words after the folder of the inputs
 * @param what it is, for people
 */
record Competitor(String name, String module, String mainClass, List<String> variant, String what) {
  private static final String OURS = "vae4j.benchmarks.Vae4jPeer";
  private static final String PYTORCH = "vae4j.benchmarks.pytorch.PyTorchPeer";

  /** All there are, in the order of the tables. */
  static List<Competitor> all() {
    return List.of(
        new Competitor(
            "vae4j-onednn", ".", OURS, List.of("onednn", "float32"), "vae4j on oneDNN, float32"),
        new Competitor(
            "vae4j-onednn-bf16", ".", OURS, List.of("onednn", "bf16"), "vae4j on oneDNN, bf16"),
        new Competitor("vae4j-nd4j", ".", OURS, List.of("nd4j", "float32"), "vae4j on ND4J"),
        new Competitor(
            "tensorflow",
            "peers/tensorflow",
            "vae4j.benchmarks.tensorflow.TensorFlowPeer",
            List.of(),
            "TensorFlow, one graph"),
        new Competitor("pytorch", "peers/pytorch", PYTORCH, List.of(), "PyTorch, eager"),
        new Competitor(
            "pytorch-channels-last",
            "peers/pytorch",
            PYTORCH,
            List.of("channels-last"),
            "PyTorch, eager, channels last"),
        new Competitor(
            "samediff",
            "peers/samediff",
            "vae4j.benchmarks.samediff.SameDiffPeer",
            List.of(),
            "Deeplearning4j's SameDiff, one graph"));
  }
}
