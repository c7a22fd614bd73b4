package vae4j.cuda.library.cublas;

import static org.bytedeco.cuda.global.cublas.CUBLASLT_EPILOGUE_BGRADA;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_EPILOGUE_BIAS;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_EPILOGUE_DEFAULT;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_EPILOGUE_RELU;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_EPILOGUE_RELU_BIAS;

import java.util.OptionalInt;
import vae4j.backend.kernel.Activation;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.Epilogue;

/** cuBLASLt's names of epilogues. */
final class Epilogues {
  private Epilogues() {}

  /** The name; empty if there is none. The constants are compiled in: no library is loaded. */
  static OptionalInt of(Epilogue epilogue, Direction direction) {
    boolean bias = epilogue.bias();
    if (direction == Direction.WEIGHTS) {
      // Sums A, the output's gradient, over the rows of the batch.
      return OptionalInt.of(bias ? CUBLASLT_EPILOGUE_BGRADA : CUBLASLT_EPILOGUE_DEFAULT);
    }
    if (epilogue.activation() instanceof Activation.Identity) {
      return OptionalInt.of(bias ? CUBLASLT_EPILOGUE_BIAS : CUBLASLT_EPILOGUE_DEFAULT);
    }
    if (epilogue.activation() instanceof Activation.Relu) {
      return OptionalInt.of(bias ? CUBLASLT_EPILOGUE_RELU_BIAS : CUBLASLT_EPILOGUE_RELU);
    }
    return OptionalInt.empty();
  }
}
