// Kernels of the tests' own: most are wrong, each in its way.

struct TestLine {
  real slope, offset;
  real* target;
};

KERNEL void test_line(TestLine line, int n) {
  int i = (int) (blockIdx.x * blockDim.x + threadIdx.x);
  if (i < n) {
    line.target[i] = line.slope * i + line.offset;
  }
}

// Each thread gets its number `turns` threads on, with two waits a turn.
KERNEL void test_rotate(real* y, int turns) {
  __shared__ real values[1024];
  unsigned me = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
  unsigned threads = blockDim.x * blockDim.y * blockDim.z;
  real mine = (real) me;
  for (int i = 0; i < turns; i++) {
    values[me] = mine;
    __syncthreads();
    mine = values[(me + 1) % threads];
    __syncthreads();
  }
  y[(long long) blockIdx.x * threads + me] = mine;
}

// Which block and thread wrote last.
KERNEL void test_order(real* y) { *y = (real) (blockIdx.x * blockDim.x + threadIdx.x); }

KERNEL void test_first_leaves(real* y) {
  if (threadIdx.x > 0) {
    __syncthreads();
  }
  y[threadIdx.x] = 1;
}

KERNEL void test_last_leaves(real* y) {
  if (threadIdx.x + 1 < blockDim.x) {
    __syncthreads();
  }
  y[threadIdx.x] = 1;
}

KERNEL void test_two_places(real* y) {
  if (threadIdx.x % 2) {
    __syncthreads();
  } else {
    __syncthreads();
  }
  y[threadIdx.x] = 1;
}

KERNEL void test_reads_unwritten(real* y, int written) {
  __shared__ real values[256];
  if ((int) threadIdx.x < written) {
    values[threadIdx.x] = 1;
  }
  y[threadIdx.x] = values[threadIdx.x];
}

// Wrong only for a place outside y.
KERNEL void test_write(real* y, long long place) { y[place] = 1; }

KERNEL void test_divide(int* y, int by) { *y = 100 / by; }
