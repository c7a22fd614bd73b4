package vae4j.cuda.library.cudnn;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * What cuDNN must know of a GPU to make plans for it where there is none. Of what is not named here
 * every GPU since Ampere has the same, or cuDNN takes it as a hint only.
 *
 * @param name such as {@code NVIDIA H100}
 * @param capability compute capability, 100 · major + 10 · minor: 900 for 9.0
 * @param multiprocessors number of processors
 * @param sharedMemoryPerBlock largest shared memory of one block, in bytes
 * @param threadsPerMultiprocessor most threads on a processor at once
 * @param l2Bytes size of the level-2 cache
 * @param memoryBytes size of the memory
 * @param clockKilohertz of the processors
 * @param memoryClockKilohertz of the memory
 */
public record DeviceProperties(
    String name,
    int capability,
    int multiprocessors,
    int sharedMemoryPerBlock,
    int threadsPerMultiprocessor,
    int l2Bytes,
    long memoryBytes,
    int clockKilohertz,
    int memoryClockKilohertz) {
  private static final int CUDA_13 = 13_000;

  /** As cuDNN 9.8 and newer read it. */
  String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("version", 1);
    json.addProperty("deviceVer", capability);
    json.addProperty("multiProcessorCount", multiprocessors);
    json.addProperty("maxSharedMemoryPerBlock", 48 << 10);
    json.addProperty("maxSharedMemoryPerBlockOptin", sharedMemoryPerBlock);
    json.addProperty("reservedSharedMemoryPerBlock", 1 << 10);
    json.addProperty("maxSharedMemoryPerSM", sharedMemoryPerBlock + (1 << 10));
    json.addProperty("deviceName", name);
    json.addProperty("driverVer", CUDA_13);
    json.addProperty("pciDeviceId", 0);
    json.addProperty("cudaDeviceId", 0);
    json.add("maxGridSize", array(Integer.MAX_VALUE, 65_535, 65_535));
    json.add("maxBlockSize", array(1024, 1024, 64));
    json.add("maxThreadsDim", array(1024, 1024, 64));
    json.addProperty("maxThreadsPerBlock", 1024);
    json.addProperty("maxThreadsPerSM", threadsPerMultiprocessor);
    json.addProperty("regsPerBlock", 1 << 16);
    json.addProperty("maxRegistersPerSM", 1 << 16);
    json.addProperty("l2CacheSize", l2Bytes);
    json.addProperty("memClockRateKHz", memoryClockKilohertz);
    json.addProperty("smClockRateKHz", clockKilohertz);
    json.addProperty("maxCtasPerSM", 32);
    json.addProperty("totalGlobalMem", memoryBytes);
    json.addProperty("warpSize", 32);
    json.addProperty("supportCoopLaunch", 1);
    json.addProperty("isTccDriver", 0);
    json.addProperty("smCountOrigin", 0);
    json.addProperty("targetSMcount", multiprocessors);
    return json.toString();
  }

  private static JsonArray array(int... values) {
    JsonArray array = new JsonArray();
    for (int value : values) {
      array.add(value);
    }
    return array;
  }
}
