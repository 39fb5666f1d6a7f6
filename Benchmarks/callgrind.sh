#!/usr/bin/env bash
# Instructions per hop of the engine and of the C loops, on 8,000 sites: (a) equal rates, 1 %
# vacancies; (b) Gaussian site energies of 2 kT, 5 % ions. Unlike times, they do not change with
# what else the machine does.
#
# Each program runs twice under callgrind; the difference leaves out start and set-up.
set -euo pipefail
cd "$(dirname "$0")"

command -v valgrind >/dev/null || { echo "callgrind.sh needs valgrind" >&2; exit 1; }

# Valgrind knows no AVX-512: the C loops are built for a machine without it.
[ "$(uname -m)" = x86_64 ] && export BENCH_MACHINE=x86-64-v3
build=(--package-path . --scratch-path .build/callgrind -c release --product bench)
swift build "${build[@]}" >&2
folder="$(swift build "${build[@]}" --show-bin-path)"
# Nor does every Valgrind read the debugging notes of a new compiler.
bench="$folder/bench-stripped"
strip -S -o "$bench" "$folder/bench"

few=200000
many=1200000

instructions() {  # case program hops
  valgrind --tool=callgrind --callgrind-out-file=/dev/null \
    "$bench" --count "$1" --program "$2" --hops "$3" 2>&1 |
    awk '/Collected/ { print $NF }'
}

printf '%-4s  %-20s  %s\n' case program 'instructions per hop'
for work in a:ours a:c a:cPrefetched a:cOwnBooks a:cPrefetchedOwnBooks b:ours b:c b:cOwnBooks; do
  case="${work%%:*}" program="${work##*:}"
  first="$(instructions "$case" "$program" "$few")"
  second="$(instructions "$case" "$program" "$many")"
  awk -v c="$case" -v p="$program" -v a="$first" -v b="$second" -v n="$((many - few))" \
    'BEGIN { printf "%-4s  %-20s  %.1f\n", c, p, (b - a) / n }'
done
