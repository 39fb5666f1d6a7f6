#!/usr/bin/env python3
"""Compares what `ionhop validate` says of hops, time and memory with what a run then takes.

    scripts/outlook.py [--program .build/release/ionhop] [--threads N] STUDY.yaml ...

Of a sweep only the time. Hops do not depend on what else the machine does, times do.
"""
import argparse, json, os, pathlib, re, subprocess, sys, tempfile, time


def number(pattern, text):
    found = re.search(pattern, text)
    return float(found.group(1)) if found else None


def hops(folder):
    """Accepted hops a temperature; nothing for what was solved."""
    points = json.loads((pathlib.Path(folder) / "results.json").read_text()).get("points") or [{}]
    return sum(point.get("hops", 0) for point in points) / len(points)


def cells(said, taken, form):
    if said is None or not taken:
        return ["", "", ""]
    return [format(said, form), format(taken, form), f"{said / taken:.2f}"]


def peak(command):
    """Wall time (s) and peak memory (MiB) of one program, its plots' programs apart."""
    began = time.monotonic()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = run.stderr.read()
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        sys.exit(f"{command}: {errors.decode()}")
    return time.monotonic() - began, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=".build/release/ionhop")
    parser.add_argument("--threads", default=str(os.cpu_count()))
    parser.add_argument("studies", nargs="+")
    given = parser.parse_args()
    print("| study | hops a T predicted | made | ratio | time predicted (s) | taken (s) | ratio "
          "| memory predicted (MiB) | taken (MiB) | ratio |\n|" + "---|" * 10)
    for study in given.studies:
        said = subprocess.run([given.program, "validate", study], capture_output=True, text=True,
                              check=True).stdout
        with tempfile.TemporaryDirectory() as folder:
            taken, used = peak([given.program, "run", study, "--output", folder, "--quiet",
                                "--threads", given.threads])
            made = hops(folder)
        row = (cells(number(r"hops expected +([-+.e\d]+)", said), made, ".2g")
               + cells(number(r"about ([-+.e\d]+) s", said), taken, ".1f")
               + cells(number(r"([\d.]+)\s+MiB\s+in\s+all", said), used, ".0f"))
        print(f"| {pathlib.Path(study).stem} | {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
