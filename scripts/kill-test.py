#!/usr/bin/env python3
"""Kills runs at random moments, resumes them to the end, and compares the results bit by bit.

    scripts/kill-test.py [--kills 100] [--program .build/release/ionhop] [--seed 1] [STUDY.yaml ...]

Each study is run undisturbed once. Then a run of it is ended by SIGKILL after a random time, now and then
by SIGTERM or a time limit, and resumed with another number of threads, until so many signals have struck;
a study that came to its end before that is begun anew. The last is always led to its end. Without studies
those of scripts/kill-studies are taken, one for each mechanism.
"""
import argparse, json, os, pathlib, random, shutil, signal, subprocess, sys, tempfile, time

# Times that a run took, and when; all else must be the same.
TIMES = {"wallTime", "hopsPerSecond", "started", "finished", "threads", "commit"}


def stripped(value):
    if isinstance(value, dict):
        return {key: stripped(item) for key, item in value.items() if key not in TIMES}
    return [stripped(item) for item in value] if isinstance(value, list) else value


def results(folder):
    return stripped(json.loads((folder / "results.json").read_text()))


def difference(found, wanted, path=""):
    """The first place where two results differ."""
    if isinstance(found, dict) and isinstance(wanted, dict) and found.keys() == wanted.keys():
        pairs = [(key, found[key], wanted[key]) for key in found]
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        pairs = [(index, *pair) for index, pair in enumerate(zip(found, wanted))]
    else:
        return f"{path}: {str(found)[:200]} where {str(wanted)[:200]} is right"
    return next((difference(a, b, f"{path}/{key}") for key, a, b in pairs if a != b), "nowhere")


def command(program, study, folder, threads, *more):
    return [program, "run", str(study), "--output", str(folder), "--threads", str(threads),
            "--quiet", "--checkpoint", "0.02", *more]


def whole(program, study, folder):
    began = time.monotonic()
    run = subprocess.run(command(program, study, folder, 2), capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{study}: the undisturbed run failed: {run.stderr}")
    return time.monotonic() - began


def struck(program, study, folder, seconds, dice):
    """One run that may be hit. Returns (whether it was hit, whether it came to its end)."""
    kind = dice.choices([signal.SIGKILL, signal.SIGTERM, None], [8, 1, 1])[0]
    delay = dice.uniform(0.02, 0.7 * seconds + 0.1)
    more = ["--resume"] + (["--time-limit", f"{delay:.3f}"] if kind is None else [])
    run = subprocess.Popen(command(program, study, folder, dice.choice([1, 2, 3]), *more),
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        if kind is None:
            run.wait()
        else:
            run.wait(timeout=delay)
    except subprocess.TimeoutExpired:
        run.send_signal(kind)
        run.wait()
    errors = run.stderr.read()
    known = {0, 130, -signal.SIGKILL, -signal.SIGTERM}
    if run.returncode not in known or "cannot be used" in errors:
        sys.exit(f"{study}: exit code {run.returncode}: {errors}")
    return run.returncode != 0, run.returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100, help="signals for each study")
    parser.add_argument("--program", default=".build/release/ionhop")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("studies", nargs="*")
    given = parser.parse_args()
    here = pathlib.Path(__file__).resolve().parent
    studies = given.studies or sorted((here / "kill-studies").glob("*.yaml"))
    dice = random.Random(given.seed)
    failed = False
    for study in studies:
        with tempfile.TemporaryDirectory() as place:
            place = pathlib.Path(place)
            seconds = whole(given.program, study, place / "whole")
            wanted = results(place / "whole")
            hits = ends = inside = 0
            while True:
                folder = place / "struck"
                if hits >= given.kills:
                    subprocess.run(command(given.program, study, folder, 2, "--resume"),
                                   check=True, capture_output=True)
                    hit, ended = False, True
                else:
                    hit, ended = struck(given.program, study, folder, seconds, dice)
                hits += hit
                inside += hit and any((folder / "checkpoints").glob("*.checkpoint"))
                if not ended:
                    continue
                ends += 1
                if results(folder) != wanted:
                    print(f"{study}: after {hits} kills different in",
                          difference(results(folder), wanted))
                    failed = True
                if (folder / "checkpoints").exists():
                    print(f"{study}: checkpoints were left behind")
                    failed = True
                shutil.rmtree(folder)
                if hits >= given.kills:
                    break
            print(f"{pathlib.Path(study).name}: {hits} kills, {inside} with a checkpoint at hand, "
                  f"{ends} runs led to their end, each the same to the bit as the undisturbed one "
                  f"of {seconds:.1f} s" + (" - NO" if failed else ""), flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
