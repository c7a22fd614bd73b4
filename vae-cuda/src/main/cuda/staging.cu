// What libraries read and write beside the layers' own memory: weights at an address, in an order and of a kind of
// theirs. Grids of any size.
#include "functions.cuh"
#include "kinds.cuh"

// staged = the matrix w [rows][columns], or turned: [columns][rows]. Of a convolution the rows are taps and input
// channels, the columns output channels.
KERNEL void stage_weights(const real* w, void* staged, int kind, int turned, int rows, int columns) {
  long long n = (long long) rows * columns;
  ROLLED for (long long i = globalThread(); i < n; i += globalThreads()) {
    long long column = quotient(i, rows), row = i - column * rows;
    store(staged, i, kind, w[turned ? row * columns + column : i]);
  }
}

// The same the other way round.
KERNEL void unstage_weights(const void* staged, int kind, int turned, real* w, int rows, int columns) {
  long long n = (long long) rows * columns;
  ROLLED for (long long i = globalThread(); i < n; i += globalThreads()) {
    long long row = quotient(i, columns), column = i - row * columns;
    w[i] = load(staged, turned ? column * rows + row : i, kind);
  }
}

// y = f(y + bias), with rows of as many columns as the bias has; it may be null.
KERNEL void bias_activation(
    void* y, int kind, const real* bias, int columns, int activation, real slope, long long n) {
  for (long long i = globalThread(); i < n; i += globalThreads()) {
    real value = load(y, i, kind) + (bias ? bias[i - quotient(i, columns) * columns] : 0);
    store(y, i, kind, activate(value, activation, slope));
  }
}
