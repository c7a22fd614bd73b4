package vae4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.backend.Backend;
import vae4j.backend.ImageTable;
import vae4j.backend.Recording;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.data.ArrayRows;
import vae4j.data.Batch;
import vae4j.data.ImageValues;
import vae4j.graph.Graph;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Mode;
import vae4j.graph.Node;
import vae4j.graph.Plan;
import vae4j.graph.PlanSpec;
import vae4j.graph.Value;
import vae4j.graph.parameter.Parameter;
import vae4j.graph.parameter.ParameterStore;
import vae4j.graph.parameter.Role;
import vae4j.graph.parameter.Weights;
import vae4j.latent.Gaussian;
import vae4j.latent.Posterior;
import vae4j.loss.ExtraTerm;
import vae4j.loss.LossMean;
import vae4j.loss.LossTerms;

/**
 * A handle for training with buffers of its own over the weights of a {@link Vae}: loss and
 * gradient of batches. It is used by one thread at a time; other threads may encode and decode
 * meanwhile and see whole steps.
 */
public final class TrainingSession implements AutoCloseable {
  private final VaeConfig config;
  private final Graph graph;
  private final Backend backend;
  private final Weights weights;
  private final PlanSpec spec;
  private final Map<Integer, Plan> plans = new HashMap<>();
  private @Nullable ParameterStore gradients;
  private @Nullable ParameterStore sums;
  private @Nullable RecordedSteps recorded;
  private @Nullable Plan begun;

  TrainingSession(
      VaeConfig config, Graph model, Backend backend, Weights weights, List<ExtraTerm> extraTerms) {
    this.config = config;
    this.backend = backend;
    this.weights = weights;
    this.graph = withTerms(model, extraTerms);
    this.spec = VaeGraph.loss(config, graph, Mode.TRAIN);
  }

  /** The graph of a model with more loss terms. */
  static Graph withTerms(Graph model, List<ExtraTerm> extraTerms) {
    GraphBuilder builder = new GraphBuilder(model);
    for (ExtraTerm term : extraTerms) {
      List<Value> inputs = term.inputs().stream().map(builder::value).toList();
      builder.addAll("loss/" + term.name(), term.op(), inputs);
    }
    return builder.build();
  }

  /** The graph that is trained: the model's, and the extra loss terms. */
  public Graph graph() {
    return graph;
  }

  /**
   * The mean loss of images, and its gradient into {@link #gradient()}.
   *
   * @param images [N, H, W, C], float32 in [0, 1]
   * @param noise source of ε; N·Z normal numbers are drawn, none by a plain autoencoder
   * @param beta weight of the KL, not negative
   * @return the terms, in nats per image
   * @throws IllegalArgumentException if the shape is not the model's, or β negative or not finite
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  public LossTerms lossAndGradient(INDArray images, RandomGenerator noise, double beta) {
    Session.requireShape(config, images);
    ImageValues.require(images);
    Vae.requireBeta(beta);
    return run(images, null, Noise.of(noise), terms -> Map.of(Posterior.KL, beta));
  }

  /**
   * The mean loss of a batch, whose values have been checked already, and its gradient into {@link
   * #gradient()}. Statistics, such as the learned variance of a Gaussian likelihood ({@link
   * vae4j.loss.Likelihood.GaussianLearnedVariance}) and running means, are brought up to date.
   *
   * @param batch images of the model's shape, with labels for a conditional model
   * @param noise source of ε
   * @param termWeights the weights of the terms, chosen between forward and backward pass from the
   *     terms of this batch, or of its first slice where it is walked through in slices
   * @return the terms, in nats per image
   * @throws IllegalArgumentException if the shape is not the model's, or labels are missing
   */
  public LossTerms lossAndGradient(
      Batch batch, Noise noise, UnaryOperator<Map<String, Double>> termWeights) {
    Session.requireShape(config, batch.images());
    return run(batch.images(), batch.labels(), noise, termWeights);
  }

  private LossTerms run(
      INDArray images,
      int @Nullable [] labels,
      Noise noise,
      UnaryOperator<Map<String, Double>> termWeights) {
    int[] classes = requireLabels(labels);
    int count = (int) images.size(0);
    int slice = VaeGraph.slice(graph, backend, count);
    LossMean mean = new LossMean();
    Map<String, Double> chosen = Map.of();
    try (ArrayRows rows = new ArrayRows(images)) {
      for (int from = 0; from < count; from += slice) {
        int to = Math.min(count, from + slice);
        Plan plan = plan(to - from);
        plan.value(VaeGraph.IMAGE).write(slice == count ? images : rows.get(from, to));
        Session.feedLabels(config, plan, classes, from, to);
        if (config.variational()) {
          plan.value(Gaussian.NOISE).write(noise.of(from, to, config.latent()));
        }
        Map<String, Double> given = from == 0 ? null : chosen;
        chosen = weights.read(() -> step(plan, count, given, termWeights));
        mean.add(new LossTerms(plan.terms(), chosen), to - from);
        if (slice < count) {
          add(from == 0);
        }
      }
    }
    if (slice < count) {
      copy(sums(), gradients());
    }
    updateStatistics(count);
    return mean.mean();
  }

  /**
   * Records the training step of a batch size: images are taken, loss and gradient computed, and
   * the parameters changed, all on the device.
   *
   * @param batch images N of each step
   * @param table the images that batches are taken from; null where each batch is given
   * @param numbers that an update takes and that change from step to step
   * @param update kernels that change the parameters, given them and their gradient
   * @return the steps, freed with this session; null where steps can only be run one by one: on a
   *     CPU, and of models of which a part runs on the host
   */
  public @Nullable RecordedSteps record(
      int batch,
      @Nullable ImageTable table,
      List<Scalar> numbers,
      BiConsumer<Storage, Storage> update) {
    closeRecorded();
    Plan plan = plan(batch);
    boolean whole = VaeGraph.slice(graph, backend, batch) == batch;
    boolean statistics = graph.layout().length(Parameter.STATISTICS) > 0;
    if (!whole || statistics || !plan.recordable()) {
      return null;
    }
    Storage indices = table == null ? null : backend.allocate(batch);
    Storage images = plan.value(VaeGraph.IMAGE);
    List<Storage> feeds = new ArrayList<>();
    feeds.add(indices == null ? images : indices);
    if (config.classes() > 0) {
      feeds.add(plan.value(VaeGraph.LABEL));
    }
    if (config.variational()) {
      feeds.add(plan.value(Gaussian.NOISE));
    }
    List<Scalar> scalars = new ArrayList<>(plan.scalars());
    scalars.addAll(numbers);
    Recording recording =
        backend.record(
            new Recording.Ends(feeds, scalars, List.copyOf(plan.losses().values())),
            () -> {
              if (table != null && indices != null) {
                table.gather(indices, images);
              }
              plan.forward(batch, gradients());
              plan.backward(Map.of());
              update.accept(weights.store().group(Parameter.MODEL), gradient());
            });
    if (recording == null) {
      if (indices != null) {
        indices.close();
      }
      return null;
    }
    recorded = new RecordedSteps(config, weights, plan, recording, indices);
    return recorded;
  }

  private void closeRecorded() {
    if (recorded != null) {
      recorded.close();
      recorded = null;
    }
  }

  /**
   * The first half of a step on a part of a batch, for steps that are divided among several
   * sessions: the part goes forward, and nothing is waited for.
   *
   * @param part images of the model's shape, [n, H, W, C], whose values have been checked
   * @param labels [n], of a conditional model; else null
   * @param noise source of ε of the whole batch
   * @param first place of the part's first image in the batch
   * @param images of the whole batch
   * @throws IllegalArgumentException if the shape is not the model's, or labels are missing
   */
  public void forward(INDArray part, int @Nullable [] labels, Noise noise, int first, int images) {
    Session.requireShape(config, part);
    int[] classes = requireLabels(labels);
    int count = (int) part.size(0);
    Plan plan = plan(count);
    plan.value(VaeGraph.IMAGE).write(part);
    Session.feedLabels(config, plan, classes, 0, count);
    if (config.variational()) {
      plan.value(Gaussian.NOISE).write(noise.of(first, first + count, config.latent()));
    }
    plan.forward(images, gradients());
    begun = plan;
  }

  /** The terms of the last {@link #forward}: the means over its part, in nats per image. */
  public Map<String, Double> terms() {
    return begun().terms();
  }

  /**
   * The second half of a step: the gradient of the part's share of the objective into {@link
   * #gradient()}.
   *
   * @param termWeights by term; 1 for those that are not named
   */
  public void backward(Map<String, Double> termWeights) {
    begun().backward(termWeights);
  }

  private Plan begun() {
    if (begun == null) {
      throw new IllegalStateException("no part of a batch has gone forward in this session");
    }
    return begun;
  }

  private Map<String, Double> step(
      Plan plan,
      int images,
      @Nullable Map<String, Double> given,
      UnaryOperator<Map<String, Double>> termWeights) {
    plan.forward(images, gradients());
    Map<String, Double> chosen = given == null ? termWeights.apply(plan.terms()) : given;
    plan.backward(chosen);
    return chosen;
  }

  private int[] requireLabels(int @Nullable [] labels) {
    if (config.classes() == 0) {
      return new int[0];
    }
    if (labels == null) {
      throw new IllegalArgumentException("a conditional model is trained on batches with labels");
    }
    Conditioned.requireClasses(config, labels);
    return labels;
  }

  private void add(boolean first) {
    sums()
        .groups()
        .forEach(
            (group, sum) -> {
              if (first) {
                backend.copy(gradients().group(group), sum);
              } else {
                backend.add(gradients().group(group), sum);
              }
            });
  }

  private void copy(ParameterStore source, ParameterStore target) {
    source.groups().forEach((group, values) -> backend.copy(values, target.group(group)));
  }

  /**
   * New statistics from what the kernels have measured, once the gradients of all parts of a step
   * are added up in {@link #gradients()}.
   *
   * @param images of the step
   */
  public void updateStatistics(int images) {
    boolean any = graph.layout().length(Parameter.STATISTICS) > 0;
    if (!any) {
      return;
    }
    weights.update(
        store -> {
          for (Node node : graph.nodes()) {
            for (int i = 0; i < node.parameters().size(); i++) {
              Parameter parameter = node.parameters().get(i);
              if (parameter.role() == Role.STATISTIC) {
                double[] current = store.of(parameter).toDoubles();
                double[] measured = gradients().of(parameter).toDoubles();
                node.op().updateStatistic(i, node.inputShapes(), current, measured, images);
                store.of(parameter).write(current);
              }
            }
          }
        });
  }

  /**
   * The flat gradient of the trainable parameters, as long as {@link Vae#parameters}, in the
   * backend's memory.
   */
  public Storage gradient() {
    return gradients().group(Parameter.MODEL);
  }

  /** The gradients of all groups of parameters. */
  public ParameterStore gradients() {
    Vae.requireOpen(backend);
    if (gradients == null) {
      gradients = new ParameterStore(graph.layout(), backend);
    }
    return gradients;
  }

  private ParameterStore sums() {
    if (sums == null) {
      sums = new ParameterStore(graph.layout(), backend);
    }
    return sums;
  }

  /**
   * Changes the trainable parameters while no other thread reads them.
   *
   * @param step is given the flat parameters and their gradient
   */
  public void update(BiConsumer<Storage, Storage> step) {
    weights.update(store -> step.accept(store.group(Parameter.MODEL), gradient()));
  }

  private Plan plan(int batch) {
    Vae.requireOpen(backend);
    Plan plan = plans.get(batch);
    if (plan == null) {
      if (plans.size() == 4) {
        closeRecorded();
        begun = null;
        plans.values().forEach(Plan::close);
        plans.clear();
      }
      MemoryNeed.requirePlan(config, graph, spec, batch, backend);
      plan = new Plan(graph, spec, batch, backend, weights);
      plans.put(batch, plan);
    }
    return plan;
  }

  /** Frees its buffers; the model stays open. */
  @Override
  public void close() {
    closeRecorded();
    plans.values().forEach(Plan::close);
    plans.clear();
    if (gradients != null) {
      gradients.close();
      gradients = null;
    }
    if (sums != null) {
      sums.close();
      sums = null;
    }
  }
}
