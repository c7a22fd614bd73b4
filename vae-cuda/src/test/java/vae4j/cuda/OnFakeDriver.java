package vae4j.cuda;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import vae4j.cuda.fake.FakeDriver;
import vae4j.cuda.fake.FakeDriver.Control;

/**
 * Puts the driver without a GPU in the place of the machine's before any test: so the tests of
 * every backend, which are compiled into this module too, find the GPU backend available.
 */
public final class OnFakeDriver implements BeforeAllCallback, AfterEachCallback {
  /** For JUnit. */
  public OnFakeDriver() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    if (FakeDriver.available()) {
      FakeDriver.load();
    }
  }

  /** A kernel that reads or writes what it must not fails the test, whatever the test looks at. */
  @Override
  public void afterEach(ExtensionContext context) {
    if (FakeDriver.available()) {
      String message = FakeDriver.get(Control.FAULTS) > 0 ? FakeDriver.message() : "";
      FakeDriver.reset();
      if (!message.isEmpty()) {
        throw new AssertionError("on the driver without a GPU: " + message);
      }
    }
  }
}
