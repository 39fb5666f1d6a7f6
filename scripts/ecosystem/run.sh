#!/usr/bin/env bash
# Reads our files with other people's programs, in a virtual environment of its own in .build.
# usage: run.sh IONHOP. Without Python or the network it says so, and passes.
set -euo pipefail
ionhop=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
home="$here/../../.build/ecosystem"

skip() { printf 'ecosystem-test: skipped, %s\n' "$*"; exit 0; }
command -v python3 >/dev/null || skip "there is no python3"
if ! cmp -s "$here/requirements.txt" "$home/installed.txt"; then
  rm -rf "$home"
  python3 -m venv "$home" 2>/dev/null || skip "python3 makes no virtual environments; install python3-venv"
  "$home/bin/pip" install --quiet --disable-pip-version-check --retries 2 -r "$here/requirements.txt" \
    || skip "the packages of requirements.txt could not be installed; is there a network?"
  cp "$here/requirements.txt" "$home/installed.txt"
fi
exec "$home/bin/python" "$here/test.py" "$ionhop" "$here/../../docs/RESULTS.md"
