#ifndef IONHOP_CMULTIGRID_H
#define IONHOP_CMULTIGRID_H
// Sparse symmetric systems by conjugate gradients with algebraic multigrid (AMGCL, C++ headers).
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Multigrid Multigrid;

/// Copies a symmetric matrix in compressed rows (`starts` has size + 1 entries) and builds its
/// hierarchy. With `imaginary` the matrix is real + i·imaginary, complex symmetric, both parts
/// positive semidefinite and their sum definite; NULL for a real positive definite one.
/// On failure returns NULL, with the reason in `message`.
Multigrid *multigrid_build(ptrdiff_t size, const ptrdiff_t *starts, const ptrdiff_t *columns,
                           const double *real, const double *imaginary, char *message,
                           size_t capacity);
void multigrid_free(Multigrid *multigrid);

/// Solves A x = right from the start value in x until |right − A x| ≤ tolerance |right|, for as
/// many steps as `limit`. Complex numbers are pairs of double, real part first.
/// Returns the steps made and sets `residual` to the true |right − A x| / |right|, reached or not;
/// −1 on failure, with the reason in `message`.
ptrdiff_t multigrid_solve(Multigrid *multigrid, const double *right, double *x, double tolerance,
                          ptrdiff_t limit, double *residual, char *message, size_t capacity);

#ifdef __cplusplus
}
#endif
#endif
