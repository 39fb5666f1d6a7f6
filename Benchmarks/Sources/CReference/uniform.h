#ifndef UNIFORM_H
#define UNIFORM_H

#include "CReference.h"
#include "cubic.h"

#include <gsl/gsl_rng.h>

enum { batch_size = 64 };

struct c_lattice {
  c_books books;
  int32_t edge, sites, vacancies;
  int32_t stride[6];
  int32_t *neighbours;  // six a site
  int32_t *occupant;    // ion number, or -1
  int32_t *vacancy;     // site of each vacancy
  int32_t *record;      // three numbers an ion: hops along the axes, or borders crossed
  int32_t *origin;      // where each ion began; no loop reads it
  long along[6];        // hops of vacancies in each direction, where no record has them
  gsl_rng *random;
  uint32_t event[batch_size];  // drawn ahead
  int next;                    // the first of them that is still to be tried
};

/// Tries one event, six times a vacancy's number plus a direction; returns 1 for a hop.
static inline int attempt(c_lattice *l, uint32_t event, c_books books) {
  uint32_t v = event / 6, d = event % 6;
  int32_t site = l->vacancy[v];
  int32_t target = l->neighbours[6 * site + d];
  int32_t ion = l->occupant[target];
  if (ion < 0) return 0;
  l->occupant[site] = ion;
  l->occupant[target] = -1;
  l->vacancy[v] = target;
  if (books == c_books_record) {
    for (int k = 0; k < 3; k++) l->record[3 * ion + k] -= cubic_step[d][k];
  } else {
    l->along[d]++;
    if (target - site != l->stride[d]) l->record[3 * ion + d / 2] += d % 2 ? 1 : -1;
  }
  return 1;
}

#endif
