#!/usr/bin/env python3
"""Lists public symbols without documentation, from the modules of a release build.

  scripts/undocumented.py [FOLDER]     FOLDER: .build/release by default

Prints one line a symbol, file:line: name; exits with 1 if there are any.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODULES = ["IonHopCore", "IonHopNetworks", "IonHopFields", "IonHopAnalysis", "IonHopStudies",
           "IonHopReports", "IonHop"]


def symbol_graphs(build, output):
    """Writes the symbol graphs of all modules into a folder."""
    maps = [*build.glob("*.build/module.modulemap"),
            *build.parent.parent.glob("checkouts/*/Sources/*/include/module.modulemap")]
    target = json.loads(subprocess.run(
        ["swift", "-print-target-info"], capture_output=True, text=True, check=True).stdout)
    for module in MODULES:
        subprocess.run(
            ["swift", "symbolgraph-extract", "-module-name", module, "-I", str(build / "Modules"),
             *[part for name in ("CGSL", "CSuiteSparse", "CZlib")
               for part in ("-I", str(ROOT / "Sources" / name))],
             *[part for name in maps for part in ("-Xcc", f"-fmodule-map-file={name}")],
             "-minimum-access-level", "public", "-skip-inherited-docs",
             "-skip-synthesized-members", "-output-dir", str(output),
             "-target", target["target"]["unversionedTriple"]],
            check=True)


def undocumented(output):
    """(file, line, name) of what has no documentation; nothing that the compiler writes itself."""
    for path in sorted(output.glob("IonHop*.symbols.json")):
        for symbol in json.loads(path.read_text())["symbols"]:
            place = symbol.get("location")
            if "docComment" in symbol or not place:
                continue
            yield (place["uri"].removeprefix("file://"), place["position"]["line"] + 1,
                   ".".join(symbol["pathComponents"]))


def main():
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/release").resolve()
    with tempfile.TemporaryDirectory() as folder:
        symbol_graphs(build, pathlib.Path(folder))
        found = sorted(set(undocumented(pathlib.Path(folder))))
    for file, line, name in found:
        print(f"{file}:{line}: {name}")
    print(f"{len(found)} public symbols without documentation", file=sys.stderr)
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
