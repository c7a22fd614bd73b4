package vae4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.Session;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.data.ImageShape;

class SessionsTest {
  private static final ImageShape SHAPE = new ImageShape(32, 32, 1);

  /**
   * The primitives of all sessions are made by one thread and run by four at the same time: with a
   * scratchpad that belongs to the thread that made them they would overwrite each other's.
   */
  @ParameterizedTest
  @CsvSource({"FLOAT, 1", "FLOAT, 2", "BFLOAT16, 1"})
  void primitivesOfOneThreadRunOnOthers(DataType type, int threads) throws Exception {
    BackendOptions options = new BackendOptions(threads, type);
    assumeTrue(new OneDnnBackendProvider().unavailable(options).isEmpty(), "oneDNN is not here");
    float[] images = new float[20 * SHAPE.size()];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    VaeConfig config = VaeConfig.conv(SHAPE).latent(4).build();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Session> sessions = new ArrayList<>();
    try (Backend backend = new OneDnnBackendProvider().open(options);
        Vae vae = Vae.create(config, 1, backend)) {
      float[] expected = vae.reconstruct(images);
      for (int i = 0; i < 4; i++) {
        sessions.add(vae.session());
        assertThat(sessions.get(i).reconstruct(images)).isEqualTo(expected);
      }
      List<Callable<Integer>> calls = new ArrayList<>();
      for (Session session : sessions) {
        calls.add(
            () -> {
              int equal = 0;
              for (int i = 0; i < 25; i++) {
                equal += Arrays.equals(session.reconstruct(images), expected) ? 1 : 0;
              }
              return equal;
            });
      }
      for (Future<Integer> equal : pool.invokeAll(calls)) {
        assertThat(equal.get()).isEqualTo(25);
      }
      sessions.forEach(Session::close);
    } finally {
      pool.shutdown();
    }
  }
}
