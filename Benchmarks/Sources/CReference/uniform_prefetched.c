#include "uniform.h"

// What an event will touch is fetched in stages, each stage reading what the one before asked for.
// An earlier event of the batch may move a vacancy on; the attempt itself then reads the truth, and
// only the fetch was in vain. The trajectory is therefore that of the plain loop, hop by hop.
static inline __attribute__((always_inline)) void fetch_batch(c_lattice *l, c_books books) {
  unsigned long (*draw)(void *) = l->random->type->get;
  void *state = l->random->state;
  uint64_t choices = 6 * (uint64_t)l->vacancies;
  int32_t site[batch_size], target[batch_size];
  for (int i = 0; i < batch_size; i++) {
    l->event[i] = (uint32_t)((draw(state) * choices) >> 32);
    __builtin_prefetch(&l->vacancy[l->event[i] / 6], 1);
  }
  for (int i = 0; i < batch_size; i++) {
    site[i] = l->vacancy[l->event[i] / 6];
    __builtin_prefetch(&l->neighbours[6 * site[i] + l->event[i] % 6]);
    __builtin_prefetch(&l->occupant[site[i]], 1);
  }
  for (int i = 0; i < batch_size; i++) {
    target[i] = l->neighbours[6 * site[i] + l->event[i] % 6];
    __builtin_prefetch(&l->occupant[target[i]], 1);
  }
  for (int i = 0; i < batch_size; i++) {
    if (books == c_books_image && target[i] - site[i] == l->stride[l->event[i] % 6]) continue;
    int32_t ion = l->occupant[target[i]];
    if (ion >= 0) __builtin_prefetch(&l->record[3 * ion], 1);
  }
  l->next = 0;
}

static inline __attribute__((always_inline)) long run(c_lattice *l, long hops, c_books books) {
  long attempts = 0;
  while (hops > 0) {
    if (l->next == batch_size) fetch_batch(l, books);
    int next = l->next;
    while (next < batch_size && hops > 0) {
      attempts++;
      hops -= attempt(l, l->event[next++], books);
    }
    l->next = next;
  }
  return attempts;
}

long c_lattice_run_prefetched(c_lattice *l, long hops) {
  return l->books == c_books_record ? run(l, hops, c_books_record) : run(l, hops, c_books_image);
}
