package vae4j.cuda.library.device;

import org.jspecify.annotations.Nullable;
import vae4j.cuda.driver.CudaException;
import vae4j.cuda.driver.Event;
import vae4j.cuda.driver.Gpu;
import vae4j.cuda.driver.Graph;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.driver.OutOfDeviceMemoryException;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.select.Bench;
import vae4j.cuda.library.select.Difference;

/**
 * A pass on a GPU. What is timed is recorded first, as training steps are: so the times are the
 * GPU's alone, and a candidate that cannot be recorded is refused.
 */
final class DeviceBench implements Bench, AutoCloseable {
  /** Runs of a recording, one after another, so that each counts more than its start. */
  private static final int TOGETHER = 4;

  /** Of a pass that takes longer there is one in a recording. */
  private static final double LONG_MICROSECONDS = 400;

  private final Gpu gpu;
  private final Staging staging;
  private final OwnKernel own;
  private final Scratch scratch;
  private final BenchTensors tensors;
  private Variant variant;
  private @Nullable Tried tried;
  private @Nullable StagedWeights weights;
  private boolean memoryWasShort;

  /** The candidate whose turn it is. */
  private record Tried(
      Candidate candidate, LibraryPass pass, @Nullable StagedWeights weights, Operands operands)
      implements Runnable {
    @Override
    public void run() {
      if (weights != null) {
        weights.forget();
      }
      pass.run(operands);
    }
  }

  /**
   * Fills the tensors.
   *
   * @param kernels of the GPU
   * @param wanted the pass
   * @param own computes it
   */
  DeviceBench(Kernels kernels, Problem wanted, OwnKernel own) {
    this.gpu = kernels.gpu();
    this.staging = new Staging(kernels);
    this.own = own;
    this.scratch = new Scratch(gpu);
    this.tensors = new BenchTensors(kernels, wanted);
    this.variant = Variant.of(wanted).get(0);
  }

  /** From here on the candidates are of a variant. */
  DeviceBench of(Variant value) {
    variant = value;
    return this;
  }

  private Tried turn(Candidate candidate) {
    if (tried != null && tried.candidate == candidate) {
      return tried;
    }
    release();
    Problem problem = variant.problem();
    if (problem.direction() != Direction.WEIGHTS) {
      weights =
          new StagedWeights(
              staging,
              candidate.weightsLayout(),
              problem.types().weights(),
              Extents.of(problem.geometry()));
    }
    LibraryPass pass = new LibraryPass(staging, variant, candidate, own, scratch, weights);
    Tried now = new Tried(candidate, pass, weights, tensors.candidate());
    tried = now;
    return now;
  }

  private void release() {
    tried = null;
    if (weights != null) {
      weights.close();
      weights = null;
    }
  }

  private void runOwn() {
    own.run(tensors.reference());
  }

  @Override
  public void runReference() {
    runOwn();
    gpu.synchronize();
  }

  @Override
  public void run(Candidate candidate) {
    Tried turn = turn(candidate);
    tensors.clear();
    scratch.clear();
    turn.run();
    gpu.synchronize();
  }

  @Override
  public Difference compare() {
    return tensors.compare();
  }

  @Override
  public long fingerprint() {
    return tensors.fingerprint();
  }

  @Override
  public double[] timeReference(int warmUps, int runs) {
    return time(this::runOwn, warmUps, runs);
  }

  @Override
  public double[] time(Candidate candidate, int warmUps, int runs) {
    return time(turn(candidate), warmUps, runs);
  }

  private double[] time(Runnable pass, int warmUps, int runs) {
    try (Event start = Event.timed(gpu);
        Event end = Event.timed(gpu)) {
      int together = time(pass, start, end) > LONG_MICROSECONDS ? 1 : TOGETHER;
      Runnable work =
          () -> {
            for (int i = 0; i < together; i++) {
              pass.run();
            }
          };
      double[] times = new double[runs];
      try (Graph graph = new Graph(gpu, work)) {
        for (int i = -warmUps; i < runs; i++) {
          double time = time(graph::launch, start, end);
          if (i >= 0) {
            times[i] = time / together;
          }
        }
      }
      return times;
    }
  }

  private double time(Runnable work, Event start, Event end) {
    gpu.stream().record(start);
    work.run();
    gpu.stream().record(end);
    end.synchronize();
    return end.microsecondsSince(start);
  }

  @Override
  public void requireUsable(Candidate candidate, IllegalStateException failure) {
    memoryWasShort |= failure instanceof OutOfDeviceMemoryException;
    try {
      gpu.synchronize();
    } catch (CudaException e) {
      throw new IllegalStateException(
          candidate.name()
              + " was tried and "
              + gpu.name()
              + " does not answer since: "
              + e.getMessage()
              + "; to run without NVIDIA's libraries set -D"
              + LibrarySettings.LIBRARIES
              + "=off",
          failure);
    }
  }

  /** Whether there was too little memory for a candidate, which there may not be next time. */
  boolean memoryWasShort() {
    return memoryWasShort;
  }

  @Override
  public void close() {
    release();
    tensors.close();
    scratch.close();
  }
}
