// What Swift 6 cannot reach in GSL's headers: C globals and function-pointer tables, as inline functions.
#ifndef IONHOP_CGSL_SHIM_H
#define IONHOP_CGSL_SHIM_H

#include <stdint.h>
#include <string.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif
#include <gsl/gsl_blas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_multifit.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_dawson.h>
#include <gsl/gsl_sf_lambert.h>
#include <gsl/gsl_vector.h>
#include <gsl/gsl_version.h>

/// GSL's default handler aborts the process; statuses are checked instead.
static inline void ionhop_gsl_errors_return(void) { gsl_set_error_handler_off(); }

static inline const char *ionhop_gsl_version(void) { return gsl_version; }

/// The generator type of that name, or NULL.
static inline const gsl_rng_type *ionhop_rng_type(const char *name) {
  const gsl_rng_type **type = gsl_rng_types_setup();
  for (; *type; type++)
    if (strcmp((*type)->name, name) == 0) return *type;
  return NULL;
}

/// The name of GSL's generator number `index`, or NULL past the last one.
static inline const char *ionhop_rng_name(int index) {
  const gsl_rng_type **type = gsl_rng_types_setup();
  for (int i = 0; *type; type++, i++)
    if (i == index) return (*type)->name;
  return NULL;
}

/// 1 if the generator returns every 32-bit word with equal probability.
static inline int ionhop_rng_is_full_word(const gsl_rng *rng) {
  return gsl_rng_min(rng) == 0 && gsl_rng_max(rng) == 0xffffffffUL;
}

/// The next word of a full-word generator, as it comes.
static inline uint32_t ionhop_rng_word(const gsl_rng *rng) {
  return (uint32_t)rng->type->get(rng->state);
}

/// A word of a generator of another range: four bytes, each by GSL's exact integer draw.
static inline uint32_t ionhop_rng_word_bytes(const gsl_rng *rng) {
  uint32_t word = 0;
  for (int byte = 0; byte < 4; byte++)
    word = (word << 8) | (uint32_t)gsl_rng_uniform_int(rng, 256);
  return word;
}

/// Fills `words` with uniform 32-bit words taken as they come from a full-word generator.
static inline void ionhop_rng_fill(const gsl_rng *rng, uint32_t *words, size_t count) {
  unsigned long (*get)(void *) = rng->type->get;
  void *state = rng->state;
  for (size_t i = 0; i < count; i++) words[i] = (uint32_t)get(state);
}

/// The same for a generator of another range: four bytes a word, each by GSL's exact integer draw.
static inline void ionhop_rng_fill_bytes(const gsl_rng *rng, uint32_t *words, size_t count) {
  for (size_t i = 0; i < count; i++) words[i] = ionhop_rng_word_bytes(rng);
}

/// Brings the cache line at `address` near, for a read or write soon after.
static inline void ionhop_prefetch(const void *address) { __builtin_prefetch(address); }

/// Asks for large pages under memory not yet touched: random reads of a large network then miss
/// the address cache less often. A wish only; without effect on other systems.
static inline void ionhop_wish_large_pages(void *address, size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  const uintptr_t page = 1 << 21;
  uintptr_t first = ((uintptr_t)address + page - 1) & ~(page - 1);
  uintptr_t last = ((uintptr_t)address + bytes) & ~(page - 1);
  if (last > first) madvise((void *)first, last - first, MADV_HUGEPAGE);
#else
  (void)address, (void)bytes;
#endif
}

static inline const gsl_multifit_nlinear_type *ionhop_nlinear_trust(void) {
  return gsl_multifit_nlinear_trust;
}

#endif
