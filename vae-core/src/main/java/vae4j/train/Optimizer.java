package vae4j.train;

import static vae4j.data.Checks.requirePositiveAndFinite;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import vae4j.backend.Backend;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;

/** A rule by which a gradient changes the parameters; it works on flat vectors in one pass. */
public interface Optimizer {
  /**
   * Starts a run.
   *
   * @param backend computes
   * @param length of the parameter vector
   * @return the optimiser's state, the caller's to close
   */
  State start(Backend backend, long length);

  /** Number of vectors that a run keeps, each as long as the parameters. */
  int moments();

  /** Moments of one run. */
  interface State extends AutoCloseable {
    /**
     * Sets the numbers of the next step.
     *
     * @param learningRate α of that step
     */
    void prepare(double learningRate);

    /**
     * The kernels of the step that was prepared; all that changes from step to step is in {@link
     * #scalars}, so that they can be recorded.
     *
     * @param parameters changed in place
     * @param gradient of the objective
     */
    void run(Storage parameters, Storage gradient);

    /** The numbers that {@link #prepare} sets. */
    List<Scalar> scalars();

    /**
     * One step.
     *
     * @param parameters changed in place
     * @param gradient of the objective
     * @param learningRate α of this step
     */
    default void update(Storage parameters, Storage gradient, double learningRate) {
      prepare(learningRate);
      run(parameters, gradient);
    }

    /** The vectors that the next step depends on, by name. */
    Map<String, Storage> vectors();

    /**
     * Goes on after so many steps; the vectors have been written.
     *
     * @param step steps done
     */
    default void restore(long step) {}

    /** Frees the moments. */
    @Override
    void close();
  }

  /** The settings as JSON, with their {@code type}. */
  default JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("type", getClass().getName());
    return json;
  }

  /** Adam with Keras's numbers: β₁ 0.9, β₂ 0.999, ε 10⁻⁷. */
  static Optimizer adam() {
    return new Adam(0.9, 0.999, 1e-7);
  }

  /**
   * Plain gradient descent, with momentum if wanted.
   *
   * @param momentum μ in [0, 1)
   * @return the optimiser
   */
  static Optimizer sgd(double momentum) {
    return new Sgd(momentum);
  }

  /**
   * Adam (Kingma and Ba 2015), in the form where ε is added to the uncorrected √v, as in Keras.
   *
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param epsilon positive
   */
  record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Adam {
      requireFraction("beta1", beta1);
      requireFraction("beta2", beta2);
      requirePositiveAndFinite("epsilon", epsilon);
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = new JsonObject();
      json.addProperty("type", "adam");
      json.addProperty("beta1", beta1);
      json.addProperty("beta2", beta2);
      json.addProperty("epsilon", epsilon);
      return json;
    }

    @Override
    public String toString() {
      return "adam(beta1 " + beta1 + ", beta2 " + beta2 + ", epsilon " + epsilon + ")";
    }

    @Override
    public int moments() {
      return 2;
    }

    @Override
    public State start(Backend backend, long length) {
      Storage firstMoment = backend.allocate(length);
      Storage secondMoment = backend.allocate(length);
      Scalar stepSize = backend.scalar();
      Backend.AdamStep numbers = new Backend.AdamStep(stepSize, beta1, beta2, epsilon);
      return new State() {
        private long step;

        @Override
        public void prepare(double learningRate) {
          step++;
          // Kingma and Ba 2015, end of section 2: α_t = α·√(1−β₂ᵗ) / (1−β₁ᵗ).
          stepSize.set(
              learningRate
                  * Math.sqrt(1 - Math.pow(beta2, (double) step))
                  / (1 - Math.pow(beta1, (double) step)));
        }

        @Override
        public void run(Storage parameters, Storage gradient) {
          backend.adam(parameters, gradient, firstMoment, secondMoment, numbers);
        }

        @Override
        public List<Scalar> scalars() {
          return List.of(stepSize);
        }

        @Override
        public Map<String, Storage> vectors() {
          return Map.of("first_moment", firstMoment, "second_moment", secondMoment);
        }

        @Override
        public void restore(long steps) {
          step = steps;
        }

        @Override
        public void close() {
          firstMoment.close();
          secondMoment.close();
          stepSize.close();
        }
      };
    }
  }

  /**
   * Gradient descent with momentum (Polyak 1964): v ← μv + g, θ ← θ − αv.
   *
   * @param momentum μ in [0, 1)
   */
  record Sgd(double momentum) implements Optimizer {
    /**
     * Checks the momentum.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Sgd {
      requireFraction("momentum", momentum);
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = new JsonObject();
      json.addProperty("type", "sgd");
      json.addProperty("momentum", momentum);
      return json;
    }

    @Override
    public String toString() {
      return "sgd(momentum " + momentum + ")";
    }

    @Override
    public int moments() {
      return 1;
    }

    @Override
    public State start(Backend backend, long length) {
      Storage velocity = backend.allocate(length);
      Scalar rate = backend.scalar();
      return new State() {
        @Override
        public void prepare(double learningRate) {
          rate.set(learningRate);
        }

        @Override
        public void run(Storage parameters, Storage gradient) {
          backend.sgd(parameters, gradient, velocity, rate, momentum);
        }

        @Override
        public List<Scalar> scalars() {
          return List.of(rate);
        }

        @Override
        public Map<String, Storage> vectors() {
          return Map.of("velocity", velocity);
        }

        @Override
        public void close() {
          velocity.close();
          rate.close();
        }
      };
    }
  }

  private static void requireFraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1), was " + value);
    }
  }
}
