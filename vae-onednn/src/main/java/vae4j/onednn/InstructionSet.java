package vae4j.onednn;

import org.bytedeco.dnnl.global.dnnl;

/** The processor's vector instructions, as oneDNN finds and uses them. */
final class InstructionSet {
  private InstructionSet() {}

  /** The most capable set of them. */
  static String name() {
    if (has(dnnl.dnnl_cpu_isa_avx512_core_amx)) {
      return "AVX-512 with AMX";
    }
    if (has(dnnl.dnnl_cpu_isa_avx512_core_bf16)) {
      return "AVX-512 with bfloat16";
    }
    if (has(dnnl.dnnl_cpu_isa_avx512_core_vnni)) {
      return "AVX-512 with VNNI";
    }
    if (has(dnnl.dnnl_cpu_isa_avx512_core)) {
      return "AVX-512";
    }
    if (has(dnnl.dnnl_cpu_isa_avx2_vnni)) {
      return "AVX2 with VNNI";
    }
    if (has(dnnl.dnnl_cpu_isa_avx2)) {
      return "AVX2";
    }
    if (has(dnnl.dnnl_cpu_isa_avx)) {
      return "AVX";
    }
    return has(dnnl.dnnl_cpu_isa_sse41) ? "SSE4.1" : "no vector instructions known to oneDNN";
  }

  /** Whether products of bfloat16 numbers are an instruction. */
  static boolean bfloat16() {
    return has(dnnl.dnnl_cpu_isa_avx512_core_bf16);
  }

  /** Whether oneDNN can emulate them. */
  static boolean avx512() {
    return has(dnnl.dnnl_cpu_isa_avx512_core);
  }

  /** Each set is a bit and the bits of all sets that it contains. */
  private static boolean has(int instructions) {
    return (dnnl.dnnl_get_effective_cpu_isa() & instructions) == instructions;
  }
}
