package vae4j.onednn;

import org.bytedeco.dnnl.global.dnnl;

/** The processor's vector instructions, as oneDNN finds and uses them. */
final class Instructions {
  private Instructions() {}

  /** The most capable set of them. */
  static String name() {
    return switch (dnnl.dnnl_get_effective_cpu_isa()) {
      case dnnl.dnnl_cpu_isa_sse41 -> "SSE4.1";
      case dnnl.dnnl_cpu_isa_avx -> "AVX";
      case dnnl.dnnl_cpu_isa_avx2 -> "AVX2";
      case dnnl.dnnl_cpu_isa_avx2_vnni -> "AVX2 with VNNI";
      case dnnl.dnnl_cpu_isa_avx512_core -> "AVX-512";
      case dnnl.dnnl_cpu_isa_avx512_core_vnni -> "AVX-512 with VNNI";
      case dnnl.dnnl_cpu_isa_avx512_core_bf16 -> "AVX-512 with bfloat16";
      case dnnl.dnnl_cpu_isa_avx512_core_amx -> "AVX-512 with AMX";
      default -> "no vector instructions known to oneDNN";
    };
  }

  /** Whether products of bfloat16 numbers are an instruction. */
  static boolean bfloat16() {
    int found = dnnl.dnnl_get_effective_cpu_isa();
    return found == dnnl.dnnl_cpu_isa_avx512_core_bf16
        || found == dnnl.dnnl_cpu_isa_avx512_core_amx;
  }

  /** Whether oneDNN can emulate them. */
  static boolean avx512() {
    return bfloat16()
        || dnnl.dnnl_get_effective_cpu_isa() == dnnl.dnnl_cpu_isa_avx512_core
        || dnnl.dnnl_get_effective_cpu_isa() == dnnl.dnnl_cpu_isa_avx512_core_vnni;
  }
}
