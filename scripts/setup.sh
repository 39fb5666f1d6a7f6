#!/usr/bin/env bash
# Installs what the build needs and the system lacks. Safe to run twice: with everything in place
# it changes nothing and needs neither root nor network.
#   --mpi  also Open MPI, for builds with the package trait MPI; an MPICH that is there will do.
set -euo pipefail

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }

mpi=no
case "${1:-}" in
  --mpi) mpi=yes ;;
  "") ;;
  *) fail "unknown option $1; there is --mpi" ;;
esac

check_swift() {
  command -v swift >/dev/null || fail "Swift was not found; install Swift 6.2 or newer from https://www.swift.org/install"
  local version major minor
  version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1) || true
  major=${version%%.*}
  minor=${version#*.}
  if [ "${major:-0}" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
    fail "Swift ${version:-of unknown version} is too old; install 6.2 or newer from https://www.swift.org/install"
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "installing packages needs root or sudo; run as root: apt-get install ${missing[*]}"
  fi
}

setup_debian() {
  missing=()
  for package in libgsl-dev libsuitesparse-dev gemmi-dev tao-pegtl-dev libsymspg-dev voro++-dev zlib1g-dev; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' \
      || missing+=("$package")
  done
  # Whichever package a program came from will do: gnuplot-qt, pkgconf.
  command -v gnuplot >/dev/null || missing+=(gnuplot-nox)
  command -v objdump >/dev/null || missing+=(binutils)
  for program in pkg-config make git; do
    command -v "$program" >/dev/null || missing+=("$program")
  done
  if [ "$mpi" = yes ] && ! pkg-config --exists "${IONHOP_MPI:-mpi-c}" 2>/dev/null; then
    missing+=(libopenmpi-dev openmpi-bin)
  fi
  if [ ${#missing[@]} -eq 0 ]; then
    say "all system libraries are in place"
    return
  fi
  say "installing ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  say "done"
}

setup_macos() {
  command -v brew >/dev/null || fail "Homebrew was not found; install it from https://brew.sh"
  missing=()
  for formula in gsl suite-sparse gemmi spglib voro++ zlib gnuplot pkgconf; do
    brew list --formula "$formula" >/dev/null 2>&1 || missing+=("$formula")
  done
  if [ "$mpi" = yes ] && ! pkg-config --exists "${IONHOP_MPI:-ompi}" 2>/dev/null; then
    missing+=(open-mpi)
  fi
  if [ ${#missing[@]} -eq 0 ]; then
    say "all system libraries are in place"
    return
  fi
  say "installing ${missing[*]}"
  brew install "${missing[@]}"
}

check_swift
case "$(uname -s)" in
  Darwin) setup_macos ;;
  Linux)
    command -v apt-get >/dev/null || fail "this script knows Debian, Ubuntu and macOS; elsewhere install GSL, SuiteSparse (CHOLMOD), gemmi, spglib, Voro++ and zlib with headers, gnuplot and pkg-config"
    setup_debian
    ;;
  *) fail "unknown system $(uname -s); install GSL, SuiteSparse (CHOLMOD), gemmi, spglib, Voro++, zlib, gnuplot and pkg-config by hand" ;;
esac
