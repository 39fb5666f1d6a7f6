#include "CCrystal.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <gemmi/cif.hpp>
#include <gemmi/elem.hpp>
#include <string>

struct CrystalCIF {
  gemmi::cif::Document document;
  std::string value;
};

// gemmi's errors begin with the source's name and the line: "cif:12:3: unterminated 'string'".
static void explain(const char *what, char *message, size_t capacity, int *line) {
  const char *text = what;
  *line = 0;
  if (std::strncmp(text, "cif:", 4) == 0) {
    char *end;
    *line = static_cast<int>(std::strtol(text + 4, &end, 10));
    text = end;
    const char *words = std::strchr(text, ' ');
    if (words) text = words + 1;
  }
  std::snprintf(message, capacity, "%s", text);
}

CrystalCIF *crystal_cif_read(const char *text, size_t length, char *message, size_t capacity,
                             int *line) {
  try {
    return new CrystalCIF{gemmi::cif::read_memory(text, length, "cif"), {}};
  } catch (const std::exception &error) {
    explain(error.what(), message, capacity, line);
    return nullptr;
  }
}

void crystal_cif_free(CrystalCIF *cif) { delete cif; }

int crystal_cif_blocks(const CrystalCIF *cif) {
  return static_cast<int>(cif->document.blocks.size());
}

static gemmi::cif::Column column(CrystalCIF *cif, int block, const char *tag) {
  return cif->document.blocks[static_cast<size_t>(block)].find_values(tag);
}

int crystal_cif_count(CrystalCIF *cif, int block, const char *tag) {
  return column(cif, block, tag).length();
}

int crystal_cif_line(CrystalCIF *cif, int block, const char *tag) {
  const gemmi::cif::Item *item = column(cif, block, tag).item();
  return item ? item->line_number : 0;
}

const char *crystal_cif_value(CrystalCIF *cif, int block, const char *tag, int row) {
  gemmi::cif::Column values = column(cif, block, tag);
  if (row < 0 || row >= values.length()) return nullptr;
  const std::string &raw = values[row];
  if (gemmi::cif::is_null(raw)) return nullptr;
  cif->value = gemmi::cif::as_string(raw);
  return cif->value.c_str();
}

int crystal_atomic_number(const char *symbol) {
  return gemmi::Element(symbol).atomic_number();
}
