package vae4j.cuda.library.cudnn;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.kernel.AffineMap;
import vae4j.cuda.library.Geometry;
import vae4j.data.ImageShape;
import vae4j.graph.op.Affine;
import vae4j.train.Presets;

/** The models whose convolutions plans are made for in tests. */
final class Models {
  private static final int BATCH = 100;

  private Models() {}

  /** Those of the presets, and of convolutional models of 64×64 and 128×128 colour images. */
  static Set<Geometry> convolutions() {
    Set<Geometry> convolutions = new LinkedHashSet<>();
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults())) {
      Stream.concat(
              Presets.all().stream().map(Presets.Preset::config),
              Stream.of(64, 128).map(side -> VaeConfig.conv(new ImageShape(side, side, 3)).build()))
          .flatMap(config -> maps(config, backend))
          .filter(map -> !(map instanceof AffineMap.Dense))
          .forEach(map -> convolutions.add(Geometry.of(map, BATCH)));
    }
    return convolutions;
  }

  private static Stream<AffineMap> maps(VaeConfig config, Backend backend) {
    try (Vae vae = Vae.create(config, 1, backend)) {
      return vae.graph().nodes().stream()
          .filter(node -> node.op() instanceof Affine)
          .map(node -> ((Affine) node.op()).map());
    }
  }
}
