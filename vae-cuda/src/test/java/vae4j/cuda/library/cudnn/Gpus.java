package vae4j.cuda.library.cudnn;

/** GPUs that plans are made for in tests. Sizes are NVIDIA's; clocks are round numbers. */
enum Gpus {
  A100(800, 108, 166_912, 2048, 40, 80),
  H100(900, 132, 232_448, 2048, 50, 80),
  B200(1000, 148, 232_448, 2048, 126, 180),
  RTX_5090(1200, 170, 101_376, 1536, 96, 32);

  private final int capability;
  private final int multiprocessors;
  private final int sharedMemory;
  private final int threads;
  private final int l2MiB;
  private final long memoryGiB;

  Gpus(
      int capability,
      int multiprocessors,
      int sharedMemory,
      int threads,
      int l2MiB,
      long memoryGiB) {
    this.capability = capability;
    this.multiprocessors = multiprocessors;
    this.sharedMemory = sharedMemory;
    this.threads = threads;
    this.l2MiB = l2MiB;
    this.memoryGiB = memoryGiB;
  }

  DeviceProperties properties() {
    return new DeviceProperties(
        name(),
        capability,
        multiprocessors,
        sharedMemory,
        threads,
        l2MiB << 20,
        memoryGiB << 30,
        2_000_000,
        2_600_000);
  }
}
