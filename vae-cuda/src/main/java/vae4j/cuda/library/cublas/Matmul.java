package vae4j.cuda.library.cublas;

import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_BIAS_POINTER;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_EPILOGUE;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_TRANSA;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_TRANSB;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulDescInit;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulDescSetAttribute;
import static org.bytedeco.cuda.global.cublas.cublasLtMatrixLayoutInit;
import static org.bytedeco.cuda.global.cudart.CUDA_R_16BF;
import static org.bytedeco.cuda.global.cudart.CUDA_R_16F;
import static org.bytedeco.cuda.global.cudart.CUDA_R_32F;
import static vae4j.cuda.library.cublas.CublasLtLibrary.check;

import org.bytedeco.cuda.cublas.cublasLtMatmulDescOpaque_t;
import org.bytedeco.cuda.cublas.cublasLtMatrixLayoutOpaque_t;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.MathType;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.TensorTypes;

/** cuBLASLt's description of one product: operation and matrices. */
final class Matmul implements AutoCloseable {
  final MatrixPlan plan;
  final boolean bias;
  final cublasLtMatmulDescOpaque_t operation = new cublasLtMatmulDescOpaque_t(1);
  final cublasLtMatrixLayoutOpaque_t a = new cublasLtMatrixLayoutOpaque_t(1);
  final cublasLtMatrixLayoutOpaque_t b = new cublasLtMatrixLayoutOpaque_t(1);
  final cublasLtMatrixLayoutOpaque_t d = new cublasLtMatrixLayoutOpaque_t(1);
  private final LongPointer biasAddress = new LongPointer(new long[1]);

  /**
   * Describes a problem.
   *
   * @param problem the problem
   * @param plan it as a product
   * @param epilogue cuBLASLt's name of what follows
   */
  Matmul(Problem problem, MatrixPlan plan, int epilogue) {
    this.plan = plan;
    this.bias = problem.epilogue().bias();
    TensorTypes types = problem.types();
    int compute =
        problem.math() == MathType.TF32 ? CUBLAS_COMPUTE_32F_FAST_TF32 : CUBLAS_COMPUTE_32F;
    check(cublasLtMatmulDescInit(operation, compute, CUDA_R_32F), "describing a product");
    if (plan.a().transposed()) {
      set(CUBLASLT_MATMUL_DESC_TRANSA, CUBLAS_OP_T);
    }
    if (plan.b().transposed()) {
      set(CUBLASLT_MATMUL_DESC_TRANSB, CUBLAS_OP_T);
    }
    set(CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
    if (bias) {
      set(CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE, type(types.bias()));
      // Only its alignment matters before a run.
      bias(256);
    }
    layout(a, type(plan.a().tensor(), types), plan.rowsOfA(), plan.columnsOfA());
    layout(b, type(plan.b().tensor(), types), plan.rowsOfB(), plan.columnsOfB());
    layout(d, type(plan.d(), types), plan.m(), plan.n());
  }

  /** Where the bias lies. */
  void bias(long address) {
    if (biasAddress.get() != address) {
      biasAddress.put(address);
      check(
          cublasLtMatmulDescSetAttribute(
              operation, CUBLASLT_MATMUL_DESC_BIAS_POINTER, biasAddress, Long.BYTES),
          "setting the address of a bias");
    }
  }

  private void set(int attribute, int value) {
    try (IntPointer number = new IntPointer(1)) {
      number.put(value);
      check(
          cublasLtMatmulDescSetAttribute(operation, attribute, number, Integer.BYTES),
          "setting attribute " + attribute + " of a product");
    }
  }

  private static void layout(cublasLtMatrixLayoutOpaque_t layout, int type, int rows, int columns) {
    check(cublasLtMatrixLayoutInit(layout, type, rows, columns, rows), "describing a matrix");
  }

  private static int type(MatrixPlan.Tensor tensor, TensorTypes types) {
    return switch (tensor) {
      case INPUT -> type(types.input());
      case WEIGHTS -> type(types.weights());
      case OUTPUT -> type(types.output());
    };
  }

  private static int type(ElementType type) {
    return switch (type) {
      case FLOAT32 -> CUDA_R_32F;
      case BFLOAT16 -> CUDA_R_16BF;
      case FLOAT16 -> CUDA_R_16F;
    };
  }

  @Override
  public void close() {
    operation.close();
    a.close();
    b.close();
    d.close();
    biasAddress.close();
  }
}
