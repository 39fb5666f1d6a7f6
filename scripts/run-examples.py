#!/usr/bin/env python3
"""Runs all examples shortened, and compares with what they gave in full (Examples/expected.json).

  scripts/run-examples.py IONHOP [--full] [NAME ...]

IONHOP: the program. --full runs them as they stand, and writes Examples/expected.json anew. Shortened means
samples of 10 % (or 2e6 hops) and another seed; nothing else of a study is changed. A number agrees when it lies
within four standard errors of both runs, or, where it was solved and has no error, within a millionth.
"""
import json
import math
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXPECTED = ROOT / "Examples/expected.json"
# Numbers that depend on the seed itself, which draws the network: not changed in the shortened run.
SAME_SEED = {"random-glass", "glass-spectrum", "boundary-film", "polycrystal", "composite",
             "grain-boundary"}


def shortened(name, text):
    """The study with less sampling."""
    text = re.sub(r"(?m)^sampling: \{.*\}$", "sampling: { relativeError: 0.1, maxTime: 60 }", text)
    text = re.sub(r"(?m)^spectrum: .*$", "spectrum: { hops: 1e6 }", text)
    if name not in SAME_SEED:
        text = re.sub(r"(?m)^seed: (\d+)$", lambda m: f"seed: {int(m[1]) + 1000}", text)
    return text


def number(value):
    """A value with its error."""
    return [float(value["value"]), float(value["standardError"])]


def quantities(results):
    """What is compared: σ at each temperature, activation energies, R of boundaries."""
    found = {}
    variants = results.get("variants", [{"label": "", "results": results}])
    for variant in variants:
        prefix = f"{variant['label']}: " if variant["label"] else ""
        whole = variant.get("results") or variant
        for point in whole["points"]:
            at = f"{prefix}{point['temperature']:g} K"
            sigma = point["conductivity"]
            found[f"{at} sigma (S/cm)"] = number(sigma) if isinstance(sigma, dict) else [sigma, 0.0]
            across = (point.get("boundary") or {}).get("areaResistance")
            if across:
                found[f"{at} R (ohm cm2)"] = number(across)
        for fit in whole["fits"]:
            part = f"{fit['of']} " if "of" in fit else ""
            fit = fit.get("fit", fit)
            if fit["model"] == "arrhenius":
                found[f"{prefix}{part}E_a (eV)"] = number(fit["activationEnergy"])
    return found


def run(program, name, full):
    """Quantities and seconds of one example."""
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder) / "Examples"
        shutil.copytree(ROOT / "Examples", work, ignore=shutil.ignore_patterns(".build"))
        study = work / f"{name}.yaml"
        if not full:
            study.write_text(shortened(name, study.read_text()))
        began = time.time()
        done = subprocess.run(
            [program, "run", str(study), "--output", f"{folder}/results", "--quiet"],
            capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{name}: exit code {done.returncode}: {done.stderr[-1000:]}")
        results = json.loads((pathlib.Path(folder) / "results/results.json").read_text())
        return quantities(results), time.time() - began


def misses(expected, found):
    if expected is None:
        yield "nothing is expected of it yet; run it with --full once"
        return
    for key, (value, error) in expected.items():
        if key not in found:
            yield f"{key} is not there"
            continue
        other, own = found[key]
        limit = max(4 * math.hypot(error, own), 1e-6 * abs(value))
        # A limit of the whole value would agree with anything.
        if error + own > 0 and limit > 0.8 * abs(value):
            yield f"{key}: known to {limit:.2g} only"
        elif abs(other - value) > limit:
            yield f"{key}: {other:.5g}, expected {value:.5g} within {limit:.2g}"


def main():
    arguments = [word for word in sys.argv[1:] if word != "--full"]
    full = "--full" in sys.argv
    program = str(pathlib.Path(arguments[0]).resolve())
    names = arguments[1:] or sorted(path.stem for path in (ROOT / "Examples").glob("*.yaml"))
    known = json.loads(EXPECTED.read_text()) if EXPECTED.exists() else {}
    bad = []
    for name in names:
        found, seconds = run(program, name, full)
        if full:
            known[name] = found
            EXPECTED.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
        wrong = list(misses(known.get(name), found)) if not full else []
        bad += [f"{name}: {text}" for text in wrong]
        print(f"{name}: {len(found)} numbers in {seconds:.0f} s, {len(wrong)} amiss", flush=True)
    print("\n".join(bad), end="\n" if bad else "")
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()
