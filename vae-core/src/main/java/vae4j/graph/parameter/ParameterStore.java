package vae4j.graph.parameter;

import java.util.LinkedHashMap;
import java.util.Map;
import vae4j.backend.Backend;
import vae4j.backend.Storage;

/**
 * A flat vector for each group of parameters, in a backend's memory: weights, their gradient, or an
 * optimiser's moments.
 */
public final class ParameterStore implements AutoCloseable {
  private final Map<String, Storage> groups = new LinkedHashMap<>();

  /**
   * Zeros.
   *
   * @param layout the parameters
   * @param backend whose memory it is
   */
  public ParameterStore(ParameterLayout layout, Backend backend) {
    for (String group : layout.groups()) {
      if (layout.length(group) > 0) {
        groups.put(group, backend.allocate(layout.length(group)));
      }
    }
  }

  /** The vectors by group; groups without parameters have none. */
  public Map<String, Storage> groups() {
    return groups;
  }

  /**
   * The vector of a group.
   *
   * @param group such as {@link Parameter#MODEL}
   * @throws IllegalArgumentException if it has no parameters
   */
  public Storage group(String group) {
    Storage storage = groups.get(group);
    if (storage == null) {
      throw new IllegalArgumentException(
          "parameter group must be one of " + groups.keySet() + ", was " + group);
    }
    return storage;
  }

  /**
   * One parameter's part of its group's vector, sharing its memory.
   *
   * @param parameter of the layout that this was made for
   */
  public Storage of(Parameter parameter) {
    return group(parameter.group()).slice(parameter.offset(), parameter.length());
  }

  /** Frees the vectors. */
  @Override
  public void close() {
    groups.values().forEach(Storage::close);
  }
}
