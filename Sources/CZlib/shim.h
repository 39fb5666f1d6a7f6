#ifndef IONHOP_CZLIB_SHIM_H
#define IONHOP_CZLIB_SHIM_H

#include <stdint.h>
#include <zlib.h>

/// The checksum CRC-32 (ISO 3309) of `count` more bytes; begin with 0.
static inline uint32_t ionhop_crc32(uint32_t sum, const void *bytes, size_t count) {
  return (uint32_t)crc32_z(sum, (const unsigned char *)bytes, count);
}

#endif
