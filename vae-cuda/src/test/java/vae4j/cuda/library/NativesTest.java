package vae4j.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativesTest {
  @Test
  void theReasonNamesTheMissingFile() {
    // As JavaCPP 1.5.13 on Linux throws it.
    Throwable failure =
        new UnsatisfiedLinkError("no jnicublas in java.library.path: /usr/lib")
            .initCause(
                new UnsatisfiedLinkError(
                    "/cache/cuda.jar/libjnicublas.so: libcublas.so.13: cannot open shared object"
                        + " file: No such file or directory"));

    assertThat(Natives.reason(failure)).isEqualTo("libcublas.so.13 is missing");
  }

  @Test
  void theReasonNamesBindingsThatAreMissingThemselves() {
    assertThat(Natives.reason(new UnsatisfiedLinkError("no jnicudnn in java.library.path: /lib")))
        .isEqualTo("CUDA's bindings do not load (jnicudnn)");
  }

  @Test
  void anyOtherReasonIsItsFirstLine() {
    assertThat(Natives.reason(new LinkageError("one\ntwo"))).isEqualTo("one");
    assertThat(Natives.reason(new LinkageError(""))).isEqualTo("no reason given");
  }
}
