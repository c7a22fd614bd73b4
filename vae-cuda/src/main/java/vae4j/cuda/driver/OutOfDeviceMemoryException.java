package vae4j.cuda.driver;

/** A GPU has too little memory left. */
public final class OutOfDeviceMemoryException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  OutOfDeviceMemoryException(String message) {
    super(message);
  }
}
