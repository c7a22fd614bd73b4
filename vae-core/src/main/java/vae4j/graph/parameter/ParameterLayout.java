package vae4j.graph.parameter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Places parameters in the flat vectors of their groups, one after another. */
public final class ParameterLayout {
  private final List<Parameter> parameters = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Long> lengths = new LinkedHashMap<>();

  /** An empty layout; the group {@link Parameter#MODEL} is always there. */
  public ParameterLayout() {
    lengths.put(Parameter.MODEL, 0L);
  }

  /**
   * The next place of a group.
   *
   * @param name unique in the layout
   * @param spec shape and role
   * @param group of a trainable parameter; statistics have their own
   * @return where it lies
   * @throws IllegalArgumentException if the name is taken
   * @throws ArithmeticException if the group would have 2⁶³ numbers or more
   */
  public Parameter add(String name, ParameterSpec spec, String group) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("parameter names must be unique, was twice " + name);
    }
    String own = spec.role().trainable() ? group : Parameter.STATISTICS;
    long offset = length(own);
    Parameter parameter =
        new Parameter(name, List.copyOf(spec.shape()), spec.role(), own, offset, spec.initial());
    parameters.add(parameter);
    lengths.put(own, Math.addExact(offset, parameter.length()));
    return parameter;
  }

  /** All parameters in the order in which they were added. */
  public List<Parameter> parameters() {
    return Collections.unmodifiableList(parameters);
  }

  /** The groups that have parameters, and {@link Parameter#MODEL}. */
  public Set<String> groups() {
    return Collections.unmodifiableSet(lengths.keySet());
  }

  /**
   * Length of a group's vector.
   *
   * @param group its name
   * @return 0 if there is no such group
   */
  public long length(String group) {
    return lengths.getOrDefault(group, 0L);
  }

  /** Numbers of all groups. */
  public long length() {
    return lengths.values().stream().reduce(0L, Math::addExact);
  }
}
