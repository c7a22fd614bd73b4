package vae4j.benchmarks.gpu;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.Precision;
import vae4j.data.ImageDataset;
import vae4j.datasets.DataOptions;
import vae4j.datasets.FashionMnist;
import vae4j.datasets.FashionMnistMini;

/** What the commands have in common. */
final class Options {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "cuda",
      description = "What computes. Default: ${DEFAULT-VALUE}.")
  private String backend = "cuda";

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "float32",
      description = "float32, tf32 or bf16. Default: ${DEFAULT-VALUE}.")
  private String precision = "float32";

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which GPU. Default: ${DEFAULT-VALUE}.")
  private int device;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where Fashion-MNIST is. Default: the small part of it in the library.")
  private @Nullable Path data;

  /** The precision's name. */
  String precision() {
    return precision;
  }

  /** Opens the backend; the caller's to close. */
  Backend open() {
    return Backends.open(
        backend,
        BackendOptions.defaults().withPrecision(Precision.parse(precision)).withDevice(device));
  }

  /** The images to train on, 32×32. */
  ImageDataset images() throws IOException {
    return data == null
        ? FashionMnistMini.train()
        : FashionMnist.train(DataOptions.defaults().withDirectory(data).withOffline(true));
  }
}
