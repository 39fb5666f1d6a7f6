#include "CReference.h"

#include <gsl/gsl_rng.h>
#include <stdint.h>
#include <stdlib.h>

struct c_lattice {
  int32_t sites, vacancies;
  int32_t *neighbours;    // six a site
  int32_t *occupant;      // ion number, or -1
  int32_t *vacancy;       // site of each vacancy
  int32_t *displacement;  // three numbers an ion, in hop lengths
  gsl_rng *random;
};

static const int32_t step[6][3] = {{1, 0, 0},  {-1, 0, 0}, {0, 1, 0},
                                   {0, -1, 0}, {0, 0, 1},  {0, 0, -1}};

c_lattice *c_lattice_make(int edge, double vacancy_fraction, unsigned long seed) {
  c_lattice *l = malloc(sizeof *l);
  int32_t n = edge * edge * edge;
  l->sites = n;
  l->vacancies = (int32_t)(vacancy_fraction * n);
  l->neighbours = malloc(sizeof(int32_t) * 6 * n);
  l->occupant = malloc(sizeof(int32_t) * n);
  l->vacancy = malloc(sizeof(int32_t) * l->vacancies);
  l->displacement = calloc((size_t)n * 3, sizeof(int32_t));
  l->random = gsl_rng_alloc(gsl_rng_taus2);
  gsl_rng_set(l->random, seed);
  for (int x = 0; x < edge; x++)
    for (int y = 0; y < edge; y++)
      for (int z = 0; z < edge; z++)
        for (int d = 0; d < 6; d++) {
          int a = (x + step[d][0] + edge) % edge, b = (y + step[d][1] + edge) % edge;
          int c = (z + step[d][2] + edge) % edge;
          l->neighbours[6 * ((x * edge + y) * edge + z) + d] = (a * edge + b) * edge + c;
        }
  for (int32_t i = 0; i < n; i++) l->occupant[i] = 0;
  for (int32_t v = 0; v < l->vacancies;) {
    int32_t site = (int32_t)gsl_rng_uniform_int(l->random, n);
    if (l->occupant[site] == -1) continue;
    l->occupant[site] = -1;
    l->vacancy[v++] = site;
  }
  int32_t ion = 0;
  for (int32_t i = 0; i < n; i++)
    if (l->occupant[i] != -1) l->occupant[i] = ion++;
  return l;
}

void c_lattice_free(c_lattice *l) {
  gsl_rng_free(l->random);
  free(l->neighbours), free(l->occupant), free(l->vacancy), free(l->displacement), free(l);
}

long c_lattice_run(c_lattice *l, long hops) {
  unsigned long (*draw)(void *) = l->random->type->get;
  void *state = l->random->state;
  uint64_t choices = 6 * (uint64_t)l->vacancies;
  long attempts = 0;
  while (hops > 0) {
    attempts++;
    uint32_t choice = (uint32_t)((draw(state) * choices) >> 32);
    uint32_t v = choice / 6, d = choice % 6;
    int32_t site = l->vacancy[v];
    int32_t target = l->neighbours[6 * site + d];
    int32_t ion = l->occupant[target];
    if (ion < 0) continue;
    l->occupant[site] = ion;
    l->occupant[target] = -1;
    l->vacancy[v] = target;
    for (int k = 0; k < 3; k++) l->displacement[3 * ion + k] -= step[d][k];
    hops--;
  }
  return attempts;
}

double c_lattice_mean_square(const c_lattice *l) {
  int32_t ions = l->sites - l->vacancies;
  double sum = 0;
  for (int32_t i = 0; i < 3 * ions; i++) sum += (double)l->displacement[i] * l->displacement[i];
  return sum / ions;
}
