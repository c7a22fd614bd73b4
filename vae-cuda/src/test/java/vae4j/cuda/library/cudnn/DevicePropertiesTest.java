package vae4j.cuda.library.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class DevicePropertiesTest {
  @Test
  void theirNamesAreThoseThatCudnnReads() {
    JsonObject json = JsonParser.parseString(Gpus.H100.properties().toJson()).getAsJsonObject();

    // The fields with which cuDNN 9.24 made plans without a GPU.
    assertThat(json.keySet())
        .containsExactly(
            "version",
            "deviceVer",
            "multiProcessorCount",
            "maxSharedMemoryPerBlock",
            "maxSharedMemoryPerBlockOptin",
            "reservedSharedMemoryPerBlock",
            "maxSharedMemoryPerSM",
            "deviceName",
            "driverVer",
            "pciDeviceId",
            "cudaDeviceId",
            "maxGridSize",
            "maxBlockSize",
            "maxThreadsDim",
            "maxThreadsPerBlock",
            "maxThreadsPerSM",
            "regsPerBlock",
            "maxRegistersPerSM",
            "l2CacheSize",
            "memClockRateKHz",
            "smClockRateKHz",
            "maxCtasPerSM",
            "totalGlobalMem",
            "warpSize",
            "supportCoopLaunch",
            "isTccDriver",
            "smCountOrigin",
            "targetSMcount");
    assertThat(json.get("deviceVer").getAsInt()).isEqualTo(900);
    assertThat(json.get("targetSMcount").getAsInt()).isEqualTo(132);
    assertThat(json.get("totalGlobalMem").getAsLong()).isEqualTo(80L << 30);
    assertThat(json.get("maxGridSize").getAsJsonArray()).hasSize(3);
  }
}
