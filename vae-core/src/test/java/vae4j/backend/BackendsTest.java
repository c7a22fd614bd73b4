package vae4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class BackendsTest {
  @TempDir Path folder;

  @Test
  void providersComeBestFirstAndThePortableOneIsThere() {
    List<BackendProvider> providers = Backends.providers();

    assertThat(providers)
        .isSortedAccordingTo((a, b) -> Integer.compare(b.priority(), a.priority()));
    assertThat(providers).extracting(BackendProvider::name).contains("nd4j");
    assertThat(providers.get(providers.size() - 1).unavailable(BackendOptions.defaults()))
        .isEmpty();
  }

  @Test
  void autoOpensTheFirstThatIsAvailable() {
    String best =
        Backends.providers().stream()
            .filter(provider -> provider.unavailable(BackendOptions.defaults()).isEmpty())
            .findFirst()
            .orElseThrow()
            .name();
    try (Backend backend = Backends.open(Backends.AUTO, new BackendOptions(1, DataType.FLOAT))) {
      assertThat(backend.name()).isEqualTo(best);
    }
  }

  @Test
  void opensTheOneOfAName() {
    try (Backend backend = Backends.open("nd4j", new BackendOptions(2, DataType.DOUBLE))) {
      assertThat(backend.name()).isEqualTo("nd4j");
      assertThat(backend.dataType()).isEqualTo(DataType.DOUBLE);
      assertThat(backend.description()).startsWith("ND4J ").endsWith(", float64, 2 threads");
    }
    try (Backend backend = Backends.open("nd4j", new BackendOptions(1, DataType.FLOAT))) {
      assertThat(backend.description()).endsWith(", float32, 1 thread");
    }
  }

  @Test
  void refusesANameThatThereIsNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("tpu", BackendOptions.defaults()))
        .withMessageMatching(
            "backend must be auto, one of .*nd4j, or the class of a provider, was tpu");
  }

  @Test
  void opensTheOneOfAClassThatNoServiceFileNames() {
    try (Backend backend =
        Backends.open(Renamed.class.getName(), new BackendOptions(1, DataType.DOUBLE))) {
      assertThat(backend.description()).endsWith(", float64, 1 thread");
    }
    assertThat(Backends.providers()).extracting(BackendProvider::name).doesNotContain("renamed");
  }

  @Test
  void opensAProviderThatIsGiven() {
    try (Backend backend = Backends.open(new Renamed(), new BackendOptions(1, DataType.DOUBLE))) {
      assertThat(backend.dataType()).isEqualTo(DataType.DOUBLE);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> Backends.open(new Renamed(), new BackendOptions(1, DataType.FLOAT)))
        .withMessage("backend renamed is unavailable: it is for checks in float64");
  }

  @Test
  void refusesAClassThatIsNoProvider() {
    BackendOptions options = BackendOptions.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("com.acme.GpuBackendProvider", options))
        .withMessage(
            "there is no class com.acme.GpuBackendProvider on the class path to be a backend");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("java.lang.String", options))
        .withMessage(
            "the class of a backend must implement vae4j.backend.BackendProvider,"
                + " java.lang.String does not");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open(WithArguments.class.getName(), options))
        .withMessage(
            "the class of a backend must be public and have a public constructor without"
                + " arguments, vae4j.backend.BackendsTest$WithArguments has none");
    assertThatIllegalStateException()
        .isThrownBy(() -> Backends.open(Broken.class.getName(), options))
        .withMessage(
            "backend vae4j.backend.BackendsTest$Broken cannot be made:"
                + " UnsupportedOperationException: not today");
  }

  @Test
  void findsTheLibrarysOwnBackendsWhereTheirServiceFilesWereLost() throws IOException {
    List<String> all = Backends.providers().stream().map(BackendProvider::name).toList();
    try (URLClassLoader loader = new ServiceFiles(serviceFile("first", Renamed.class.getName()))) {
      assertThat(providersSeenBy(loader))
          .startsWith(all.toArray(String[]::new))
          .endsWith("renamed");
    }
  }

  @Test
  void aServiceFileThatNamesNoClassHidesNoOther() throws IOException {
    try (URLClassLoader loader =
        new ServiceFiles(
            serviceFile("bad", "com.acme.Gone"), serviceFile("good", Renamed.class.getName()))) {
      assertThat(providersSeenBy(loader)).contains("renamed", "nd4j");
    }
  }

  private URL serviceFile(String name, String line) throws IOException {
    Path root = folder.resolve(name);
    Path services = Files.createDirectories(root.resolve("META-INF/services"));
    Files.writeString(services.resolve(BackendProvider.class.getName()), line + "\n");
    return root.toUri().toURL();
  }

  private static List<String> providersSeenBy(ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return Backends.providers().stream().map(BackendProvider::name).toList();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** All classes of the tests, but of their service files those given alone. */
  private static final class ServiceFiles extends URLClassLoader {
    ServiceFiles(URL... roots) {
      super(roots, BackendsTest.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services/vae4j.")
          ? findResources(name)
          : super.getResources(name);
    }
  }

  /** The portable backend under another name, in float64 only. */
  public static final class Renamed implements BackendProvider {
    @Override
    public String name() {
      return "renamed";
    }

    @Override
    public int priority() {
      return -1;
    }

    @Override
    public Optional<String> unavailable(BackendOptions options) {
      return options.dataType() == DataType.DOUBLE
          ? Optional.empty()
          : Optional.of("it is for checks in float64");
    }

    @Override
    public Backend open(BackendOptions options) {
      return Backends.open("nd4j", options);
    }
  }

  /** Cannot be made by its name. */
  public abstract static class WithArguments implements BackendProvider {
    /** A wanted one. */
    public WithArguments(int device) {}
  }

  /** Fails when it is made. */
  public static final class Broken implements BackendProvider {
    /** Never done. */
    public Broken() {
      throw new UnsupportedOperationException("not today");
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public int priority() {
      return -1;
    }

    @Override
    public Optional<String> unavailable(BackendOptions options) {
      return Optional.empty();
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new IllegalStateException("never made");
    }
  }
}
