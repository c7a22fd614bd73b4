package onejar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.backend.Backends;
import vae4j.datasets.Sprites;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

/** Runs from the merged jar: has it all service files, and does it train on each backend? */
public final class OneJar {
  private OneJar() {}

  public static void main(String[] args) throws IOException {
    String jar = System.getProperty("java.class.path");
    if (!jar.endsWith("one-jar-1.jar")) {
      throw new IllegalStateException("the class path must be the one jar, was " + jar);
    }
    requireLines(
        "META-INF/services/vae4j.backend.BackendProvider",
        "vae4j.backend.nd4j.Nd4jBackendProvider",
        "vae4j.onednn.OneDnnBackendProvider");
    List<String> names = Backends.providers().stream().map(BackendProvider::name).toList();
    if (!names.equals(List.of("onednn", "nd4j"))) {
      throw new IllegalStateException("the backends must be onednn, nd4j, were " + names);
    }
    if (!ImageIO.getImageReadersByFormatName("webp").hasNext()) {
      throw new IllegalStateException("there must be a reader of WebP");
    }
    for (BackendProvider provider : Backends.providers()) {
      try (Backend backend = Backends.open(provider, BackendOptions.defaults());
          Vae vae =
              Vae.create(
                  VaeConfig.conv(Sprites.train().shape()).filters(4).latent(2).build(), 1, backend)) {
        new Trainer(TrainerConfig.defaults().withEpochs(1))
            .fit(vae, Sprites.train().take(200), Sprites.test().take(50));
        System.out.println("trained on " + backend.name() + " from one jar");
      }
    }
  }

  private static void requireLines(String resource, String... wanted) throws IOException {
    try (var in = ClassLoader.getSystemResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + resource);
      }
      Set<String> lines =
          new HashSet<>(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
      if (!lines.containsAll(List.of(wanted))) {
        throw new IllegalStateException(resource + " must name all backends, has " + lines);
      }
    }
  }
}
