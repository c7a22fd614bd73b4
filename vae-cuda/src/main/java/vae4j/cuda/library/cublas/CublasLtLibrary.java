package vae4j.cuda.library.cublas;

import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE;
import static org.bytedeco.cuda.global.cublas.CUBLAS_STATUS_NOT_SUPPORTED;
import static org.bytedeco.cuda.global.cublas.CUBLAS_STATUS_SUCCESS;
import static org.bytedeco.cuda.global.cublas.cublasLtCreate;
import static org.bytedeco.cuda.global.cublas.cublasLtDestroy;
import static org.bytedeco.cuda.global.cublas.cublasLtGetStatusString;
import static org.bytedeco.cuda.global.cublas.cublasLtGetVersion;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulAlgoGetHeuristic;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulPreferenceInit;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulPreferenceSetAttribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cublas.cublasLtMatmulAlgo_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulHeuristicResult_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulPreferenceOpaque_t;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.javacpp.LongPointer;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.KernelLibrary;
import vae4j.cuda.library.LibraryException;
import vae4j.cuda.library.Natives;
import vae4j.cuda.library.Problem;

/** cuBLASLt on the GPU of the thread's current context. */
public final class CublasLtLibrary implements KernelLibrary {
  private final cublasLtContext handle = new cublasLtContext();
  private final String version;

  /**
   * Opens the library, once {@link #unavailable} has found nothing.
   *
   * @throws LibraryException if the library does not start on this GPU
   */
  public CublasLtLibrary() {
    this.version = "cuBLASLt " + text(cublasLtGetVersion());
    check(cublasLtCreate(handle), "starting " + version);
  }

  /** Why the library cannot be used, in one line; empty if it can. */
  public static Optional<String> unavailable() {
    return Loading.RESULT;
  }

  // Loads on first use, once.
  private static final class Loading {
    static final Optional<String> RESULT =
        Natives.load(
            cublas.class,
            "cuBLASLt",
            "install cuBLAS of CUDA 13, and put its folder on the path of libraries");
  }

  @Override
  public String version() {
    return version;
  }

  /** 130100 → 13.1.0. */
  static String text(long version) {
    return version / 10_000 + "." + version / 100 % 100 + "." + version % 100;
  }

  @Override
  public List<Candidate> candidates(Problem problem, Limits limits) {
    OptionalInt epilogue = Epilogues.of(problem.epilogue(), problem.direction());
    return problem
        .geometry()
        .asProduct()
        .filter(product -> epilogue.isPresent())
        .map(
            product ->
                candidates(
                    problem,
                    MatrixPlan.of(product, problem.direction()),
                    epilogue.getAsInt(),
                    limits))
        .orElse(List.of());
  }

  private List<Candidate> candidates(
      Problem problem, MatrixPlan plan, int epilogue, Limits limits) {
    List<Candidate> candidates = new ArrayList<>();
    try (Matmul matmul = new Matmul(problem, plan, epilogue);
        cublasLtMatmulPreferenceOpaque_t preference = preference(limits.workspaceBytes());
        cublasLtMatmulHeuristicResult_t results =
            new cublasLtMatmulHeuristicResult_t(limits.candidates())) {
      int[] count = new int[1];
      int status =
          cublasLtMatmulAlgoGetHeuristic(
              handle,
              matmul.operation,
              matmul.a,
              matmul.b,
              matmul.d,
              matmul.d,
              preference,
              limits.candidates(),
              results,
              count);
      if (status == CUBLAS_STATUS_NOT_SUPPORTED) {
        return List.of();
      }
      check(status, "asking " + version + " for algorithms");
      for (int i = 0; i < count[0]; i++) {
        cublasLtMatmulHeuristicResult_t result = results.getPointer(i);
        if (result.state() == CUBLAS_STATUS_SUCCESS
            && Algorithm.allowed(result.algo(), problem.math())) {
          candidates.add(candidate(problem, plan, epilogue, result));
        }
      }
    } catch (LibraryException e) {
      candidates.forEach(Candidate::close);
      throw e;
    }
    return List.copyOf(candidates);
  }

  private Candidate candidate(
      Problem problem, MatrixPlan plan, int epilogue, cublasLtMatmulHeuristicResult_t result) {
    cublasLtMatmulAlgo_t algorithm = new cublasLtMatmulAlgo_t(1);
    cublasLtMatmulAlgo_t.memcpy(algorithm, result.algo(), algorithm.sizeof());
    return new CublasLtCandidate(
        version + " " + Algorithm.name(algorithm),
        handle,
        new Matmul(problem, plan, epilogue),
        algorithm,
        result.workspaceSize());
  }

  private static cublasLtMatmulPreferenceOpaque_t preference(long workspaceBytes) {
    cublasLtMatmulPreferenceOpaque_t preference = new cublasLtMatmulPreferenceOpaque_t(1);
    check(cublasLtMatmulPreferenceInit(preference), "describing what is wanted");
    set(preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, workspaceBytes, Long.BYTES);
    // Partial sums meet in float32 and in a fixed order, or there are none.
    set(
        preference,
        CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK,
        CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE,
        Integer.BYTES);
    // Without these cuBLASLt takes every address for a multiple of 256.
    for (int attribute :
        new int[] {
          CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES,
          CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES,
          CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES,
          CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES
        }) {
      set(preference, attribute, Candidate.ALIGNMENT, Integer.BYTES);
    }
    return preference;
  }

  private static void set(
      cublasLtMatmulPreferenceOpaque_t preference, int attribute, long value, int bytes) {
    try (LongPointer number = new LongPointer(1)) {
      // Little-endian, as every machine that CUDA runs on: the lower half comes first.
      number.put(value);
      check(
          cublasLtMatmulPreferenceSetAttribute(preference, attribute, number, bytes),
          "setting preference " + attribute);
    }
  }

  static void check(int status, String action) {
    if (status != CUBLAS_STATUS_SUCCESS) {
      throw new LibraryException(
          "cuBLASLt: "
              + action
              + " failed: "
              + cublasLtGetStatusString(status).getString()
              + " (status "
              + status
              + ")");
    }
  }

  @Override
  public void close() {
    cublasLtDestroy(handle);
  }
}
