package vae4j.cuda.library.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINECFG_ENGINE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINECFG_KNOB_CHOICES;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINE_GLOBAL_INDEX;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINE_NUMERICAL_NOTE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_ENGINE_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_KNOB_TYPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_NUMERICAL_NOTE;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import vae4j.cuda.library.MathType;

/** One of cuDNN's engines with its settings, as it proposes them for a graph. */
final class Engine implements AutoCloseable {
  // cuDNN has 10 kinds of notes and 44 of settings; a newer one may have some more.
  private static final int MOST_NOTES = 32;
  private static final int MOST_SETTINGS = 64;

  private final Descriptor settings;

  /**
   * Takes over a filled descriptor.
   *
   * @param settings engine and settings, closed with this
   */
  Engine(Descriptor settings) {
    this.settings = settings;
  }

  Descriptor settings() {
    return settings;
  }

  /** Whether its numbers are no coarser than allowed and the same in each run. */
  boolean allowed(MathType math) {
    try (Descriptor engine = engine()) {
      return Notes.allowed(
          engine.enums(CUDNN_ATTR_ENGINE_NUMERICAL_NOTE, CUDNN_TYPE_NUMERICAL_NOTE, MOST_NOTES),
          math);
    }
  }

  /** Number and settings, such as {@code engine 38 k2=3 k6=1}. */
  String name() {
    StringBuilder name = new StringBuilder("engine ");
    try (Descriptor engine = engine()) {
      name.append(engine.longs(CUDNN_ATTR_ENGINE_GLOBAL_INDEX, 1)[0]);
    }
    choices().forEach((knob, value) -> name.append(" k").append(knob).append('=').append(value));
    return name.toString();
  }

  private Descriptor engine() {
    Descriptor engine = new Descriptor(CUDNN_BACKEND_ENGINE_DESCRIPTOR, "an engine");
    settings.fill(CUDNN_ATTR_ENGINECFG_ENGINE, engine);
    return engine;
  }

  private SortedMap<Integer, Long> choices() {
    SortedMap<Integer, Long> choices = new TreeMap<>();
    Descriptor[] knobs = new Descriptor[MOST_SETTINGS];
    Arrays.setAll(
        knobs, i -> new Descriptor(CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR, "an engine's setting"));
    try {
      int count = settings.fill(CUDNN_ATTR_ENGINECFG_KNOB_CHOICES, knobs);
      for (int i = 0; i < count; i++) {
        choices.put(
            knobs[i].enums(CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE, CUDNN_TYPE_KNOB_TYPE, 1)[0],
            knobs[i].longs(CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE, 1)[0]);
      }
    } finally {
      Arrays.stream(knobs).forEach(Descriptor::close);
    }
    return choices;
  }

  @Override
  public void close() {
    settings.close();
  }
}
