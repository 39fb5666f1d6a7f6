#ifndef IONHOP_CVORO_H
#define IONHOP_CVORO_H
// Periodic Voronoi and radical (Laguerre) tessellations through Voro++, whose headers are C++.
// C. H. Rycroft, Chaos 19, 041111 (2009), doi:10.1063/1.3215722.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct VoroTessellation VoroTessellation;

/// Tessellates points in the periodic cell with the vectors (xx, 0, 0), (xy, yy, 0), (xz, yz, zz).
///
/// `cell` is xx, xy, yy, xz, yz, zz; `points` three numbers a point; `radii` one a point, or NULL
/// for plain Voronoi cells. Lengths should be in units of the mean distance of points, as the
/// tolerances of Voro++ are absolute. NULL where memory or the library fails.
VoroTessellation *voro_tessellate(const double cell[6], size_t count, const double *points,
                                  const double *radii);
void voro_free(VoroTessellation *tessellation);

/// Zero for a radical cell that its neighbours leave no room.
double voro_volume(const VoroTessellation *tessellation, size_t cell);

/// Corners of a cell relative to its point, three numbers each.
size_t voro_corner_count(const VoroTessellation *tessellation, size_t cell);
const double *voro_corners(const VoroTessellation *tessellation, size_t cell);

size_t voro_face_count(const VoroTessellation *tessellation, size_t cell);
/// The point beyond each face.
const int32_t *voro_face_neighbours(const VoroTessellation *tessellation, size_t cell);
/// How many corners each face has.
const int32_t *voro_face_sizes(const VoroTessellation *tessellation, size_t cell);
/// Numbers of the corners of all faces, one face after another, in order around each.
const int32_t *voro_face_corners(const VoroTessellation *tessellation, size_t cell);

#ifdef __cplusplus
}
#endif
#endif
