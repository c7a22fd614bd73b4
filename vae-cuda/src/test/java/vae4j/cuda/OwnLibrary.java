package vae4j.cuda;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vae4j.backend.BackendOptions;
import vae4j.backend.Precision;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.KernelLibrary;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.WeightsLayout;
import vae4j.cuda.library.device.Libraries;
import vae4j.cuda.library.select.Bench;
import vae4j.cuda.library.select.Difference;

/** A library of {@link OwnCandidate}s, and backends on it. */
final class OwnLibrary {
  private final Path file;
  private final List<OwnCandidate.Kind> kinds;
  private final WeightsLayout layout;
  private final boolean fuses;

  /** Candidates that live. */
  int open;

  /** Runs of candidates so far, recorded ones once. */
  int runs;

  /** Libraries that live. */
  int libraries;

  /** What the log says. */
  final LoggedLines log = new LoggedLines();

  /** Candidates that were timed. */
  final List<String> timed = new ArrayList<>();

  /**
   * A library.
   *
   * @param file where choices are kept
   * @param layout of the weights of all candidates
   * @param fuses whether there are candidates with bias and activation
   * @param kinds of the candidates
   */
  OwnLibrary(Path file, WeightsLayout layout, boolean fuses, OwnCandidate.Kind... kinds) {
    this.file = file;
    this.layout = layout;
    this.fuses = fuses;
    this.kinds = List.copyOf(Arrays.asList(kinds));
  }

  CudaBackend open(Precision precision) {
    BackendOptions options = BackendOptions.defaults().withPrecision(precision);
    return new CudaBackend(options, this::libraries);
  }

  private Libraries libraries(Kernels kernels, Precision precision) {
    libraries++;
    return Libraries.of(kernels, precision, List.of(new Opened(kernels)), file, Timed::new, log);
  }

  private final class Opened implements KernelLibrary, OwnCandidate.Watch {
    private final Kernels kernels;

    Opened(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    public String version() {
      return "lib 1.0";
    }

    @Override
    public List<Candidate> candidates(Problem problem, Limits limits) {
      if (!fuses && !problem.epilogue().isNone()) {
        return List.of();
      }
      List<Candidate> candidates = new ArrayList<>();
      for (OwnCandidate.Kind kind : kinds) {
        open++;
        candidates.add(new OwnCandidate(kernels, kind, layout, problem, this));
      }
      return candidates;
    }

    @Override
    public void ran() {
      runs++;
    }

    @Override
    public void closed() {
      open--;
    }

    @Override
    public void close() {
      libraries--;
      if (open != 0) {
        throw new AssertionError(open + " candidates are open");
      }
    }
  }

  /** On a processor all takes the same time: so times are made up. */
  private final class Timed implements Bench {
    private final Bench bench;

    Timed(Bench bench) {
      this.bench = bench;
    }

    @Override
    public void runReference() {
      bench.runReference();
    }

    @Override
    public void run(Candidate candidate) {
      bench.run(candidate);
    }

    @Override
    public Difference compare() {
      return bench.compare();
    }

    @Override
    public long fingerprint() {
      return bench.fingerprint();
    }

    @Override
    public double[] timeReference(int warmUps, int runs) {
      bench.timeReference(0, 1);
      return new double[] {30};
    }

    @Override
    public double[] time(Candidate candidate, int warmUps, int runs) {
      if (warmUps > 1) {
        timed.add(candidate.name());
      }
      bench.time(candidate, 0, 1);
      return new double[] {candidate.name().contains("slow") ? 31 : 10};
    }

    @Override
    public void requireUsable(Candidate candidate, IllegalStateException failure) {
      bench.requireUsable(candidate, failure);
    }
  }
}
