#ifndef IONHOP_CCRYSTAL_H
#define IONHOP_CCRYSTAL_H
// CIF files through gemmi, whose headers are C++, and the symmetry finder spglib, which is C.
#include <spglib.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct CrystalCIF CrystalCIF;

/// Parses a CIF. On failure returns NULL, with the parser's words in `message` and the line,
/// counted from one, in `line` (0 where unknown).
CrystalCIF *crystal_cif_read(const char *text, size_t length, char *message, size_t capacity,
                             int *line);
void crystal_cif_free(CrystalCIF *cif);

int crystal_cif_blocks(const CrystalCIF *cif);

/// The number of values of a tag in a block, 1 outside of loops; 0 where the tag is absent.
int crystal_cif_count(CrystalCIF *cif, int block, const char *tag);
/// The line of the tag's pair or loop, counted from one; 0 where the tag is absent.
int crystal_cif_line(CrystalCIF *cif, int block, const char *tag);
/// One value without its quotes; NULL where it is unknown (? or .). Valid until the next call.
const char *crystal_cif_value(CrystalCIF *cif, int block, const char *tag, int row);

/// 0 for what is no chemical element.
int crystal_atomic_number(const char *symbol);

#ifdef __cplusplus
}
#endif
#endif
