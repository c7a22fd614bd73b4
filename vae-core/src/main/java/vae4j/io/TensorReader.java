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
    requireShapes(
        where,
        tensors.stream().map(tensor -> new TensorShape(tensor.name(), tensor.shape())).toList(),
        wanted);
    Map<String, NamedTensor> found = new LinkedHashMap<>();
    tensors.forEach(tensor -> found.put(tensor.name(), tensor));
    List<NamedTensor> inOrder = new ArrayList<>(found.size());
    wanted.keySet().forEach(name -> inOrder.add(found.get(name)));
    return inOrder;
  }

  /**
   * Checks that a file's tensors are exactly the wanted ones.
   *
   * @param where the file's path, for messages
   * @param tensors what the file holds, in any order
   * @param wanted the shape of each wanted tensor by its name
   * @throws MalformedModelException if a tensor is missing, unknown, there twice, or has another
   *     shape
   */
  public static void requireShapes(
      String where, List<TensorShape> tensors, Map<String, List<Long>> wanted)
      throws MalformedModelException {
    Map<String, TensorShape> found = new LinkedHashMap<>();
    for (TensorShape tensor : tensors) {
      if (found.put(tensor.name(), tensor) != null) {
        throw new MalformedModelException(where, named(tensor.name()) + " is there twice");
      }
    }
    for (Map.Entry<String, List<Long>> entry : wanted.entrySet()) {
      TensorShape tensor = found.remove(entry.getKey());
      if (tensor == null) {
        throw new MalformedModelException(
            where, named(entry.getKey()) + " of shape " + entry.getValue() + " is missing");
      }
      if (!tensor.shape().equals(entry.getValue())) {
        throw MalformedModelException.wanted(
            where, named(tensor.name()), "shape " + entry.getValue(), tensor.shape().toString());
      }
    }
    for (String name : found.keySet()) {
      throw new MalformedModelException(where, named(name) + " is unknown to this model");
    }
  }

  private static String named(String name) {
    return "tensor " + MalformedModelException.quote(name);
  }
}
