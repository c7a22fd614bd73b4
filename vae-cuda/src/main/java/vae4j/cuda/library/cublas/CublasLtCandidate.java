package vae4j.cuda.library.cublas;

import static org.bytedeco.cuda.global.cublas.cublasLtMatmul;
import static vae4j.cuda.library.cublas.CublasLtLibrary.check;

import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cublas.cublasLtMatmulAlgo_t;
import org.bytedeco.javacpp.FloatPointer;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.Natives;
import vae4j.cuda.library.WeightsLayout;

/** A product by one of cuBLASLt's algorithms. */
final class CublasLtCandidate implements Candidate {
  private final String name;
  private final String action;
  private final cublasLtContext handle;
  private final Matmul matmul;
  private final cublasLtMatmulAlgo_t algorithm;
  private final long workspaceBytes;
  private final FloatPointer one = new FloatPointer(1f);
  private final FloatPointer zero = new FloatPointer(0f);
  private final Natives.Stream stream = new Natives.Stream();
  private final Natives.Address a = new Natives.Address();
  private final Natives.Address b = new Natives.Address();
  private final Natives.Address d = new Natives.Address();
  private final Natives.Address scratch = new Natives.Address();

  /**
   * Makes it ready to run.
   *
   * @param name for people and files
   * @param handle of the library
   * @param matmul the product, closed with this
   * @param algorithm how, closed with this
   * @param workspaceBytes scratch memory
   */
  CublasLtCandidate(
      String name,
      cublasLtContext handle,
      Matmul matmul,
      cublasLtMatmulAlgo_t algorithm,
      long workspaceBytes) {
    this.name = name;
    this.action = "running " + name;
    this.handle = handle;
    this.matmul = matmul;
    this.algorithm = algorithm;
    this.workspaceBytes = workspaceBytes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long workspaceBytes() {
    return workspaceBytes;
  }

  @Override
  public WeightsLayout weightsLayout() {
    return WeightsLayout.OURS;
  }

  @Override
  public void run(long onStream, long input, long weights, long bias, long output, long workspace) {
    MatrixPlan plan = matmul.plan;
    stream.set(onStream);
    a.set(address(plan.a().tensor(), input, weights, output));
    b.set(address(plan.b().tensor(), input, weights, output));
    d.set(address(plan.d(), input, weights, output));
    scratch.set(workspaceBytes == 0 ? 0 : workspace);
    if (matmul.bias) {
      matmul.bias(bias);
    }
    // D = 1 · op(A) · op(B) + 0 · C; with a factor of 0 C is not read.
    check(
        cublasLtMatmul(
            handle,
            matmul.operation,
            one,
            a,
            matmul.a,
            b,
            matmul.b,
            zero,
            d,
            matmul.d,
            d,
            matmul.d,
            algorithm,
            scratch,
            workspaceBytes,
            stream),
        action);
  }

  private static long address(MatrixPlan.Tensor tensor, long input, long weights, long output) {
    return switch (tensor) {
      case INPUT -> input;
      case WEIGHTS -> weights;
      case OUTPUT -> output;
    };
  }

  @Override
  public void close() {
    matmul.close();
    algorithm.close();
    one.close();
    zero.close();
  }
}
