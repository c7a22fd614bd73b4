package vae4j.latent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vae4j.backend.kernel.LatentKernel;
import vae4j.data.ImageShape;
import vae4j.graph.HostArrays;
import vae4j.graph.HostOp;
import vae4j.graph.Term;
import vae4j.graph.parameter.ParameterSpec;

/**
 * The KL of a Gaussian posterior from a prior without a closed form, estimated at the z that was
 * drawn: log q(z | x) − log p(z) (Kingma and Welling 2014, equation 6). Inputs are μ, ℓ and z, and
 * for a conditional model the one-hot label.
 *
 * @param prior p(z), or p(z | y) with parameters for each class
 * @param classes of the labels; 0 for an unconditional model
 */
record MonteCarloKl(Prior prior, int classes) implements HostOp {
  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    return List.of();
  }

  @Override
  public List<ParameterSpec> parameters(List<ImageShape> inputs) {
    List<ParameterSpec> each = prior.parameters(inputs.get(0).size());
    return classes == 0 ? each : each.stream().map(this::ofAllClasses).toList();
  }

  private ParameterSpec ofAllClasses(ParameterSpec one) {
    List<Long> shape = new ArrayList<>(one.shape());
    shape.add(0, (long) classes);
    return new ParameterSpec(one.name(), one.role(), shape, one.initial());
  }

  @Override
  public List<Term> terms() {
    return List.of(Term.perImage(Posterior.KL));
  }

  @Override
  public void forward(HostArrays arrays) {
    run(arrays, 0);
  }

  @Override
  public void backward(HostArrays arrays) {
    run(arrays, arrays.weight(0));
  }

  private void run(HostArrays arrays, double weight) {
    double[] mean = arrays.input(0);
    double[] logVariance = arrays.input(1);
    double[] z = arrays.input(2);
    double[] zGradient = arrays.inputGradient(2);
    double[][] parameters = new double[prior.parameters(1).size()][];
    double[][] parameterGradients = new double[parameters.length][];
    Arrays.setAll(parameters, arrays::parameter);
    Arrays.setAll(parameterGradients, arrays::parameterGradient);
    int dimensions = z.length / arrays.batch();
    for (int n = 0; n < arrays.batch(); n++) {
      double logQ = 0;
      for (int i = n * dimensions; i < (n + 1) * dimensions; i++) {
        logQ += Gaussian.logDensity(z[i], mean[i], logVariance[i]);
        double l = LatentKernel.clamp(logVariance[i]);
        double difference = z[i] - mean[i];
        double pull = difference * Math.exp(-l);
        zGradient[i] -= weight * pull;
        arrays.inputGradient(0)[i] += weight * pull;
        if (l == logVariance[i]) {
          arrays.inputGradient(1)[i] += weight * 0.5 * (difference * pull - 1);
        }
      }
      double logP =
          prior.logDensity(
              z,
              n * dimensions,
              dimensions,
              label(arrays, n),
              parameters,
              -weight,
              zGradient,
              parameterGradients);
      arrays.loss(0)[n] = logQ - logP;
    }
  }

  private int label(HostArrays arrays, int image) {
    int label = 0;
    while (label < classes - 1 && arrays.input(3)[image * classes + label] == 0) {
      label++;
    }
    return label;
  }
}
