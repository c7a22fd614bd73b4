package vae4j.cuda.library.device;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory.Gradients;
import vae4j.backend.kernel.MemoryUse;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.KernelLibrary;
import vae4j.cuda.library.MathType;
import vae4j.cuda.library.Problem;

/**
 * The passes of one layer that run on libraries: all, some or none. All memory is allocated when
 * they are added; a run allocates none, so that it can be recorded.
 */
public final class LibraryPasses implements AutoCloseable {
  private final Libraries libraries;
  private final Staging staging;
  private final Map<Direction, LibraryPass> passes = new EnumMap<>(Direction.class);
  private final List<StagedWeights> weights = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();

  LibraryPasses(Libraries libraries, Staging staging) {
    this.libraries = libraries;
    this.staging = staging;
  }

  /** Takes a pass and its candidate, which it closes. */
  void add(Direction pass, Chooser.Found found, OwnKernel own) {
    candidates.add(found.candidate());
    StagedWeights staged =
        pass == Direction.WEIGHTS ? null : staged(found.variant().problem(), found.candidate());
    passes.put(
        pass,
        new LibraryPass(
            staging, found.variant(), found.candidate(), own, libraries.scratch(), staged));
  }

  private StagedWeights staged(Problem problem, Candidate candidate) {
    ElementType type = problem.types().weights();
    for (StagedWeights there : weights) {
      if (there.are(candidate.weightsLayout(), type)) {
        return there;
      }
    }
    StagedWeights made =
        new StagedWeights(staging, candidate.weightsLayout(), type, Extents.of(problem.geometry()));
    weights.add(made);
    return made;
  }

  /**
   * Puts a pass on the stream, if it runs on a library.
   *
   * @param pass of the layer
   * @param operands as the convolution underneath names them
   * @return false if nothing was done
   */
  public boolean run(Direction pass, Operands operands) {
    LibraryPass found = passes.get(pass);
    if (found == null) {
      return false;
    }
    found.run(operands);
    return true;
  }

  /** The layer's weights may be others from now on: copies are made anew. */
  public void weightsChanged() {
    weights.forEach(StagedWeights::forget);
  }

  /** An upper estimate for one layer; scratch memory is shared with others. */
  static MemoryUse memory(AffineMap map, int batch, MathType math, Gradients gradients) {
    ElementType type = math.factors();
    boolean data = gradients == Gradients.ALL;
    long staged = (data ? 2 : 1) * map.weightsLength() * type.bytes();
    long scratch = KernelLibrary.Limits.defaults().workspaceBytes();
    if (LibraryPass.converts(math)) {
      scratch += (long) batch * (map.input().size() + map.output().size()) * type.bytes();
    }
    scratch += (map.weightsLength() + map.biasLength()) * Float.BYTES;
    return MemoryUse.ofNative(staged).plus(MemoryUse.passing(scratch));
  }

  @Override
  public void close() {
    libraries.closed(this);
    passes.clear();
    weights.forEach(StagedWeights::close);
    weights.clear();
    candidates.forEach(Candidate::close);
    candidates.clear();
  }
}
