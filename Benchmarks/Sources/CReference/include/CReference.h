#ifndef CREFERENCE_H
#define CREFERENCE_H

#include <stdint.h>

/// What a loop writes down about the hopping ion.
typedef enum {
  /// Its displacement, at every hop: a hand-written program's habit.
  c_books_record,
  /// Its periodic image, only where it crosses the border, and the sum over all ions: IonHop's.
  c_books_image,
} c_books;

/// Null-event loops on a simple cubic lattice with equal rates, vacancies as carriers.
typedef struct c_lattice c_lattice;

c_lattice *c_lattice_make(int edge, double vacancy_fraction, c_books books, unsigned long seed);
void c_lattice_free(c_lattice *lattice);

/// Makes attempts until `hops` were accepted; returns how many attempts it took.
long c_lattice_run(c_lattice *lattice, long hops);

/// The same process, step by step, with events drawn in batches and their cache lines fetched ahead.
long c_lattice_run_prefetched(c_lattice *lattice, long hops);

/// Mean over ions of the squared displacement, in hop lengths.
double c_lattice_mean_square(const c_lattice *lattice);

/// Sum of the displacements of all ions along an axis, in hop lengths.
long c_lattice_travelled(const c_lattice *lattice, int axis);

/// Composition–rejection on a simple cubic lattice, ions as carriers: the rate of a hop is
/// exp(energy of the site it leaves), energies in kT.
typedef struct c_groups c_groups;

/// `energies` and `occupied` have one entry a site, the last coordinate running fastest.
c_groups *c_groups_make(int edge, const double *energies, const uint8_t *occupied, c_books books,
                        unsigned long seed);
void c_groups_free(c_groups *groups);

/// Makes attempts until `hops` were accepted; returns the time that passed, in units of the
/// inverse rate at zero energy.
double c_groups_run(c_groups *groups, long hops);

#endif
