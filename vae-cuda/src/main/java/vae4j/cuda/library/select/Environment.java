package vae4j.cuda.library.select;

import java.util.List;

/**
 * What a choice depends on besides the problem: another of any of these may make another choice.
 *
 * @param gpu its name
 * @param capability its compute capability, such as {@code 9.0}
 * @param driver version of the driver
 * @param libraries names and versions of the libraries whose candidates there were, and of the own
 *     kernels that they were compared with
 */
public record Environment(String gpu, String capability, String driver, List<String> libraries) {
  /** Copies the list. */
  public Environment {
    libraries = List.copyOf(libraries);
  }

  /** A text that is the same for the same environment, in any process. */
  public String key() {
    return gpu
        + "; "
        + capability
        + "; driver "
        + driver
        + "; "
        + (libraries.isEmpty() ? "no library" : String.join(", ", libraries));
  }
}
