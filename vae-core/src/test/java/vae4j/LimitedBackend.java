package vae4j;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import vae4j.backend.AvailableMemory;
import vae4j.backend.Backend;

/** A backend on a machine with little memory. */
public final class LimitedBackend {
  private LimitedBackend() {}

  /** The same backend, which believes that there is only so much. */
  public static Backend of(Backend backend, long nativeBytes, long heapBytes) {
    return (Backend)
        Proxy.newProxyInstance(
            LimitedBackend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("availableMemory")) {
                return new AvailableMemory(nativeBytes, "a small machine", heapBytes);
              }
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
