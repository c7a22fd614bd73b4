// A case for each kernel: small shapes that fill no tile, with every kind of number and every branch.
#pragma once

#include "sanitize.h"

// Rows and columns past one tile, stride and padding unlike in each direction.
static Map wide(int batch = 6) { return {batch, 7, 5, 3, 4, 3, 70, 3, 2, 2, 3, 1, 0}; }

// Few columns, and a stride beyond the kernel, so that some phases have no taps.
static Map narrow() { return {3, 7, 4, 9, 3, 2, 5, 2, 1, 3, 2, 0, 0}; }

static unsigned tiles(long long count, int tile) { return (unsigned) ((count + tile - 1) / tile); }

static size_t inputs(const Map& m) { return (size_t) m.batch * m.inHeight * m.inWidth * m.inChannels; }
static size_t outputs(const Map& m) { return (size_t) m.batch * m.outHeight * m.outWidth * m.outChannels; }
static int taps(const Map& m) { return m.kernelHeight * m.kernelWidth * m.inChannels; }

template <auto kernel>
static void forward(Run& r, const Map& m, int width) {
  dim3 grid{tiles((long long) m.batch * m.outHeight * m.outWidth, 64), tiles(m.outChannels, width)};
  const real* w = r.in<real>((size_t) taps(m) * m.outChannels);
  r.launch<kernel>(grid, m, r.in<real>(inputs(m)), KIND_REAL, w, r.in<real>(m.outChannels), r.out<real>(outputs(m)),
                   KIND_REAL, LEAKY_RELU, (real) 0.1);
  r.launch<kernel>(grid, m, r.in<unsigned short>(inputs(m), 0x3c00), KIND_FLOAT16, w, nullptr,
                   r.out<unsigned short>(outputs(m)), KIND_BFLOAT16, TANH, (real) 0);
}

template <auto kernel>
static void adjoint(Run& r, const Map& m, int width) {
  long long pixels = (long long) tiles(m.inHeight, m.strideHeight) * tiles(m.inWidth, m.strideWidth);
  dim3 grid{tiles(m.batch * pixels, 64), tiles(m.inChannels, width), (unsigned) (m.strideHeight * m.strideWidth)};
  const real* w = r.in<real>((size_t) taps(m) * m.outChannels);
  r.launch<kernel>(grid, m, r.in<real>(outputs(m)), KIND_REAL, w, r.in<real>(m.inChannels), r.out<real>(inputs(m)),
                   KIND_REAL, RELU, (real) 0);
  r.launch<kernel>(grid, m, r.in<unsigned short>(outputs(m), 0x3f80), KIND_BFLOAT16, w, nullptr,
                   r.out<unsigned short>(inputs(m)), KIND_FLOAT16, SIGMOID, (real) 0);
}

template <auto kernel>
static void weights(Run& r, const Map& m, int width) {
  // More splits than are filled.
  int splits = 5;
  dim3 grid{tiles(taps(m), 64), tiles(m.outChannels, width), (unsigned) splits};
  real* partial = r.out<real>((size_t) splits * taps(m) * m.outChannels);
  r.launch<kernel>(grid, m, r.in<real>(inputs(m)), KIND_REAL, r.in<unsigned short>(outputs(m), 0x3f80), KIND_BFLOAT16,
                   partial, splits);
}

// Sets of both sorts, through all kernels that need parts.
static void normalization(Run& r, int batch, int positions, int channels, int groups, int acrossBatch) {
  int sets = acrossBatch ? channels : batch * groups, parts = batch * channels;
  long long n = (long long) parts * positions;
  dim3 byTiles{(unsigned) batch * tiles(channels, 32)}, bySets{(unsigned) sets};
  const real* x = r.in<real>((size_t) n);
  const real* dy = r.in<real>((size_t) n);
  const real* scale = r.in<real>(channels);
  real *means = r.out<real>(parts), *squares = r.out<real>(parts);
  real *mean = r.out<real>(sets), *inverse = r.out<real>(sets), *variance = r.out<real>(sets);
  r.launch<norm_parts>(byTiles, x, positions, channels, means, squares);
  r.launch<norm_statistics>(bySets, means, squares, batch, positions, channels, groups, acrossBatch, (real) 1e-5, mean,
                            inverse, variance);
  r.launch<norm_statistics>(bySets, means, squares, batch, positions, channels, groups, acrossBatch, (real) 1e-5, mean,
                            inverse, nullptr);
  r.launch<norm_apply>({2}, x, mean, inverse, scale, r.in<real>(channels), r.out<real>((size_t) n), positions, channels,
                       groups, acrossBatch, n);
  real *setSums = r.out<real>(sets), *setProducts = r.out<real>(sets);
  r.launch<norm_gradient_parts>(byTiles, x, dy, mean, inverse, positions, channels, groups, acrossBatch, means,
                                squares);
  r.launch<norm_gradient_sets>(bySets, means, squares, scale, batch, positions, channels, groups, acrossBatch, setSums,
                               setProducts);
  r.launch<norm_gradient_input>({2}, x, dy, mean, inverse, setSums, setProducts, scale, r.out<real>((size_t) n),
                                positions, channels, groups, acrossBatch, n);
}

static const int odd = 3 * 256 + 1;  // numbers past the last full block

static const Case cases[] = {
    {"affine_forward", [](Run& r) { forward<affine_forward>(r, wide(), 64); }},
    {"affine_forward_narrow", [](Run& r) { forward<affine_forward_narrow>(r, narrow(), 16); }},
    {"affine_adjoint", [](Run& r) { adjoint<affine_adjoint>(r, wide(14), 64); }},
    {"affine_adjoint_narrow", [](Run& r) { adjoint<affine_adjoint_narrow>(r, narrow(), 16); }},
    {"affine_weights", [](Run& r) { weights<affine_weights>(r, wide(), 64); }},
    {"affine_weights_narrow", [](Run& r) { weights<affine_weights_narrow>(r, narrow(), 16); }},
    {"sum_partials", [](Run& r) { r.launch<sum_partials>({2}, r.in<real>(3 * odd), r.out<real>(odd), 3, odd); }},
    {"column_sums",
     [](Run& r) {
       r.launch<column_sums>({2, 3}, r.in<real>(41 * 35), KIND_REAL, 41, 35, r.out<real>(3 * 35), 3);
       r.launch<column_sums>({1, 4}, r.in<unsigned short>(3 * 5, 0x3c00), KIND_FLOAT16, 3, 5, r.out<real>(4 * 5), 4);
     }},
    {"activation_forward",
     [](Run& r) {
       for (int a : {IDENTITY, RELU, LEAKY_RELU, SILU, TANH, SIGMOID})
         r.launch<activation_forward>({2}, r.in<real>(odd, 100), KIND_REAL, r.out<unsigned short>(odd), KIND_BFLOAT16,
                                      a, (real) 0.1, odd);
     }},
    {"activation_backward",
     [](Run& r) {
       for (int a : {IDENTITY, RELU, LEAKY_RELU, SILU, TANH, SIGMOID})
         r.launch<activation_backward>({2}, r.in<unsigned short>(odd, 0x3c00), KIND_FLOAT16, r.in<real>(odd), KIND_REAL,
                                       a, (real) 0.1, odd);
     }},
    {"stage_weights unstage_weights",
     [](Run& r) {
       for (int turned : {0, 1}) {
         unsigned short* staged = r.out<unsigned short>(37 * 29);
         r.launch<stage_weights>({2}, r.in<real>(37 * 29), staged, KIND_BFLOAT16, turned, 37, 29);
         r.launch<unstage_weights>({2}, staged, KIND_BFLOAT16, turned, r.out<real>(37 * 29), 37, 29);
       }
     }},
    {"bias_activation",
     [](Run& r) {
       r.launch<bias_activation>({2}, r.in<real>(60 * 13), KIND_REAL, r.in<real>(13), 13, SILU, (real) 0, 60 * 13);
       r.launch<bias_activation>({2}, r.in<unsigned short>(60 * 13, 0x3c00), KIND_FLOAT16, nullptr, 13, LEAKY_RELU,
                                 (real) 0.1, 60 * 13);
     }},
    {"compare_fill compare_results compare_fingerprint",
     [](Run& r) {
       real* a = r.out<real>(odd);
       unsigned short *b = r.out<unsigned short>(odd), *c = r.out<unsigned short>(odd);
       r.launch<compare_fill>({2}, a, KIND_REAL, -7, odd);
       r.launch<compare_fill>({2}, b, KIND_FLOAT16, 8, odd);
       r.launch<compare_fill>({2}, c, KIND_FLOAT16, 9, odd);
       r.launch<compare_results>({3}, a, r.in<real>(odd), KIND_REAL, odd, r.out<real>(3 * 3));
       r.launch<compare_results>({1}, b, c, KIND_FLOAT16, 5, r.out<real>(3));
       r.launch<compare_fingerprint>({3}, a, KIND_REAL, odd, r.out<unsigned long long>(3));
       r.launch<compare_fingerprint>({1}, b, KIND_FLOAT16, 5, r.out<unsigned long long>(1));
     }},
    {"latent_forward",
     [](Run& r) {
       r.launch<latent_forward>({3}, r.in<real>(3 * 300), r.in<real>(3 * 300, 40), r.in<real>(3 * 300),
                                r.out<real>(3 * 300), r.out<real>(3), 300);
     }},
    {"latent_backward",
     [](Run& r) {
       r.launch<latent_backward>({2}, r.in<real>(odd), r.in<real>(odd, 40), r.in<real>(odd), r.in<real>(odd),
                                 r.in<real>(1), r.out<real>(odd), r.out<real>(odd), odd);
     }},
    {"bernoulli",
     [](Run& r) {
       r.launch<bernoulli>({3}, r.in<real>(3 * 300, 100), r.in<real>(3 * 300), r.out<real>(3), r.in<real>(1),
                           r.out<real>(3 * 300), 300);
       r.launch<bernoulli>({3}, r.in<real>(3 * 7), r.in<real>(3 * 7), r.out<real>(3), nullptr, nullptr, 7);
     }},
    {"gaussian",
     [](Run& r) {
       r.launch<gaussian>({3}, r.in<real>(3 * 300), r.in<real>(3 * 300), r.out<real>(3), r.in<real>(1),
                          r.out<real>(3 * 300), 300, (real) 0.5);
       r.launch<gaussian>({3}, r.in<real>(3 * 7), r.in<real>(3 * 7), r.out<real>(3), nullptr, nullptr, 7, (real) 0.5);
     }},
    {"gaussian_learned",
     [](Run& r) {
       r.launch<gaussian_learned>({3}, r.in<real>(3 * 300), r.in<real>(1), r.in<real>(3 * 300), r.out<real>(3),
                                  r.in<real>(1), r.out<real>(3 * 300), r.out<real>(3), 300);
       r.launch<gaussian_learned>({3}, r.in<real>(3 * 7), r.in<real>(1), r.in<real>(3 * 7), r.out<real>(3), nullptr,
                                  nullptr, nullptr, 7);
     }},
    {"sum_values", [](Run& r) { r.launch<sum_values>({1}, r.in<real>(odd), r.out<real>(1), odd); }},
    {"norm_parts norm_statistics norm_apply norm_gradient_parts norm_gradient_sets norm_gradient_input",
     [](Run& r) {
       normalization(r, 3, 7, 6, 3, 0);
       normalization(r, 5, 4, 35, 1, 1);
     }},
    {"norm_given",
     [](Run& r) {
       r.launch<norm_given>({2}, r.in<real>(60 * 13), r.in<real>(13), r.all<real>(13, 2), r.in<real>(13),
                            r.in<real>(13), r.out<real>(60 * 13), (real) 1e-5, 13, 60 * 13);
     }},
    {"upsampling_forward",
     [](Run& r) {
       r.launch<upsampling_forward>({2}, r.in<real>(2 * 3 * 5 * 7), r.out<real>(2 * 9 * 15 * 7), 2, 3, 5, 7, 3);
     }},
    {"upsampling_backward",
     [](Run& r) {
       r.launch<upsampling_backward>({2}, r.in<real>(2 * 9 * 15 * 7), r.out<real>(2 * 3 * 5 * 7), 2, 3, 5, 7, 3);
     }},
    {"vector_add", [](Run& r) { r.launch<vector_add>({2}, r.in<real>(odd), r.in<real>(odd), odd); }},
    {"vector_scale", [](Run& r) { r.launch<vector_scale>({2}, r.in<real>(odd), (real) 3, odd); }},
    {"convert",
     [](Run& r) {
       // Every float16 and bfloat16 there and back, infinities and what is no number among them.
       for (int kind : {KIND_BFLOAT16, KIND_FLOAT16}) {
         unsigned short* halves = r.all<unsigned short>(65536, 0);
         for (int i = 0; i < 65536; i++) halves[i] = (unsigned short) i;
         real* reals = r.all<real>(65536, 0);
         r.launch<convert>({16}, halves, kind, reals, KIND_REAL, 65536);
         r.launch<convert>({16}, reals, KIND_REAL, halves, kind, 65536);
       }
       r.launch<convert>({2}, r.in<real>(odd, 1e6), KIND_REAL, r.out<unsigned short>(odd), KIND_FLOAT16, odd);
     }},
    {"copy_blocks",
     [](Run& r) {
       r.launch<copy_blocks>({2}, r.in<real>(5 + 29 * 31), 5, 31, r.all<real>(3 + 29 * 17, 0), 3, 17, 15, 29);
     }},
    {"add_blocks",
     [](Run& r) {
       r.launch<add_blocks>({2}, r.in<real>(5 + 29 * 31), 5, 31, r.all<real>(3 + 29 * 17, 0), 3, 17, 15, 29);
     }},
    {"put", [](Run& r) { r.launch<put>({2}, r.out<real>(1), (real) 3); }},
    {"adam",
     [](Run& r) {
       r.launch<adam>({2}, r.in<real>(odd), r.in<real>(odd), r.in<real>(odd), r.all<real>(odd, 1), r.in<real>(1),
                      (real) 0.9, (real) 0.1, (real) 0.999, (real) 0.001, (real) 1e-8, odd);
     }},
    {"sgd",
     [](Run& r) {
       r.launch<sgd>({2}, r.in<real>(odd), r.in<real>(odd), r.in<real>(odd), r.in<real>(1), (real) 0.9, odd);
     }},
    {"feed_slots keep_slots advance",
     [](Run& r) {
       unsigned* counter = r.all<unsigned>(1, 6);
       Ring first{r.in<real>(4 * odd), r.out<real>(odd), odd}, second{r.in<real>(4 * 3), r.out<real>(3), 3};
       Ring kept{r.in<real>(4 * odd), r.in<real>(odd), odd};
       r.launch<feed_slots>({2, 2}, r.addresses<Ring>({first, second}), counter, 4);
       r.launch<keep_slots>({2, 1}, r.addresses<Ring>({kept}), counter, 4);
       r.launch<advance>({2}, counter);
     }},
    {"gather_images",
     [](Run& r) {
       r.launch<gather_images>({2}, r.in<unsigned char>(4 * 77, 256), r.all<real>(3, 3), r.out<real>(3 * 77), 3, 77);
     }},
};
