package vae4j.benchmarks.contender;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The inputs of all peers, the same to the last bit: the task, the images, their order and noise in
 * each pass of training, and the initial weights.
 *
 * @param task the work
 * @param images [images, height, width, channels], in [0, 1]
 * @param orders [warm-up + timed passes, images], indices of images; empty where the mode is not
 *     training
 * @param noise [warm-up + timed passes, images, latent], the ε of each image in that order,
 *     standard normal; empty where the mode is not training
 * @param weights all of the task's parameters, one after another
 */
public record Inputs(Task task, float[] images, int[] orders, float[] noise, float[] weights) {
  private static final String TASK = "task.json";
  private static final String IMAGES = "images.f32";
  private static final String ORDERS = "orders.i32";
  private static final String NOISE = "noise.f32";
  private static final String WEIGHTS = "weights.f32";

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if one does not fit the task
   */
  public Inputs {
    requireLength("images", images.length, (long) task.images() * task.pixels());
    long passes = task.mode() == TaskMode.TRAIN ? task.warmUp() + task.passes() : 0;
    requireLength("orders", orders.length, passes * task.images());
    requireLength("noise", noise.length, passes * task.images() * task.latent());
    long parameters = task.parameters().stream().mapToLong(Task.Parameter::length).sum();
    requireLength("weights", weights.length, parameters);
  }

  /**
   * Writes all into a folder.
   *
   * @param folder is there already
   * @throws IOException if a file cannot be written
   */
  public void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(TASK), new Gson().toJson(task));
    writeFloats(folder.resolve(IMAGES), images);
    byte[] bytes = new byte[Math.multiplyExact(orders.length, Integer.BYTES)];
    wrap(bytes).asIntBuffer().put(orders);
    Files.write(folder.resolve(ORDERS), bytes);
    writeFloats(folder.resolve(NOISE), noise);
    writeFloats(folder.resolve(WEIGHTS), weights);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param folder where it is
   * @return the inputs
   * @throws IOException if a file cannot be read or does not fit the others; the message names it
   */
  public static Inputs read(Path folder) throws IOException {
    try {
      Task task = new Gson().fromJson(Files.readString(folder.resolve(TASK)), Task.class);
      ByteBuffer bytes = bytes(folder.resolve(ORDERS));
      int[] orders = new int[bytes.remaining() / Integer.BYTES];
      bytes.asIntBuffer().get(orders);
      return new Inputs(
          task,
          floats(folder.resolve(IMAGES)),
          orders,
          floats(folder.resolve(NOISE)),
          floats(folder.resolve(WEIGHTS)));
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new IOException(folder + " holds no inputs of a contender: " + e.getMessage(), e);
    }
  }

  /**
   * The images of one step of training.
   *
   * @param pass from 0, the warm-up included
   * @param step from 0
   * @return [batch, height, width, channels]
   */
  public float[] trainingBatch(int pass, int step) {
    int pixels = task.pixels();
    float[] batch = new float[task.batch() * pixels];
    int from = pass * task.images() + step * task.batch();
    for (int i = 0; i < task.batch(); i++) {
      System.arraycopy(images, orders[from + i] * pixels, batch, i * pixels, pixels);
    }
    return batch;
  }

  /**
   * The noise of one step of training.
   *
   * @param pass from 0, the warm-up included
   * @param step from 0
   * @return ε, [batch, latent]
   */
  public float[] trainingNoise(int pass, int step) {
    int from = (pass * task.images() + step * task.batch()) * task.latent();
    return Arrays.copyOfRange(noise, from, from + task.batch() * task.latent());
  }

  /**
   * The images of one step of encoding, in their own order.
   *
   * @param step from 0
   * @return [batch, height, width, channels]
   */
  public float[] batch(int step) {
    int length = task.batch() * task.pixels();
    return Arrays.copyOfRange(images, step * length, (step + 1) * length);
  }

  /** Codes to decode: [images, latent], standard normal. */
  public float[] codes() {
    SplittableRandom random = new SplittableRandom(task.seed());
    float[] codes = new float[task.images() * task.latent()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (float) random.nextGaussian();
    }
    return codes;
  }

  /**
   * One of the parameters.
   *
   * @param name such as {@code encoder/conv1/weights}
   * @return its shape
   * @throws IllegalArgumentException if there is none of that name
   */
  public Task.Parameter parameter(String name) {
    return task.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no parameter " + name));
  }

  /**
   * The initial numbers of one of the parameters.
   *
   * @param name such as {@code encoder/conv1/weights}
   * @return its numbers, in C order
   * @throws IllegalArgumentException if there is none of that name
   */
  public float[] initial(String name) {
    int length = parameter(name).length();
    int offset = 0;
    for (Task.Parameter parameter : task.parameters()) {
      if (parameter.name().equals(name)) {
        break;
      }
      offset += parameter.length();
    }
    return Arrays.copyOfRange(weights, offset, offset + length);
  }

  /**
   * The same with every image turned by half a turn: rows and columns in reverse. Where a contender
   * pads before what the others pad after, it computes the same network on these.
   */
  public Inputs turned() {
    int channels = task.channels();
    int places = task.height() * task.width();
    float[] turned = new float[images.length];
    for (int image = 0; image < task.images(); image++) {
      int first = image * places;
      for (int place = 0; place < places; place++) {
        int from = (first + place) * channels;
        int to = (first + places - 1 - place) * channels;
        System.arraycopy(images, from, turned, to, channels);
      }
    }
    return new Inputs(task, turned, orders, noise, weights);
  }

  private static void writeFloats(Path file, float[] values) throws IOException {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    wrap(bytes).asFloatBuffer().put(values);
    Files.write(file, bytes);
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = bytes(file);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return wrap(Files.readAllBytes(file));
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void requireLength(String name, long length, long wanted) {
    if (length != wanted) {
      throw new IllegalArgumentException(
          name + " must be " + wanted + " numbers for this task, were " + length);
    }
  }
}
