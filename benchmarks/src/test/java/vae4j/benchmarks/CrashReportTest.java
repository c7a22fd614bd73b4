package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrashReportTest {
  /** From the report of a real crash: PyTorch 2.10 beside Debian's libtorch 1.13. */
  private static final String TWO_PYTORCHES =
      """
      #
      # A fatal error has been detected by the Java Runtime Environment:
      #
      #  SIGSEGV (0xb) at pc=0x00007fe6329ac370, pid=28671, tid=28694
      #
      # JRE version: OpenJDK Runtime Environment (17.0.15+6) (build 17.0.15+6-Debian-1deb12u1)
      # Problematic frame:
      # C  [libc.so.6+0x8c370]  pthread_mutex_lock+0x0
      #
      Native frames: (J=compiled Java code, j=interpreted, Vv=VM code, C=native code)
      C  [libc.so.6+0x8c370]  pthread_mutex_lock+0x0

      Java frames: (J=compiled Java code, j=interpreted, Vv=VM code)
      j  jdk.internal.loader.NativeLibraries$NativeLibraryImpl.open()Z+61 java.base@17.0.15
      j  java.lang.System.load(Ljava/lang/String;)V+7 java.base@17.0.15
      j  org.bytedeco.javacpp.Loader.loadLibrary(Ljava/lang/Class;[Ljava/net/URL;)Ljava/lang/String;+975
      j  org.bytedeco.pytorch.global.torch.<clinit>()V+0

      Dynamic libraries:
      7fe533db2000-7fe53f18e000 r-xp 00db2000 fe:00 2222402                    /home/ada/.javacpp/cache/libtorch_cpu.so
      7fe53f18e000-7fe53f18f000 r--p 00db2000 fe:00 2222402                    /home/ada/.javacpp/cache/libtorch_cpu.so
      7fe558c5b000-7fe55dcec000 r-xp 0080a000 00:27 2182650                    /usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0
      7fe5fc109000-7fe5fc1be000 r-xp 00029000 fe:00 2222398                    /home/ada/.javacpp/cache/libc10.so
      7fe5fb109000-7fe5fb1be000 r-xp 00029000 fe:00 2222398                    /home/ada/.javacpp/cache/libgcc_s.so.1
      7fe631920000-7fe631a75000 r-xp 00026000 fe:00 1835020                    /usr/lib/x86_64-linux-gnu/libgcc_s.so.1
      7fe632920000-7fe632a75000 r-xp 00026000 fe:00 1835020                    /usr/lib/x86_64-linux-gnu/libc.so.6
      """;

  @Test
  void namesTheSignalThePlaceTheCallerAndLibrariesThatAreThereTwice() {
    assertThat(CrashReport.summary(TWO_PYTORCHES.lines().toList()))
        .isEqualTo(
            "the JVM was ended by native code: SIGSEGV in C [libc.so.6+0x8c370]"
                + " pthread_mutex_lock+0x0, called by org.bytedeco.javacpp.Loader.loadLibrary;"
                + " two versions of one library are loaded:"
                + " /home/ada/.javacpp/cache/libtorch_cpu.so and"
                + " /usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0");
  }

  @Test
  void namesWhatMemoryRanOutFor() {
    String report =
        """
        #
        # There is insufficient memory for the Java Runtime Environment to continue.
        # Native memory allocation (mmap) failed to map 699400192 bytes for committing memory.
        """;
    assertThat(CrashReport.summary(report.lines().toList()))
        .isEqualTo("the JVM was ended by native code: There is insufficient memory");
  }

  @Test
  void aReportWithoutAnythingIsNoError() {
    assertThat(CrashReport.summary("".lines().toList()))
        .isEqualTo("the JVM was ended by native code: no reason given");
  }
}
