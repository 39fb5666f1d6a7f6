#ifndef CREFERENCE_H
#define CREFERENCE_H

/// A plain null-event loop on a simple cubic lattice, as one would write it by hand.
typedef struct c_lattice c_lattice;

c_lattice *c_lattice_make(int edge, double vacancy_fraction, unsigned long seed);
void c_lattice_free(c_lattice *lattice);

/// Makes attempts until `hops` were accepted; returns how many attempts it took.
long c_lattice_run(c_lattice *lattice, long hops);

/// Mean over ions of the squared displacement, in hop lengths.
double c_lattice_mean_square(const c_lattice *lattice);

#endif
