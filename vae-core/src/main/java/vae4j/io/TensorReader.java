package vae4j.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the tensors of a file with those a model needs. */
public final class TensorReader {
  private TensorReader() {}

  /**
   * The tensors of a file, which must be exactly the wanted ones.
   *
   * @param where the file's path, for messages
   * @param tensors what the file holds, in any order
   * @param wanted the shape of each wanted tensor by its name
   * @return the tensors in the order of {@code wanted}
   * @throws MalformedModelException if a tensor is missing, unknown, there twice, or has another
   *     shape
   */
  public static List<NamedTensor> requireTensors(
      String where, List<NamedTensor> tensors, Map<String, List<Long>> wanted)
      throws MalformedModelException {
    Map<String, NamedTensor> found = new LinkedHashMap<>();
    for (NamedTensor tensor : tensors) {
      if (found.put(tensor.name(), tensor) != null) {
        throw new MalformedModelException(where, named(tensor.name()) + " is there twice");
      }
    }
    List<NamedTensor> inOrder = new ArrayList<>(wanted.size());
    for (Map.Entry<String, List<Long>> entry : wanted.entrySet()) {
      NamedTensor tensor = found.remove(entry.getKey());
      if (tensor == null) {
        throw new MalformedModelException(
            where, named(entry.getKey()) + " of shape " + entry.getValue() + " is missing");
      }
      if (!tensor.shape().equals(entry.getValue())) {
        throw MalformedModelException.wanted(
            where, named(tensor.name()), "shape " + entry.getValue(), tensor.shape().toString());
      }
      inOrder.add(tensor);
    }
    for (String name : found.keySet()) {
      throw new MalformedModelException(where, named(name) + " is unknown to this model");
    }
    return inOrder;
  }

  private static String named(String name) {
    return "tensor " + MalformedModelException.quote(name);
  }
}
