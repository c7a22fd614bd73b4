package vae4j.train;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vae4j.data.Binarization;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;
import vae4j.loss.KlWeight;

/** {@link TrainerConfig} as JSON and back. */
final class TrainerConfigCodec {
  private TrainerConfigCodec() {}

  static JsonObject write(TrainerConfig config) {
    JsonObject json = new JsonObject();
    json.addProperty("epochs", config.epochs());
    json.addProperty("batch_size", config.batchSize());
    json.add("learning_rate", config.learningRate().toJson());
    json.add("optimizer", config.optimizer().toJson());
    json.add("kl_weight", config.beta().toJson());
    json.addProperty("binarization", config.binarization().toString());
    JsonObject terms = new JsonObject();
    config.extraTerms().forEach(terms::addProperty);
    json.add("extra_terms", terms);
    json.addProperty("seed", config.seed());
    return json;
  }

  static TrainerConfig read(JsonFields json) throws MalformedModelException {
    Map<String, Double> terms = new LinkedHashMap<>();
    JsonFields extra = json.requireObject("extra_terms");
    for (String name : extra.names()) {
      terms.put(name, extra.requireDouble(name));
    }
    List<String> names = Arrays.stream(Binarization.values()).map(Binarization::toString).toList();
    String binarization = json.requireOneOf("binarization", names);
    try {
      TrainerConfig config =
          new TrainerConfig(
              json.requirePositiveInt("epochs"),
              json.requirePositiveInt("batch_size"),
              learningRate(json.requireObject("learning_rate")),
              optimizer(json.requireObject("optimizer")),
              klWeight(json.requireObject("kl_weight")),
              Binarization.valueOf(binarization.toUpperCase(Locale.ROOT)),
              terms,
              json.requireLong("seed"));
      json.rejectOthers();
      return config;
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException("training settings", String.valueOf(e.getMessage()), e);
    }
  }

  private static LearningRate learningRate(JsonFields json) throws MalformedModelException {
    String type = json.requireOneOf("type", List.of("constant", "cosine"));
    double rate = json.requireDouble("rate");
    json.rejectOthers();
    return type.equals("cosine") ? LearningRate.cosine(rate) : LearningRate.constant(rate);
  }

  private static Optimizer optimizer(JsonFields json) throws MalformedModelException {
    String type = json.requireOneOf("type", List.of("adam", "sgd"));
    Optimizer optimizer =
        type.equals("adam")
            ? new Optimizer.Adam(
                json.requireDouble("beta1"),
                json.requireDouble("beta2"),
                json.requireDouble("epsilon"))
            : new Optimizer.Sgd(json.requireDouble("momentum"));
    json.rejectOthers();
    return optimizer;
  }

  private static KlWeight klWeight(JsonFields json) throws MalformedModelException {
    String type = json.requireOneOf("type", List.of("constant", "warm-up"));
    double beta = json.requireDouble("beta");
    KlWeight weight =
        type.equals("constant")
            ? KlWeight.constant(beta)
            : KlWeight.warmUp(beta, json.requireDouble("epochs"));
    json.rejectOthers();
    return weight;
  }
}
