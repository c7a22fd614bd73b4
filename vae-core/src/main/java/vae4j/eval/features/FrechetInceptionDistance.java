package vae4j.eval.features;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The squared Fréchet distance between two sets of features, each taken for a Gaussian (Heusel,
 * Ramsauer, Unterthiner, Nessler and Hochreiter 2017, equation 6): on the features of a classifier,
 * FID.
 *
 * <pre>d² = |m − m'|² + Tr(C + C' − 2 (C C')^½)</pre>
 *
 * <p>It is smaller for more images: two sets of one distribution are at 0 only in the limit. Scores
 * are comparable if both numbers of images are the same (Bińkowski, Sutherland, Arbel and Gretton
 * 2018, section 4.1).
 */
public final class FrechetInceptionDistance {
  private FrechetInceptionDistance() {}

  /**
   * The distance.
   *
   * @param left one set's mean and covariance
   * @param right the other set's
   * @return d², at least 0, in squares of the features' unit
   * @throws IllegalArgumentException if the sets have different features, or one has no more images
   *     than features, so that its covariance says nothing of some direction
   */
  public static double between(FeatureMoments left, FeatureMoments right) {
    if (left.features() != right.features()) {
      throw new IllegalArgumentException(
          "both sets must have the same features, were "
              + left.features()
              + " and "
              + right.features());
    }
    requireEnough(left);
    requireEnough(right);
    double[] m = left.mean();
    double[] n = right.mean();
    double shift = 0;
    for (int i = 0; i < m.length; i++) {
      shift += (m[i] - n[i]) * (m[i] - n[i]);
    }
    DMatrixRMaj c = new DMatrixRMaj(left.covariance());
    DMatrixRMaj d = new DMatrixRMaj(right.covariance());
    double spread = CommonOps_DDRM.trace(c) + CommonOps_DDRM.trace(d) - 2 * traceOfRoot(c, d);
    // Rounding may take two equal spreads below 0.
    return shift + Math.max(0, spread);
  }

  /**
   * Tr (C C')^½. C C' has the eigenvalues of the symmetric C^½ C' C^½ = A Aᵀ with A = C^½ C'^½, and
   * their roots are the singular values of A, which an SVD finds without squaring them first.
   */
  private static double traceOfRoot(DMatrixRMaj c, DMatrixRMaj d) {
    DMatrixRMaj product = new DMatrixRMaj(c.numRows, c.numRows);
    CommonOps_DDRM.mult(root(c), root(d), product);
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(c.numRows, c.numRows, false, false, true);
    if (!svd.decompose(product)) {
      throw new IllegalStateException("the singular values of the covariances were not found");
    }
    double sum = 0;
    for (double value : svd.getSingularValues()) {
      sum += value;
    }
    return sum;
  }

  /** The symmetric root Q Λ^½ Qᵀ of C = Q Λ Qᵀ; what rounding made negative counts as 0. */
  private static DMatrixRMaj root(DMatrixRMaj c) {
    int size = c.numRows;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    if (!eigen.decompose(c.copy())) {
      throw new IllegalStateException("the eigenvalues of a covariance were not found");
    }
    DMatrixRMaj root = new DMatrixRMaj(size, size);
    for (int k = 0; k < size; k++) {
      double length = Math.sqrt(Math.max(0, eigen.getEigenvalue(k).getReal()));
      DMatrixRMaj axis = eigen.getEigenVector(k);
      CommonOps_DDRM.multAddTransB(length, axis, axis, root);
    }
    return root;
  }

  private static void requireEnough(FeatureMoments moments) {
    if (moments.count() < moments.features() + 1) {
      throw new IllegalArgumentException(
          "the Fréchet distance on "
              + moments.features()
              + " features needs at least "
              + (moments.features() + 1)
              + " images, were "
              + moments.count());
    }
  }
}
