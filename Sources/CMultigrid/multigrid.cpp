#include "CMultigrid.h"

// libstdc++ marks a part of its own stable_sort, which AMGCL calls, as deprecated.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#include <amgcl/amg.hpp>
#include <amgcl/backend/builtin.hpp>
#include <amgcl/coarsening/smoothed_aggregation.hpp>
#include <amgcl/relaxation/gauss_seidel.hpp>
#include <amgcl/solver/cg.hpp>
#include <complex>
#include <cstdio>
#include <exception>
#include <memory>
#include <vector>

namespace {

using Backend = amgcl::backend::builtin<double>;
using Matrix = Backend::matrix;
using Vector = Backend::vector;
using Complex = std::complex<double>;
using Aggregation = amgcl::coarsening::smoothed_aggregation;

// Smoothed aggregation that tells the size of the matrix it was last asked to coarsen.
struct Coarsening : Aggregation {
  struct params : Aggregation::params {
    size_t *size = nullptr;
    params() = default;
    explicit params(const boost::property_tree::ptree &) {}
  };

  template <class M>
  static auto transfer_operators(const M &matrix, params &parameters) {
    if (parameters.size) *parameters.size = amgcl::backend::rows(matrix);
    return Aggregation::transfer_operators(matrix, parameters);
  }
};

using Hierarchy = amgcl::amg<Backend, Coarsening, amgcl::relaxation::gauss_seidel>;

// P. Vanek, J. Mandel, M. Brezina, Computing 56, 179 (1996), doi:10.1007/BF02238511, section 5:
// couplings below this part of the diagonal are weak; halved from level to level.
constexpr float weakCoupling = 0.08f;

// Matrices up to this size are factorised. Coarse levels of three dimensions are nearly full, so that
// the 5000 that AMGCL takes for its solver cost 10^10 multiplications: a grid of 32^3 voxels, whose
// second level has 4000 rows, took 200 times as long as one of 40^3.
constexpr unsigned largestDirect = 500;

// AMGCL throws where rows hardly couple any more (strong screening, lone sites): nothing is left
// to aggregate. Such a matrix is the last level, and smoothing solves it.
std::unique_ptr<Hierarchy> build(std::shared_ptr<Matrix> matrix) {
  size_t size = 0;
  Hierarchy::params parameters;
  parameters.coarsening.aggr.eps_strong = weakCoupling;
  parameters.coarsening.size = &size;
  parameters.coarse_enough = largestDirect;
  try {
    return std::make_unique<Hierarchy>(matrix, parameters);
  } catch (const std::runtime_error &) {
    parameters.coarse_enough = static_cast<unsigned>(size);
    parameters.direct_coarse = false;
    return std::make_unique<Hierarchy>(matrix, parameters);
  }
}

std::shared_ptr<Matrix> copy(ptrdiff_t size, const ptrdiff_t *starts, const ptrdiff_t *columns,
                             const double *real, const double *imaginary) {
  const auto count = static_cast<size_t>(starts[size]);
  auto matrix = std::make_shared<Matrix>();
  matrix->set_size(static_cast<size_t>(size), static_cast<size_t>(size));
  std::copy(starts, starts + size + 1, matrix->ptr);
  matrix->set_nonzeros(count);
  std::copy(columns, columns + count, matrix->col);
  for (size_t k = 0; k < count; ++k) {
    matrix->val[k] = imaginary ? real[k] + imaginary[k] : real[k];
  }
  return matrix;
}

double norm(const std::vector<Complex> &x) {
  double sum = 0;
  for (const Complex &value : x) sum += std::norm(value);
  return std::sqrt(sum);
}

// The product without conjugation, which a complex symmetric matrix keeps.
Complex product(const std::vector<Complex> &x, const std::vector<Complex> &y) {
  Complex sum = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    // Written out, since operator* of std::complex looks for infinities.
    sum += Complex(x[i].real() * y[i].real() - x[i].imag() * y[i].imag(),
                   x[i].real() * y[i].imag() + x[i].imag() * y[i].real());
  }
  return sum;
}

Complex times(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

}  // namespace

struct Multigrid {
  std::shared_ptr<Matrix> matrix;  // real, or real + imaginary
  std::vector<double> imaginary;
  std::unique_ptr<Hierarchy> hierarchy;

  size_t size() const { return matrix->nrows; }

  ptrdiff_t solveReal(const double *right, double *x, double tolerance, ptrdiff_t limit,
                      double *residual) const {
    const size_t n = size();
    double scale = 0;
    for (size_t i = 0; i < n; ++i) scale += right[i] * right[i];
    scale = std::sqrt(scale);
    *residual = 0;
    if (scale == 0) {
      std::fill(x, x + n, 0.0);
      return 0;
    }
    // AMGCL takes a small right side for zero, whatever its unit, so its length is made one.
    Vector scaled(n), result(n);
    for (size_t i = 0; i < n; ++i) {
      scaled[i] = right[i] / scale;
      result[i] = x[i] / scale;
    }
    using Solver = amgcl::solver::cg<Backend>;
    Solver solver(n, Solver::params(static_cast<size_t>(limit), tolerance));
    size_t steps;
    std::tie(steps, *residual) = solver(*matrix, *hierarchy, scaled, result);
    for (size_t i = 0; i < n; ++i) x[i] = result[i] * scale;
    return static_cast<ptrdiff_t>(steps);
  }

  void multiply(const std::vector<Complex> &x, std::vector<Complex> &y) const {
    for (size_t i = 0; i < size(); ++i) {
      double re = 0, im = 0;
      for (ptrdiff_t k = matrix->ptr[i]; k < matrix->ptr[i + 1]; ++k) {
        const Complex value = x[static_cast<size_t>(matrix->col[k])];
        const double b = imaginary[static_cast<size_t>(k)], a = matrix->val[k] - b;
        re += a * value.real() - b * value.imag();
        im += a * value.imag() + b * value.real();
      }
      y[i] = {re, im};
    }
  }

  // The hierarchy is real, so both parts pass through it on their own.
  void precondition(const std::vector<Complex> &r, std::vector<Complex> &z, Vector &in,
                    Vector &out) const {
    for (size_t i = 0; i < size(); ++i) in[i] = r[i].real();
    hierarchy->apply(in, out);
    for (size_t i = 0; i < size(); ++i) {
      z[i].real(out[i]);
      in[i] = r[i].imag();
    }
    hierarchy->apply(in, out);
    for (size_t i = 0; i < size(); ++i) z[i].imag(out[i]);
  }

  // Conjugate orthogonal conjugate gradients: H. A. van der Vorst, J. B. M. Melissen, IEEE Trans.
  // Magn. 26, 706 (1990), doi:10.1109/20.106415. With A = R + iJ the preconditioned spectrum lies
  // on the segment from 1 to i, whatever the contrast, as R and J are semidefinite and the
  // hierarchy is that of R + J: the distance from zero is at least 1/√2.
  ptrdiff_t solveComplex(const Complex *right, Complex *x, double tolerance, ptrdiff_t limit,
                         double *residual) const {
    const size_t n = size();
    std::vector<Complex> r(right, right + n), solution(x, x + n), z(n), p(n), q(n);
    Vector in(n), out(n);
    const double scale = norm(r);
    *residual = 0;
    if (scale == 0) {
      std::fill(x, x + n, Complex(0));
      return 0;
    }
    const auto renew = [&] {
      multiply(solution, q);
      for (size_t i = 0; i < n; ++i) r[i] = right[i] - q[i];
      return norm(r) / scale;
    };
    *residual = renew();
    Complex rho = 0;
    ptrdiff_t steps = 0;
    for (; steps < limit && *residual > tolerance; ++steps) {
      precondition(r, z, in, out);
      const Complex before = rho;
      rho = product(r, z);
      const Complex beta = steps == 0 ? 0 : rho / before;
      for (size_t i = 0; i < n; ++i) p[i] = z[i] + times(beta, p[i]);
      multiply(p, q);
      const Complex alpha = rho / product(p, q);
      for (size_t i = 0; i < n; ++i) {
        solution[i] += times(alpha, p[i]);
        r[i] -= times(alpha, q[i]);
      }
      *residual = norm(r) / scale;
      if (!std::isfinite(*residual)) break;
    }
    *residual = renew();
    std::copy(solution.begin(), solution.end(), x);
    return steps;
  }
};

static void say(const char *words, char *message, size_t capacity) {
  std::snprintf(message, capacity, "%s", words);
}

Multigrid *multigrid_build(ptrdiff_t size, const ptrdiff_t *starts, const ptrdiff_t *columns,
                           const double *real, const double *imaginary, char *message,
                           size_t capacity) {
  try {
    auto multigrid = std::make_unique<Multigrid>();
    multigrid->matrix = copy(size, starts, columns, real, imaginary);
    if (imaginary) multigrid->imaginary.assign(imaginary, imaginary + starts[size]);
    multigrid->hierarchy = build(multigrid->matrix);
    return multigrid.release();
  } catch (const std::bad_alloc &) {
    say("not enough memory", message, capacity);
  } catch (const std::exception &error) {
    say(error.what(), message, capacity);
  }
  return nullptr;
}

void multigrid_free(Multigrid *multigrid) { delete multigrid; }

ptrdiff_t multigrid_solve(Multigrid *multigrid, const double *right, double *x, double tolerance,
                          ptrdiff_t limit, double *residual, char *message, size_t capacity) {
  try {
    if (multigrid->imaginary.empty()) {
      return multigrid->solveReal(right, x, tolerance, limit, residual);
    }
    return multigrid->solveComplex(reinterpret_cast<const Complex *>(right),
                                   reinterpret_cast<Complex *>(x), tolerance, limit, residual);
  } catch (const std::bad_alloc &) {
    say("not enough memory", message, capacity);
  } catch (const std::exception &error) {
    say(error.what(), message, capacity);
  }
  return -1;
}
