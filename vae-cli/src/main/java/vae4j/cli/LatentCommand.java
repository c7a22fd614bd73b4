package vae4j.cli;

import java.awt.image.BufferedImage;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.ProgressDisplay;
import vae4j.cli.file.CountedImages;
import vae4j.cli.option.BackendArguments;
import vae4j.cli.option.ClassOption;
import vae4j.cli.option.DataArguments;
import vae4j.cli.option.DrawingFile;
import vae4j.cli.option.Lists;
import vae4j.cli.option.ModelFileArgument;
import vae4j.data.Checks;
import vae4j.data.ImageDataset;
import vae4j.plot.LatentPlane;
import vae4j.plot.LatentScatter;
import vae4j.plot.figure.DecodedImages;
import vae4j.plot.figure.LatentPoints;

/** {@code vae latent}: latent means of images, or images decoded from a plane. */
@Command(
    name = "latent",
    header = "Draws the latent space.",
    description = {
      "Draws the latent means of the test images, coloured by class;",
      "with --plane images decoded from a grid of points of the latent plane."
    })
final class LatentCommand implements Callable<Integer> {
  private static final double PLANE_RANGE = 3;
  private static final int PLANE_SIDE = 20;

  @Mixin private ModelFileArgument model = new ModelFileArgument();
  @Mixin private DataArguments data = new DataArguments();

  @Option(
      names = "--space",
      paramLabel = "SPACE",
      defaultValue = "z",
      description = "z, or cdf: the probability of z under the prior. Default: ${DEFAULT-VALUE}.")
  private LatentSpace space = LatentSpace.Z;

  @Option(
      names = "--plane",
      description = "Draw images decoded from the plane; for 2 latent dimensions.")
  private boolean plane;

  @Option(
      names = "--range",
      paramLabel = "X",
      description =
          "Draw the plane in z from -X to X; if not set as far as --dataset lies, else to 3.")
  private @Nullable Double range;

  @Option(
      names = "--dims",
      paramLabel = "I,J",
      description = "The two dimensions of the scatter, counted from 1; needed for more than 2.")
  private @Nullable String dims;

  @Mixin private ClassOption label = new ClassOption();
  @Mixin private DrawingFile drawing = new DrawingFile();
  @Mixin private BackendArguments backends = new BackendArguments();
  private final Console console;

  LatentCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    drawing.requireWritable();
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend)) {
      drawing.write(plane ? plane(vae) : scatter(vae), console);
    }
    return ExitCode.DONE;
  }

  private BufferedImage plane(Vae vae) {
    ModelFileArgument.requirePlane(vae, "--plane");
    if (range != null) {
      Checks.requirePositiveAndFinite("range", range);
    }
    LatentPlane plane;
    if (space == LatentSpace.CDF) {
      plane = LatentPlane.normalQuantiles(PLANE_SIDE);
    } else if (range != null || data.dataset == null) {
      double reach = range == null ? PLANE_RANGE : range;
      plane = LatentPlane.uniform(PLANE_SIDE, -reach, reach, -reach, reach);
    } else {
      plane = points(vae, test(vae)).plane(PLANE_SIDE);
    }
    return plane.draw(latents -> DecodedImages.of(label.of(vae), latents));
  }

  private BufferedImage scatter(Vae vae) {
    LatentScatter scatter = scatter(vae.config().latent());
    ImageDataset test = test(vae);
    LatentPoints points = points(vae, test);
    return space == LatentSpace.Z
        ? points.draw(scatter, test.labelNames())
        : points.drawProbabilities(scatter, test.labelNames());
  }

  private LatentScatter scatter(int latent) {
    if (dims == null) {
      if (latent != 2) {
        throw new IllegalArgumentException(
            "a scatter shows 2 latent dimensions, the model has "
                + latent
                + (latent > 2 ? "; choose two with --dims, such as --dims 1,2" : ""));
      }
      return LatentScatter.of("");
    }
    int[] two = Lists.parse("dims", dims, ",");
    if (two.length != 2
        || two[0] == two[1]
        || Math.min(two[0], two[1]) < 1
        || Math.max(two[0], two[1]) > latent) {
      throw new IllegalArgumentException(
          "dims must be two different dimensions from 1 to " + latent + ", were " + dims);
    }
    return new LatentScatter("", two[0] - 1, two[1] - 1);
  }

  private ImageDataset test(Vae vae) {
    return data.openFor(vae.config().input(), ModelFileArgument.dataset(vae, data), console).test();
  }

  private LatentPoints points(Vae vae, ImageDataset test) {
    try (ProgressDisplay progress = console.progress("encode", "images", test.size())) {
      return LatentPoints.of(
          vae, new CountedImages(test, progress), ModelFileArgument.binarization(vae), 0);
    }
  }
}
