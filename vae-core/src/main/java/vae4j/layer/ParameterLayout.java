package vae4j.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Hands out places in the flat parameter vector, one after another. */
public final class ParameterLayout {
  private final List<Parameter> parameters = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private long length;

  /** An empty layout. */
  public ParameterLayout() {}

  /**
   * The next place.
   *
   * @param name unique in the layout
   * @param shape dimensions, C order
   * @return where it lies
   * @throws IllegalArgumentException if the name is taken
   */
  public Parameter add(String name, long... shape) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("parameter names must be unique, was twice " + name);
    }
    List<Long> dimensions = new ArrayList<>();
    for (long dimension : shape) {
      dimensions.add(dimension);
    }
    Parameter parameter = new Parameter(name, List.copyOf(dimensions), length);
    parameters.add(parameter);
    length = Math.addExact(length, parameter.length());
    return parameter;
  }

  /** All parameters in the order of their places. */
  public List<Parameter> parameters() {
    return Collections.unmodifiableList(parameters);
  }

  /** Length of the flat vector. */
  public long length() {
    return length;
  }
}
