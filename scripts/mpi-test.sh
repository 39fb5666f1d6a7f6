#!/usr/bin/env bash
# The same sweep alone and over 1, 2 and 4 ranks: results.json must agree but for times.
# usage: bash scripts/mpi-test.sh [STUDY.yaml]    needs: bash scripts/setup.sh --mpi
# Builds into .build-mpi, apart from the plain build. IONHOP names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
study=${1:-$folder/study.yaml}
if [ -z "${IONHOP:-}" ]; then
  swift build -c release --traits MPI --scratch-path .build-mpi --product ionhop
  IONHOP=.build-mpi/release/ionhop
fi

cat > "$folder/study.yaml" <<'YAML'
name: ranks
model:
  crystal: { lattice: LLZO-cubic, supercell: [2, 2, 2], mobile: { Li: 0.6 } }
temperatures: [400, 500, 600, 700]
sampling: { hops: 2e6, replicas: 4 }
sweep: { model.crystal.mobile.Li: [0.4, 0.5, 0.6] }
fit: [arrhenius]
seed: 7
YAML

# Open MPI asks for leave to run as root and to share processors; other launchers ignore the names.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe
export OMPI_MCA_hwloc_base_binding_policy=none

run() { # NAME COMMAND...
  local name=$1 began
  shift
  began=$(date +%s.%N)
  "$@" run "$study" --threads 1 --quiet --output "$folder/$name" >"$folder/$name.out" 2>"$folder/$name.err" \
    || { cat "$folder/$name.err" >&2; exit 1; }
  printf '%-10s %7.1f s\n' "$name" "$(awk "BEGIN { print $(date +%s.%N) - $began }")"
}

run alone "$IONHOP"
for ranks in 1 2 4; do run "ranks-$ranks" mpirun -n "$ranks" "$IONHOP"; done

python3 - "$folder" <<'PYTHON'
import json, sys
times = {"wallTime", "hopsPerSecond", "started", "finished"}
def strip(x):
    if isinstance(x, list): return [strip(y) for y in x]
    if isinstance(x, dict): return {k: strip(v) for k, v in x.items() if k not in times}
    return x
read = lambda name: strip(json.load(open(f"{sys.argv[1]}/{name}/results.json")))
alone = read("alone")
assert alone["complete"], "the run alone did not come to its end"
different = [n for n in (1, 2, 4) if read(f"ranks-{n}") != alone]
if different: sys.exit(f"results differ: {different} ranks")
print("results.json: the same alone and over 1, 2 and 4 ranks")
PYTHON
