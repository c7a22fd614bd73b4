package vae4j.cuda.library.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_DEVICEPROP_HANDLE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_DEVICEPROP_JSON_REPRESENTATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_DEVICEPROP_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendExecute;
import static org.bytedeco.cuda.global.cudnn.cudnnCreate;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroy;
import static org.bytedeco.cuda.global.cudnn.cudnnSetStream;

import org.bytedeco.cuda.cudnn.cudnnContext;
import vae4j.cuda.library.Natives;

/** The GPU that plans are made for: one that is there, or a description. */
sealed interface Target extends AutoCloseable {
  /** Tells a descriptor the GPU by whichever of two attributes this has; 0 for neither. */
  void tell(Descriptor descriptor, int handleAttribute, int propertiesAttribute);

  @Override
  void close();

  /** The GPU of the thread's current context, with cuDNN's handle of it. */
  final class Present implements Target {
    private final cudnnContext handle = new cudnnContext();
    private final Natives.Stream stream = new Natives.Stream();

    Present() {
      Descriptor.check(cudnnCreate(handle), "starting on this GPU");
    }

    /** Puts a plan on a stream. The handle has one stream at a time, so others wait for it. */
    synchronized void execute(long onStream, Descriptor plan, Descriptor addresses, String action) {
      if (stream.address() != onStream) {
        stream.set(onStream);
        Descriptor.check(cudnnSetStream(handle, stream), "using a stream");
      }
      Descriptor.check(cudnnBackendExecute(handle, plan.pointer(), addresses.pointer()), action);
    }

    @Override
    public void tell(Descriptor descriptor, int handleAttribute, int propertiesAttribute) {
      if (handleAttribute != 0) {
        descriptor.setHandle(handleAttribute, handle);
      }
    }

    /** How cuDNN describes this GPU. */
    String properties() {
      try (Descriptor properties = description("this GPU")) {
        return properties
            .setHandle(CUDNN_ATTR_DEVICEPROP_HANDLE, handle)
            .finish()
            .text(CUDNN_ATTR_DEVICEPROP_JSON_REPRESENTATION);
      }
    }

    @Override
    public void close() {
      cudnnDestroy(handle);
    }
  }

  /** A GPU that is not there. */
  final class Described implements Target {
    private final Descriptor properties;

    Described(DeviceProperties device) {
      this.properties =
          description(device.name())
              .setText(CUDNN_ATTR_DEVICEPROP_JSON_REPRESENTATION, device.toJson())
              .finish();
    }

    @Override
    public void tell(Descriptor descriptor, int handleAttribute, int propertiesAttribute) {
      if (propertiesAttribute != 0) {
        descriptor.set(propertiesAttribute, properties);
      }
    }

    @Override
    public void close() {
      properties.close();
    }
  }

  private static Descriptor description(String name) {
    return new Descriptor(CUDNN_BACKEND_DEVICEPROP_DESCRIPTOR, "properties of " + name);
  }
}
