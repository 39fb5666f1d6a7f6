#!/usr/bin/env bash
# Disassembles the release build and fails if a selector's loop calls what it must not: memory
# allocation, reference counting, exclusivity checks, dynamic casts or copies of its own state.
#
#   scripts/check-hot-loop.sh [PROGRAM]     default: .build/release/ionhop
set -euo pipefail

program="${1:-.build/release/ionhop}"
[ -x "$program" ] || { echo "check-hot-loop: $program is missing; build it first" >&2; exit 1; }
command -v objdump >/dev/null || { echo "check-hot-loop: objdump is missing (binutils)" >&2; exit 1; }

# Only what the compiler specialised: the unspecialised bodies of generic functions end in "lF".
loops='(NullEventSelector|CompositionRejectionSelector|RejectionFreeSelector)V(3run|8runTimed|7advance|03try|5stage|7refresh)|RateGroupsV(4move|7propose)'
forbidden='swift_(retain|release|alloc|dealloc|slowAlloc|beginAccess|bridge|dynamicCast|getWitness|getAssociated|getGeneric|isUnique)|<(malloc|calloc|realloc|free|objc_)'

objdump -d --no-show-raw-insn "$program" |
  awk -v loops="$loops" -v forbidden="$forbidden" '
    /^[0-9a-f]+ <.*>:$/ { name = $2; seen = name ~ loops && name !~ /lF>:$/; if (seen) count++ }
    seen && /[ \t](callq?|jmpq?|bl|b)[ \t]/ && $0 ~ forbidden { print "check-hot-loop: " name " " $0; bad = 1 }
    END {
      if (count < 6) { print "check-hot-loop: found only " count + 0 " loops; were they renamed?"; bad = 1 }
      if (!bad) print "check-hot-loop: " count " loops, no allocation, no reference counting"
      exit bad
    }'
