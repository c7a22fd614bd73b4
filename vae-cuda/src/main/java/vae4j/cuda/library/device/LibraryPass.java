package vae4j.cuda.library.device;

import org.jspecify.annotations.Nullable;
import vae4j.cuda.driver.Gpu;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.MathType;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.TensorTypes;
import vae4j.cuda.library.WeightsLayout;

/**
 * A pass on a candidate: its operands where they can be taken as they are, else copies in scratch
 * memory.
 */
final class LibraryPass {
  private final Staging staging;
  private final Variant variant;
  private final Candidate candidate;
  private final OwnKernel own;
  private final Scratch scratch;
  private final @Nullable StagedWeights weights;
  private final Problem problem;
  private final TensorTypes types;
  private final Extents extents;
  private final Places places;

  /** Where copies lie in the scratch memory, whose start is the candidate's. */
  private record Places(long input, long output, long gradient, long bias, long end) {
    static Places of(Problem problem, Candidate candidate, Extents extents) {
      TensorTypes types = problem.types();
      boolean converts = converts(problem.math());
      boolean writesWeights = problem.direction() == Direction.WEIGHTS;
      long input = Scratch.padded(candidate.workspaceBytes());
      long output = input + (converts ? bytes(extents.input(), types.input()) : 0);
      long gradient = output + (converts ? bytes(extents.output(), types.output()) : 0);
      long bias = gradient + (writesWeights ? bytes(extents.weights(), types.weights()) : 0);
      long length = problem.epilogue().bias() ? extents.bias(problem.direction()) : 0;
      return new Places(input, output, gradient, bias, bias + bytes(length, types.bias()));
    }

    private static long bytes(long count, ElementType type) {
      return Scratch.padded(count * type.bytes());
    }
  }

  /**
   * Reserves its scratch memory.
   *
   * @param staging kernels
   * @param variant what the candidate computes
   * @param candidate computes it
   * @param own computes all of it where the candidate cannot take the operands
   * @param scratch shared with others
   * @param weights in the candidate's order; null if it writes them
   */
  LibraryPass(
      Staging staging,
      Variant variant,
      Candidate candidate,
      OwnKernel own,
      Scratch scratch,
      @Nullable StagedWeights weights) {
    this.staging = staging;
    this.variant = variant;
    this.candidate = candidate;
    this.own = own;
    this.scratch = scratch;
    this.weights = weights;
    this.problem = variant.problem();
    this.types = problem.types();
    this.extents = Extents.of(problem.geometry());
    this.places = Places.of(problem, candidate, extents);
    scratch.reserve(places.end);
  }

  /** Whether images may come in another type; with float32 they never do. */
  static boolean converts(MathType math) {
    return math.factors() != ElementType.FLOAT32;
  }

  /** Puts the pass on the stream. */
  void run(Operands operands) {
    if (!converts(problem.math())
        && !(operands.input().is(types.input()) && operands.output().is(types.output()))) {
      own.run(operands);
      return;
    }
    synchronized (scratch) {
      staged(operands, scratch.address());
    }
  }

  private void staged(Operands operands, long base) {
    Direction direction = problem.direction();
    Tensor input = at(operands.input(), types.input(), base + places.input);
    Tensor output = at(operands.output(), types.output(), base + places.output);
    if (direction != Direction.DATA) {
      move(operands.input(), input, extents.input());
    }
    if (direction != Direction.FORWARD) {
      move(operands.output(), output, extents.output());
    }
    long w =
        weights == null
            ? gradient(operands.weights(), base + places.gradient)
            : weights.of(operands.weights());
    long bias = problem.epilogue().bias() ? bias(operands.bias(), base + places.bias) : 0;
    Gpu gpu = staging.kernels().gpu();
    gpu.use();
    candidate.run(gpu.stream().address(), input.address(), w, bias, output.address(), base);
    switch (direction) {
      case FORWARD -> written(output, operands.output(), operands.bias());
      case DATA -> written(input, operands.input(), operands.bias());
      case WEIGHTS -> {
        if (w != operands.weights()) {
          Tensor staged = new Tensor(w, types.weights());
          staging.unstage(staged, candidate.weightsLayout(), operands.weights(), extents);
        }
      }
    }
  }

  private static Tensor at(Tensor tensor, ElementType type, long place) {
    return tensor.is(type) ? tensor : new Tensor(place, type);
  }

  private void move(Tensor source, Tensor target, long count) {
    if (!source.equals(target)) {
      staging.convert(source, target, count);
    }
  }

  /** Where the candidate writes the gradient of the weights. */
  private long gradient(long target, long place) {
    boolean same =
        types.weights() == ElementType.FLOAT32 && candidate.weightsLayout() == WeightsLayout.OURS;
    return same && Tensor.aligned(target) ? target : place;
  }

  private long bias(long source, long place) {
    if (Tensor.aligned(source)) {
      return source;
    }
    move(
        new Tensor(source, types.bias()),
        new Tensor(place, types.bias()),
        extents.bias(problem.direction()));
    return place;
  }

  private void written(Tensor result, Tensor target, long bias) {
    move(result, target, extents.written(problem.direction()));
    if (variant.apart()) {
      own.epilogue(target, bias);
    }
  }
}
