package vae4j.cuda.library.cublas;

import vae4j.cuda.library.Direction;
import vae4j.cuda.library.Geometry;

/**
 * A pass of a matrix product as cuBLASLt sees it: D = op(A) · op(B), all column by column. A matrix
 * that lies row by row, as ours do, is its own transpose there, so each pass is written transposed:
 *
 * <pre>
 * y  = x · w      yᵀ  = wᵀ · xᵀ      A = w,  B = x
 * dx = dy · wᵀ    dxᵀ = w · dyᵀ      A = wᵀ, B = dy
 * dw = xᵀ · dy    dwᵀ = dyᵀ · x      A = dy, B = xᵀ
 * </pre>
 *
 * <p>Rows of D are the channels of what is written, which is where cuBLASLt adds a bias. In the
 * last pass they are the output's, and the sum over A's columns is the bias's gradient.
 *
 * @param m rows of op(A) and D
 * @param n columns of op(B) and D
 * @param k columns of op(A), rows of op(B)
 * @param a which tensor is A
 * @param b which tensor is B
 * @param d which tensor is D, written
 */
record MatrixPlan(int m, int n, int k, Factor a, Factor b, Tensor d) {
  /** One of the three tensors of a problem. */
  enum Tensor {
    INPUT,
    WEIGHTS,
    OUTPUT
  }

  /**
   * A matrix that is read.
   *
   * @param tensor which
   * @param transposed whether op transposes it
   */
  record Factor(Tensor tensor, boolean transposed) {}

  /** The plan of one pass. */
  static MatrixPlan of(Geometry.Product product, Direction direction) {
    int rows = product.rows();
    int in = product.inputs();
    int out = product.outputs();
    return switch (direction) {
      case FORWARD ->
          new MatrixPlan(
              out,
              rows,
              in,
              new Factor(Tensor.WEIGHTS, false),
              new Factor(Tensor.INPUT, false),
              Tensor.OUTPUT);
      case DATA ->
          new MatrixPlan(
              in,
              rows,
              out,
              new Factor(Tensor.WEIGHTS, true),
              new Factor(Tensor.OUTPUT, false),
              Tensor.INPUT);
      case WEIGHTS ->
          new MatrixPlan(
              out,
              in,
              rows,
              new Factor(Tensor.OUTPUT, false),
              new Factor(Tensor.INPUT, true),
              Tensor.WEIGHTS);
    };
  }

  /** Rows of A as it lies in memory, which is also the step from column to column. */
  int rowsOfA() {
    return a.transposed() ? k : m;
  }

  /** Columns of A as it lies in memory. */
  int columnsOfA() {
    return a.transposed() ? m : k;
  }

  /** Rows of B as it lies in memory, which is also the step from column to column. */
  int rowsOfB() {
    return b.transposed() ? n : k;
  }

  /** Columns of B as it lies in memory. */
  int columnsOfB() {
    return b.transposed() ? k : n;
  }
}
