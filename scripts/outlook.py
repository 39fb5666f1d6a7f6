#!/usr/bin/env python3
"""Compares what `ionhop validate` says of time and memory with what a run then takes.

    scripts/outlook.py [--program .build/release/ionhop] [--threads N] STUDY.yaml ...   (without sweeps)
"""
import argparse, os, pathlib, re, resource, subprocess, sys, tempfile, time


def number(pattern, text):
    return float(re.search(pattern, text).group(1))


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
    print("| study | time predicted (s) | time taken (s) | ratio | memory predicted (MiB) "
          "| memory taken (MiB) | ratio |\n|---|---|---|---|---|---|---|")
    for study in given.studies:
        said = subprocess.run([given.program, "validate", study], capture_output=True, text=True,
                              check=True).stdout
        seconds = number(r"about ([\d.]+) s", said)
        memory = number(r"([\d.]+) MiB in all", said)
        with tempfile.TemporaryDirectory() as folder:
            taken, used = peak([given.program, "run", study, "--output", folder, "--quiet",
                                "--threads", given.threads])
        print(f"| {pathlib.Path(study).stem} | {seconds:.0f} | {taken:.1f} | {seconds / taken:.2f} "
              f"| {memory:.0f} | {used:.0f} | {memory / used:.2f} |", flush=True)


if __name__ == "__main__":
    main()
