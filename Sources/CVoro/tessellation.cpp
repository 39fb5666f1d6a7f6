#include "CVoro.h"

#include <cmath>
#include <new>
#include <vector>

#include <voro++/voro++.hh>

namespace {

struct Polyhedron {
  double volume = 0;
  std::vector<double> corners;
  std::vector<int32_t> neighbours, sizes, faceCorners;

  void take(voro::voronoicell_neighbor &cell) {
    volume = cell.volume();
    cell.vertices(0, 0, 0, corners);
    std::vector<int> numbers;
    cell.neighbors(numbers);
    neighbours.assign(numbers.begin(), numbers.end());
    // Each face as its number of corners, then their numbers.
    cell.face_vertices(numbers);
    for (size_t i = 0; i < numbers.size(); i += 1 + numbers[i]) {
      sizes.push_back(numbers[i]);
      faceCorners.insert(faceCorners.end(), numbers.begin() + i + 1,
                         numbers.begin() + i + 1 + numbers[i]);
    }
  }
};

// Blocks with some five points each are the quickest, says the library's author.
int blocks(double length, double spacing) {
  double n = length / (spacing * 1.7);
  return n < 1 ? 1 : n > 512 ? 512 : static_cast<int>(n);
}

}  // namespace

struct VoroTessellation {
  std::vector<Polyhedron> cells;

  template <class Container>
  void collect(Container &container) {
    voro::c_loop_all_periodic loop(container);
    voro::voronoicell_neighbor cell;
    if (!loop.start()) return;
    do {
      if (container.compute_cell(cell, loop)) cells[loop.pid()].take(cell);
    } while (loop.inc());
  }
};

VoroTessellation *voro_tessellate(const double h[6], size_t count, const double *points,
                                  const double *radii) try {
  auto result = new VoroTessellation{std::vector<Polyhedron>(count)};
  double spacing = std::cbrt(h[0] * h[2] * h[5] / static_cast<double>(count));
  int nx = blocks(h[0], spacing), ny = blocks(h[2], spacing), nz = blocks(h[5], spacing);
  if (radii) {
    voro::container_periodic_poly container(h[0], h[1], h[2], h[3], h[4], h[5], nx, ny, nz, 8);
    for (size_t i = 0; i < count; i++)
      container.put(static_cast<int>(i), points[3 * i], points[3 * i + 1], points[3 * i + 2],
                    radii[i]);
    result->collect(container);
  } else {
    voro::container_periodic container(h[0], h[1], h[2], h[3], h[4], h[5], nx, ny, nz, 8);
    for (size_t i = 0; i < count; i++)
      container.put(static_cast<int>(i), points[3 * i], points[3 * i + 1], points[3 * i + 2]);
    result->collect(container);
  }
  return result;
} catch (...) {
  return nullptr;
}

void voro_free(VoroTessellation *t) { delete t; }

double voro_volume(const VoroTessellation *t, size_t i) { return t->cells[i].volume; }
size_t voro_corner_count(const VoroTessellation *t, size_t i) {
  return t->cells[i].corners.size() / 3;
}
const double *voro_corners(const VoroTessellation *t, size_t i) {
  return t->cells[i].corners.data();
}
size_t voro_face_count(const VoroTessellation *t, size_t i) { return t->cells[i].sizes.size(); }
const int32_t *voro_face_neighbours(const VoroTessellation *t, size_t i) {
  return t->cells[i].neighbours.data();
}
const int32_t *voro_face_sizes(const VoroTessellation *t, size_t i) {
  return t->cells[i].sizes.data();
}
const int32_t *voro_face_corners(const VoroTessellation *t, size_t i) {
  return t->cells[i].faceCorners.data();
}
