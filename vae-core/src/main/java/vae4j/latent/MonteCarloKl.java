package vae4j.latent;

import java.util.List;
import vae4j.backend.LatentKernel;
import vae4j.data.ImageShape;
import vae4j.graph.HostArrays;
import vae4j.graph.HostOp;
import vae4j.graph.ParameterSpec;
import vae4j.graph.Term;

/**
 * The KL of a Gaussian posterior from a prior without a closed form, estimated at the z that was
 * drawn: log q(z | x) − log p(z) (Kingma and Welling 2014, equation 6). Inputs are μ, ℓ and z.
 *
 * @param prior p(z)
 */
record MonteCarloKl(Prior prior) implements HostOp {
  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    return List.of();
  }

  @Override
  public List<ParameterSpec> parameters(List<ImageShape> inputs) {
    return prior.parameters(inputs.get(0).size());
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
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = arrays.parameter(i);
      parameterGradients[i] = arrays.parameterGradient(i);
    }
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
              z, n * dimensions, dimensions, parameters, -weight, zGradient, parameterGradients);
      arrays.loss(0)[n] = logQ - logP;
    }
  }
}
