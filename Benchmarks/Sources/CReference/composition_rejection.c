#include "CReference.h"
#include "cubic.h"

#include <gsl/gsl_rng.h>
#include <math.h>

// Group g holds the ions whose site's total rate lies in [2^(low+g-1), 2^(low+g)). A group is drawn
// by members times upper bound, a member at random, and kept with probability rate/bound. Only the
// mover changes groups.

enum { most_groups = 256 };

struct c_groups {
  c_books books;
  int32_t edge, sites, ions, groups;
  int32_t stride[6];
  int32_t *neighbours;  // six a site
  int32_t *occupant;    // ion number, or -1
  int32_t *site;        // of each ion
  int32_t *record;      // three numbers an ion: hops along the axes, or borders crossed
  double *rate;         // total over the hops from each site
  uint8_t *group;       // that an ion on each site belongs to
  int32_t *member;      // room for all ions in every group; most of it is never touched
  int32_t *place;       // of each ion in its group
  int32_t count[most_groups];
  double bound[most_groups], weight[most_groups], total;
  long along[6];
  gsl_rng *random;
};

static inline void enter(c_groups *g, int32_t ion, int k) {
  g->place[ion] = g->count[k];
  g->member[(int64_t)k * g->ions + g->count[k]++] = ion;
  g->weight[k] += g->bound[k];
  g->total += g->bound[k];
}

static inline void leave(c_groups *g, int32_t ion, int k) {
  int32_t *members = g->member + (int64_t)k * g->ions;
  int32_t last = members[--g->count[k]];
  members[g->place[ion]] = last;
  g->place[last] = g->place[ion];
  g->weight[k] -= g->bound[k];
  g->total -= g->bound[k];
}

static void sort_sites(c_groups *g, const double *energies) {
  int low = INT32_MAX, high = INT32_MIN, exponent;
  for (int32_t i = 0; i < g->sites; i++) {
    g->rate[i] = 6 * exp(energies[i]);
    frexp(g->rate[i], &exponent);
    low = exponent < low ? exponent : low;
    high = exponent > high ? exponent : high;
  }
  g->groups = high - low + 1;
  if (g->groups > most_groups) abort();
  for (int32_t i = 0; i < g->sites; i++) {
    frexp(g->rate[i], &exponent);
    g->group[i] = (uint8_t)(exponent - low);
  }
  for (int k = 0; k < g->groups; k++) g->bound[k] = ldexp(1, low + k);
}

c_groups *c_groups_make(int edge, const double *energies, const uint8_t *occupied, c_books books,
                        unsigned long seed) {
  c_groups *g = calloc(1, sizeof *g);
  int32_t n = edge * edge * edge;
  g->books = books;
  g->edge = edge;
  g->sites = n;
  for (int32_t i = 0; i < n; i++) g->ions += occupied[i] != 0;
  for (int d = 0; d < 6; d++) g->stride[d] = cubic_stride(edge, d);
  g->neighbours = cubic_neighbours(edge);
  g->occupant = malloc(sizeof(int32_t) * n);
  g->rate = malloc(sizeof(double) * n);
  g->group = malloc(n);
  sort_sites(g, energies);
  g->site = malloc(sizeof(int32_t) * g->ions);
  g->record = cubic_zeros(3 * (int64_t)g->ions);
  g->place = malloc(sizeof(int32_t) * g->ions);
  g->member = malloc(sizeof(int32_t) * g->groups * g->ions);
  int32_t ion = 0;
  for (int32_t i = 0; i < n; i++) {
    g->occupant[i] = occupied[i] ? ion : -1;
    if (!occupied[i]) continue;
    g->site[ion] = i;
    enter(g, ion++, g->group[i]);
  }
  g->random = gsl_rng_alloc(gsl_rng_taus2);
  gsl_rng_set(g->random, seed);
  return g;
}

void c_groups_free(c_groups *g) {
  gsl_rng_free(g->random);
  free(g->neighbours), free(g->occupant), free(g->rate), free(g->group), free(g->site);
  free(g->record), free(g->place), free(g->member), free(g);
}

/// The group in which a point of [0, total) falls, fastest group first.
static inline int pick(const c_groups *g, double point) {
  int k = g->groups - 1;
  while (k > 0 && point >= g->weight[k]) point -= g->weight[k--];
  // Rounding may lead to an empty group at the slow end.
  while (g->count[k] == 0) k++;
  return k;
}

static inline void move(c_groups *g, int32_t ion, int32_t site, int32_t target, int d,
                        c_books books) {
  g->occupant[site] = -1;
  g->occupant[target] = ion;
  g->site[ion] = target;
  if (books == c_books_record) {
    for (int k = 0; k < 3; k++) g->record[3 * ion + k] += cubic_step[d][k];
  } else {
    g->along[d]++;
    if (target - site != g->stride[d]) g->record[3 * ion + d / 2] += d % 2 ? -1 : 1;
  }
  if (g->group[target] == g->group[site]) return;
  leave(g, ion, g->group[site]);
  enter(g, ion, g->group[target]);
}

static inline __attribute__((always_inline)) double run(c_groups *g, long hops, c_books books) {
  unsigned long (*draw)(void *) = g->random->type->get;
  void *state = g->random->state;
  double clock = 0;
  while (hops > 0) {
    clock -= log((draw(state) + 0.5) * 0x1p-32) / g->total;
    int k = pick(g, draw(state) * 0x1p-32 * g->total);
    int32_t ion = g->member[(int64_t)k * g->ions + ((draw(state) * g->count[k]) >> 32)];
    int32_t site = g->site[ion];
    if (draw(state) * 0x1p-32 * g->bound[k] >= g->rate[site]) continue;
    int d = (int)((draw(state) * 6) >> 32);
    int32_t target = g->neighbours[6 * site + d];
    if (g->occupant[target] >= 0) continue;
    move(g, ion, site, target, d, books);
    hops--;
  }
  return clock;
}

double c_groups_run(c_groups *g, long hops) {
  return g->books == c_books_record ? run(g, hops, c_books_record) : run(g, hops, c_books_image);
}
