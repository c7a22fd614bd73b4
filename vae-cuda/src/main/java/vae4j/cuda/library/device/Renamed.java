package vae4j.cuda.library.device;

import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.WeightsLayout;

/**
 * A candidate under another name.
 *
 * @param candidate computes
 * @param name instead of its own
 */
record Renamed(Candidate candidate, String name) implements Candidate {
  @Override
  public long workspaceBytes() {
    return candidate.workspaceBytes();
  }

  @Override
  public WeightsLayout weightsLayout() {
    return candidate.weightsLayout();
  }

  @Override
  public void run(long stream, long input, long weights, long bias, long output, long workspace) {
    candidate.run(stream, input, weights, bias, output, workspace);
  }

  @Override
  public void close() {
    candidate.close();
  }
}
