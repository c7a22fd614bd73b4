import java.nio.file.*;
import java.security.*;
import java.util.*;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.*;
import vae4j.backend.*;
import vae4j.data.*;
import vae4j.datasets.*;
import vae4j.loss.*;
import vae4j.train.*;

/** Prints golden-losses.txt. Compiles against commit dbf07ec: javac -cp "$(cat vae-cli/target/app/class-path)". */
public class GoldenLosses {
  public static void main(String[] a) throws Exception {
    System.out.println("# commit dbf07ec; case backend precision step reconstruction kl");
    for (String precision : new String[] {"nd4j/float32", "nd4j/float64", "onednn/float32", "onednn/bf16"}) {
      String[] p = precision.split("/");
      BackendOptions options = BackendOptions.defaults().withThreads(2).withDataType(
          p[1].equals("float32") ? DataType.FLOAT : p[1].equals("bf16") ? DataType.BFLOAT16 : DataType.DOUBLE);
      try (Backend backend = Backends.open(p[0], options)) {
        for (Presets.Preset preset : Presets.all()) {
          run(preset.name(), precision, backend, preset.config(), preset.beta(), preset.learningRate(), preset.batchSize(), 20);
        }
        VaeConfig odd = VaeConfig.conv(new ImageShape(29, 27, 3)).filters(8, 12).hidden(20).latent(5)
            .activation(Activation.silu()).likelihood(Likelihood.gaussianLearnedVariance()).build();
        run("odd", precision, backend, odd, 1.5, 1e-3, 10, 10);
        VaeConfig tanh = VaeConfig.conv(new ImageShape(16, 16, 1)).filters(8, 8).latent(3)
            .activation(Activation.tanh()).build();
        run("tanh", precision, backend, tanh, 1, 1e-3, 7, 10);
        if (p[0].equals("onednn")) {
          run("gdl-vae-512", precision, backend, Presets.named("gdl-vae").config(), 2.048, 5e-4, 512, 3);
        }
      }
    }
  }

  static void run(String name, String precision, Backend backend, VaeConfig config, double beta, double rate, int n, int steps) throws Exception {
    ImageShape s = config.input();
    SplittableRandom pixels = new SplittableRandom(99);
    SplittableRandom noise = new SplittableRandom(1234);
    try (Vae vae = Vae.create(config, 42, backend);
        Optimizer.State adam = Optimizer.adam().start(backend, vae.parameterCount())) {
      for (int step = 0; step < steps; step++) {
        float[] x = new float[n * s.size()];
        // Blocks of grey, so that there is something to learn.
        for (int i = 0; i < x.length; i++) {
          x[i] = (i / 7) % 3 == 0 ? (float) pixels.nextDouble() : 0f;
        }
        try (INDArray images = Nd4j.create(x, new long[] {n, s.height(), s.width(), s.channels()}, 'c')) {
          Elbo loss = vae.lossAndGradient(images, noise, beta);
          adam.update(vae.parameters(), vae.gradient(), rate);
          System.out.println(name + " " + precision + " " + step + " " + loss.reconstruction() + " " + loss.divergence());
        }
      }
    }
  }
}
