package vae4j.graph;

import java.util.List;
import java.util.Set;

/**
 * The part of a graph that a plan runs.
 *
 * @param feeds names of the values that are given; what only they depend on is not computed
 * @param fetches names of the values that are wanted
 * @param terms names of the loss terms that are wanted
 * @param mode how it is run
 */
public record PlanSpec(List<String> feeds, List<String> fetches, Set<String> terms, Mode mode) {
  /** Copies the names. */
  public PlanSpec {
    feeds = List.copyOf(feeds);
    fetches = List.copyOf(fetches);
    terms = Set.copyOf(terms);
  }
}
