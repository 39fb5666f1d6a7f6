#!/usr/bin/env bash
# Feeds mutated files to every reader under libFuzzer. A trap, a hang of 20 s or more than 4 GiB is a
# finding: its input is left in Fuzz/Findings.
#
#   Fuzz/run.sh [SECONDS] [READER ...]      default: 60 s each of all readers
#
# Begins with Corpus/READER and the project's own files, and keeps what reached new code in
# .build/corpus/READER; `Fuzz/run.sh --keep` merges the smallest set of that into Corpus.
set -euo pipefail
cd "$(dirname "$0")"

all="study lattice cif poscar xyz table distribution results npy vti vtk tesr tess"
keep=0
if [ "${1:-}" = --keep ]; then keep=1; shift; fi
seconds="${1:-60}"
[ $# -gt 0 ] && shift
readers="${*:-$all}"

swift build -c release --sanitize fuzzer
program=.build/release/Fuzz

seeds() {   # files of the project that the reader takes
  case "$1" in
    study) ls ../Examples/*.yaml ../Lattices/Scenarios/*.yaml ;;
    lattice) ls ../Lattices/Materials/*.yaml ../Lattices/Reference/*.yaml ;;
    cif) ls ../Tests/*/Structures/*.cif 2>/dev/null || true ;;
    table) ls ../Examples/*/*.csv ;;
  esac
}

# Words of our files, so that mutations meet keys and names.
dictionary=.build/words.dict
{ cat ../Examples/*.yaml ../Lattices/*/*.yaml Corpus/{cif,xyz,vti,vtk,tesr,tess}/seed.*; } |
  grep -aoE '[A-Za-z_*][A-Za-z_*]{2,}' | sort -u | sed -E 's/.*/"&"/' > "$dictionary"

status=0
for reader in $readers; do
  work=".build/corpus/$reader"
  mkdir -p "$work" Findings "Corpus/$reader"
  if [ "$keep" = 1 ]; then
    FUZZ_READER=$reader "$program" -merge=1 -max_len=65536 "Corpus/$reader" "$work" 2>&1 | tail -n 1
    continue
  fi
  for file in $(seeds "$reader"); do cp -f "$file" "$work/"; done
  echo "== $reader"
  FUZZ_READER=$reader "$program" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=65536 \
    -dict="$dictionary" -artifact_prefix="Findings/$reader-" -print_final_stats=1 "$work" "Corpus/$reader" 2> ".build/$reader.log" \
    || status=1
  grep -E 'number_of_executed_units|peak_rss_mb|^==.*ERROR|Fatal error|SUMMARY' ".build/$reader.log" || true
done
rm -rf /dev/shm/ionhop-fuzz-*
exit $status
