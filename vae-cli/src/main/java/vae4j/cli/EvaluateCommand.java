package vae4j.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.MemoryNeed;
import vae4j.Provenance;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.Documents;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Failure;
import vae4j.cli.console.MetricTable;
import vae4j.cli.option.BackendArguments;
import vae4j.cli.option.DataArguments;
import vae4j.cli.option.MetricNames;
import vae4j.cli.option.ModelFileArgument;
import vae4j.cli.run.ModelEvaluation;
import vae4j.data.Binarization;
import vae4j.datasets.Datasets;
import vae4j.eval.EvaluationResult;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.MetricGroup;
import vae4j.io.AtomicFiles;
import vae4j.plot.report.EvaluationSections;
import vae4j.plot.report.HtmlReport;
import vae4j.plot.report.ModelGallery;
import vae4j.plot.report.ReportSection;

/** {@code vae evaluate}: a model and a test set → all that can be measured of it. */
@Command(
    name = "evaluate",
    description = {
      "Measures a model on the test images of a data set, and draws its figures.",
      "Losses are means over all images with one sampled z each, in nats per image."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ModelFileArgument model = new ModelFileArgument();
  @Mixin private DataArguments data = new DataArguments();

  @Option(
      names = "--metrics",
      split = ",",
      paramLabel = "M,…",
      completionCandidates = MetricNames.class,
      description = {
        "Which: ${COMPLETION-CANDIDATES}.",
        "Default: all that the model and its images allow."
      })
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--quick",
      description = "Without the importance-weighted bound, and probes of 10,000 images.")
  private boolean quick;

  @Option(
      names = "--samples",
      paramLabel = "K",
      defaultValue = "100",
      description =
          "Samples of the importance-weighted bound, 1 to 5000. Default: ${DEFAULT-VALUE}.")
  private int samples;

  @Option(
      names = "--beta",
      paramLabel = "X",
      description = "Weight of the kl in the objective; that of the training if not set.")
  private @Nullable Double beta;

  @Option(
      names = "--binarize",
      paramLabel = "HOW",
      description = "none, threshold or stochastic; as in the training if not set.")
  private @Nullable String binarize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of all that is sampled. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private BackendArguments backends = new BackendArguments();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "Write evaluation.json and report.html into this folder, made if need be;",
        "replaces files of these names."
      })
  private @Nullable Path out;

  @Option(names = "--json", description = "Print JSON, and nothing else, to standard output.")
  private boolean json;

  private final Console console;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    // Wrong names and numbers are refused before anything is read.
    ModelEvaluation all =
        new ModelEvaluation(
            console, backends.threads, quick, !quick, samples, Binarization.NONE, seed);
    List<MetricGroup> asked = all.named(metrics);
    if (out != null) {
      requireWritable(out);
    }
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend)) {
      double weight = beta == null ? ModelFileArgument.lastBeta(vae) : beta;
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("beta must be 0 or positive and finite, was " + weight);
      }
      Binarization binarization =
          binarize == null ? ModelFileArgument.binarization(vae) : Binarization.named(binarize);
      String name = ModelFileArgument.dataset(vae, data);
      Datasets.Opened opened = data.openFor(vae.config().input(), name, console);
      EvaluationImages images = ModelEvaluation.images(opened);
      MemoryNeed.ofEvaluation(vae.config(), backend, opened.test().size())
          .without("weights")
          .require("the evaluation", backend.availableMemory(), () -> "try a smaller --limit");
      ModelEvaluation evaluation = all.with(binarization);
      if (asked.isEmpty()) {
        evaluation
            .impossible(vae, images)
            .forEach(reason -> console.notice("not measured: " + reason));
      }
      EvaluationResult found =
          evaluation.measure(
              vae, images, asked.isEmpty() ? evaluation.possible(vae, images) : asked);
      JsonObject document = evaluation.document(model.file(), vae, weight, found);
      finish(vae, images, binarization, document, found);
    }
    return ExitCode.DONE;
  }

  /** Before hours are spent on measuring. */
  private static void requireWritable(Path folder) {
    try {
      Files.createDirectories(folder);
      AtomicFiles.requireWritable(folder.resolve("evaluation.json"));
      AtomicFiles.requireWritable(folder.resolve("report.html"));
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  private void finish(
      Vae vae,
      EvaluationImages images,
      Binarization binarization,
      JsonObject document,
      EvaluationResult found) {
    List<ReportSection> tables = EvaluationSections.of(found);
    if (out != null) {
      Path folder = out;
      try {
        AtomicFiles.writeString(folder.resolve("evaluation.json"), Documents.print(document));
        List<ReportSection> sections = new ArrayList<>(tables);
        sections.addAll(
            ModelGallery.defaults()
                .withBinarization(binarization)
                .withSeed(seed)
                .draw(vae, images.test()));
        new HtmlReport(model.file().toString(), facts(vae, found), sections)
            .write(folder.resolve("report.html"));
      } catch (IOException e) {
        throw Failure.unwritable(e);
      }
      console.notice("report: " + folder.resolve("report.html"));
    }
    if (json) {
      console.out().print(Documents.print(document));
    } else {
      console.out().print(MetricTable.of(tables));
    }
  }

  private Map<String, String> facts(Vae vae, EvaluationResult found) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("measured on", found.dataset());
    facts.put("parameters", Long.toString(vae.parameterCount()));
    facts.put("latents", Integer.toString(vae.config().latent()));
    facts.put("backend", vae.backend().name() + " (" + vae.backend().description() + ")");
    facts.put("seed", Long.toString(seed));
    Provenance provenance = vae.provenance();
    if (provenance != null) {
      facts.put("trained on", provenance.dataset());
      facts.put("SHA-256 of the data", provenance.datasetSha256());
      facts.put("seed of the training", Long.toString(provenance.seed()));
      facts.put("trained with", provenance.backend() + ", " + provenance.precision());
      Documents.flat(provenance.settings()).forEach(facts::put);
    }
    return facts;
  }
}
