package vae4j.cli.option;

import java.util.Iterator;
import vae4j.eval.Evaluation;
import vae4j.eval.metric.MetricGroup;

/** The names that {@code --metrics} takes, for help and completion. */
public final class MetricNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Evaluation.groups(1, 1).stream().map(MetricGroup::name).iterator();
  }
}
