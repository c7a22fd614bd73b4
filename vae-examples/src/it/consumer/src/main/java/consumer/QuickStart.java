package consumer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.data.ImageShape;

/** Multiplies two matrices, which shows that the natives came along. */
public final class QuickStart {
  private QuickStart() {}

  public static void main(String[] arguments) {
    ImageShape shape = new ImageShape(32, 32, 1);
    try (INDArray pictures = Nd4j.ones(2, shape.size());
        INDArray weights = Nd4j.ones(shape.size(), 3);
        INDArray product = pictures.mmul(weights)) {
      if (product.getFloat(1, 2) != 1024f) {
        throw new IllegalStateException("the product must be 1024, was " + product.getFloat(1, 2));
      }
      System.out.println("quick start done: " + shape);
    }
  }
}
