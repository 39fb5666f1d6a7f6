#!/usr/bin/env bash
# The tests under the compiler's sanitizers, each in a build folder of its own.
# usage: bash scripts/sanitize.sh address|thread [FILTER]
#   address  reads and writes out of bounds or after the end of life, leaks; and undefined behaviour of
#            C and C++ (Swift traps its own in every build)
#   thread   data races
# FILTER chooses tests, as for `swift test --filter`; without it all but Validation are run.
# docs/RUNNING.md says what they have found and how long they take.
set -euo pipefail
cd "$(dirname "$0")/.."

# Optimised: in a debug build the compiler crashes on generic types that cannot be copied.
kind=${1:-}
options=(-c release -Xswiftc -enable-testing --sanitize "$kind" --scratch-path ".build-$kind")
case "$kind" in
  # Swift has no such sanitizer on Linux, so C and C++ trap without its library; vptr and function need it.
  address)
    for flag in -fsanitize=undefined -fsanitize-trap=undefined -fno-sanitize=vptr,function; do
      options+=(-Xcc "$flag")
    done
    ;;
  thread) ;;
  *) printf 'usage: bash scripts/sanitize.sh address|thread [FILTER]\n' >&2; exit 64 ;;
esac
choice=(--skip '^Validation\.')
if [ $# -gt 1 ]; then choice=(--filter "$2"); fi

export LSAN_OPTIONS="suppressions=$PWD/scripts/sanitizers/leaks.txt:print_suppressions=0"
export TSAN_OPTIONS="suppressions=$PWD/scripts/sanitizers/threads.txt"
# Swift's own handler of crashes reads what the address sanitizer forbids.
export SWIFT_BACKTRACE="enable=no"

swift build --build-tests "${options[@]}"
if [ "$kind" = thread ]; then
  clang -O1 -shared -fPIC -o ".build-$kind/mutex.so" scripts/sanitizers/mutex.c -ldl
  export LD_PRELOAD="$PWD/.build-$kind/mutex.so"
fi
swift test --skip-build "${options[@]}" "${choice[@]}"
