package vae4j.cuda.library.cublas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vae4j.backend.kernel.Activation;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.Epilogue;

// The numbers are those of cublasLtEpilogue_t in cublasLt.h of CUDA 13.
class EpiloguesTest {
  @Test
  void aBiasIsAddedBeforeRelu() {
    assertThat(Epilogues.of(Epilogue.NONE, Direction.FORWARD)).hasValue(1);
    assertThat(Epilogues.of(Epilogue.BIAS, Direction.FORWARD)).hasValue(4);
    assertThat(Epilogues.of(new Epilogue(false, Activation.relu()), Direction.DATA)).hasValue(2);
    assertThat(Epilogues.of(new Epilogue(true, Activation.relu()), Direction.DATA)).hasValue(6);
  }

  @Test
  void theGradientOfABiasIsSummedAlong() {
    assertThat(Epilogues.of(Epilogue.NONE, Direction.WEIGHTS)).hasValue(1);
    assertThat(Epilogues.of(Epilogue.BIAS, Direction.WEIGHTS)).hasValue(256);
  }

  @Test
  void otherActivationsAreNotThere() {
    assertThat(Epilogues.of(new Epilogue(true, Activation.tanh()), Direction.FORWARD)).isEmpty();
    assertThat(Epilogues.of(new Epilogue(true, Activation.silu()), Direction.FORWARD)).isEmpty();
  }
}
