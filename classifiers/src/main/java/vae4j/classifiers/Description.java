package vae4j.classifiers;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import vae4j.data.ImageDataset;
import vae4j.io.LibraryVersion;

/** The description beside the weights: their origin and accuracy. */
final class Description {
  private Description() {}

  static String of(
      Recipe recipe, int epochs, ImageDataset train, ImageDataset test, double accuracy)
      throws IOException {
    JsonObject data = new JsonObject();
    data.addProperty("name", recipe.dataset());
    data.addProperty("trainSha256", train.sha256());
    data.addProperty("testSha256", test.sha256());
    JsonObject versions = new JsonObject();
    versions.addProperty("vae4j", LibraryVersion.current());
    versions.addProperty("deeplearning4j", deeplearning4j());
    versions.addProperty("java", Runtime.version().toString());
    JsonObject root = new JsonObject();
    root.addProperty("name", recipe.weights());
    root.add("dataset", data);
    root.addProperty("architecture", Classifier.ARCHITECTURE);
    root.addProperty("testAccuracy", accuracy);
    root.addProperty("seed", Recipe.SEED);
    root.addProperty("epochs", epochs);
    root.addProperty("movedByPixels", recipe.farthest());
    root.addProperty("mirrored", recipe.mirrored());
    root.addProperty("inputsKeptOfDenseLayers", recipe.kept());
    root.add("versions", versions);
    return new GsonBuilder().setPrettyPrinting().create().toJson(root) + "\n";
  }

  /** The properties that Maven wrote into Deeplearning4j's jar. */
  private static String deeplearning4j() throws IOException {
    String file = "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";
    try (InputStream in = MultiLayerNetwork.class.getResourceAsStream(file)) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(in, file));
      return properties.getProperty("version");
    }
  }
}
