#include "uniform.h"

static void place(c_lattice *l) {
  for (int32_t i = 0; i < l->sites; i++) l->occupant[i] = 0;
  for (int32_t v = 0; v < l->vacancies;) {
    int32_t site = (int32_t)gsl_rng_uniform_int(l->random, l->sites);
    if (l->occupant[site] == -1) continue;
    l->occupant[site] = -1;
    l->vacancy[v++] = site;
  }
  int32_t ion = 0;
  for (int32_t i = 0; i < l->sites; i++) {
    if (l->occupant[i] == -1) continue;
    l->origin[ion] = i;
    l->occupant[i] = ion++;
  }
}

c_lattice *c_lattice_make(int edge, double vacancy_fraction, c_books books, unsigned long seed) {
  c_lattice *l = calloc(1, sizeof *l);
  int32_t n = edge * edge * edge;
  l->books = books;
  l->edge = edge;
  l->sites = n;
  l->vacancies = (int32_t)(vacancy_fraction * n);
  for (int d = 0; d < 6; d++) l->stride[d] = cubic_stride(edge, d);
  l->neighbours = cubic_neighbours(edge);
  l->occupant = malloc(sizeof(int32_t) * n);
  l->vacancy = malloc(sizeof(int32_t) * l->vacancies);
  l->record = cubic_zeros(3 * (int64_t)(n - l->vacancies));
  l->origin = malloc(sizeof(int32_t) * (n - l->vacancies));
  l->random = gsl_rng_alloc(gsl_rng_taus2);
  gsl_rng_set(l->random, seed);
  l->next = batch_size;
  place(l);
  return l;
}

void c_lattice_free(c_lattice *l) {
  gsl_rng_free(l->random);
  free(l->neighbours), free(l->occupant), free(l->vacancy), free(l->record), free(l->origin);
  free(l);
}

// Inlined once for each kind of books, so that the choice is not made in the loop.
static inline __attribute__((always_inline)) long run(c_lattice *l, long hops, c_books books) {
  unsigned long (*draw)(void *) = l->random->type->get;
  void *state = l->random->state;
  uint64_t choices = 6 * (uint64_t)l->vacancies;
  long attempts = 0;
  while (hops > 0) {
    attempts++;
    hops -= attempt(l, (uint32_t)((draw(state) * choices) >> 32), books);
  }
  return attempts;
}

long c_lattice_run(c_lattice *l, long hops) {
  return l->books == c_books_record ? run(l, hops, c_books_record) : run(l, hops, c_books_image);
}

static int32_t coordinate(const c_lattice *l, int32_t site, int axis) {
  return axis == 0   ? site / (l->edge * l->edge)
         : axis == 1 ? site / l->edge % l->edge
                     : site % l->edge;
}

double c_lattice_mean_square(const c_lattice *l) {
  double sum = 0;
  for (int32_t i = 0; i < l->sites; i++) {
    int32_t ion = l->occupant[i];
    if (ion < 0) continue;
    for (int k = 0; k < 3; k++) {
      int32_t wrapped = coordinate(l, i, k) - coordinate(l, l->origin[ion], k);
      double moved = l->record[3 * ion + k];
      if (l->books == c_books_image) moved = moved * l->edge + wrapped;
      sum += moved * moved;
    }
  }
  return sum / (l->sites - l->vacancies);
}

long c_lattice_travelled(const c_lattice *l, int axis) {
  // An ion goes where its vacancy came from.
  if (l->books == c_books_image) return l->along[2 * axis + 1] - l->along[2 * axis];
  long sum = 0;
  for (int32_t ion = 0; ion < l->sites - l->vacancies; ion++) sum += l->record[3 * ion + axis];
  return sum;
}
