#ifndef CUBIC_H
#define CUBIC_H

#include <stdint.h>
#include <stdlib.h>

// The simple cubic lattice that both loops run on: sites numbered with the last coordinate fastest.

static const int32_t cubic_step[6][3] = {{1, 0, 0},  {-1, 0, 0}, {0, 1, 0},
                                         {0, -1, 0}, {0, 0, 1},  {0, 0, -1}};

/// Target less site along a direction; another difference tells that a hop crossed the border.
static inline int32_t cubic_stride(int32_t edge, int d) {
  return (cubic_step[d][0] * edge + cubic_step[d][1]) * edge + cubic_step[d][2];
}

/// Six neighbours a site.
static inline int32_t *cubic_neighbours(int32_t edge) {
  int32_t *neighbours = malloc(sizeof(int32_t) * 6 * edge * edge * edge);
  for (int x = 0; x < edge; x++)
    for (int y = 0; y < edge; y++)
      for (int z = 0; z < edge; z++)
        for (int d = 0; d < 6; d++) {
          int a = (x + cubic_step[d][0] + edge) % edge, b = (y + cubic_step[d][1] + edge) % edge;
          int c = (z + cubic_step[d][2] + edge) % edge;
          neighbours[6 * ((x * edge + y) * edge + z) + d] = (a * edge + b) * edge + c;
        }
  return neighbours;
}

/// Zeros in memory that the system has handed out already: the first use of a page takes it
/// a microsecond, which belongs to no hop.
static inline int32_t *cubic_zeros(int64_t count) {
  int32_t *zeros = calloc((size_t)count, sizeof(int32_t));
  for (int64_t i = 0; i < count; i += 1024) ((volatile int32_t *)zeros)[i] = 0;
  return zeros;
}

#endif
