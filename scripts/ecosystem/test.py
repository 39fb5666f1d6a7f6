"""Reads what ionhop writes with ASE, VTK and pandas, and gives it structures that ASE wrote.

usage: test.py IONHOP RESULTS.md
"""
import json, os, pty, re, subprocess, sys, tempfile
from pathlib import Path

import ase.build
import ase.io
import numpy as np
import pandas as pd
import vtk

SMALL = Path(__file__).resolve().parent.parent.parent / "Tests/SmallStudies"
LATTICE = """
name: LLZO
model:
  crystal: { lattice: LLZO-cubic, supercell: [2, 2, 2], mobile: { Li: { perFormulaUnit: 6.5 } } }
temperatures: [500, 600, 700]
sampling: { relativeError: 0.1, replicas: 4 }
"""
POLYMER = """
name: polymer
model:
  polymer: { material: PEO-LiTFSI, salt: { ratio: 16 }, lattice: 5 }
temperatures: [353]
sampling: { hops: 1e5, replicas: 2 }
"""


def check(condition, what):
    if not condition:
        sys.exit(f"ecosystem-test: failed: {what}")


def run(*arguments, code=0):
    done = subprocess.run([IONHOP, *map(str, arguments)], capture_output=True, text=True)
    check(done.returncode == code, f"ionhop {' '.join(map(str, arguments))}: {done.stderr}")
    return done.stdout


def trajectories(folder):
    """ASE reads what `ionhop trajectory` writes, and finds the ions diffusing as the study says."""
    file = folder / "llzo.extxyz"
    run("trajectory", folder / "lattice.yaml", "--temperature", 700, "--frames", 400, "--every", 2000,
        "--output", file)
    frames = ase.io.read(file, index=":")
    check(len(frames) == 400, "ASE reads 400 frames")
    ions = len(frames[0])
    check(set(frames[0].get_chemical_symbols()) == {"Li"} and all(frames[0].pbc), "periodic lithium")
    times = np.array([frame.info["time_s"] for frame in frames])
    check(np.allclose(np.diff(times), times[1]), "frames are even in time")
    for frame in (frames[0], frames[-1]):
        check(list(frame.arrays["id"]) == list(range(1, ions + 1)), "ions keep their numbers")
        cells = np.linalg.solve(frame.cell.T, (frame.arrays["unwrapped"] - frame.positions).T)
        check(np.allclose(cells, np.round(cells), atol=1e-4), "unwrapped differs by whole cells")
        shares = frame.get_scaled_positions(wrap=False)
        check(shares.min() > -1e-5 and shares.max() < 1 + 1e-5, "positions lie in the cell")
    # The slope of the mean-squared displacement between lags of 40 and 80 frames is 6 D*. Windows that do
    # not overlap and ions give about 400/80 x 416 samples of three directions: 2 %, and 10 % are allowed.
    paths = np.array([frame.arrays["unwrapped"] for frame in frames])
    squares = [((paths[lag:] - paths[:-lag]) ** 2).sum(axis=2).mean() for lag in (40, 80)]
    slope = (squares[1] - squares[0]) / (40 * times[1]) / 6 * 1e-16
    results = json.loads((folder / "lattice" / "results.json").read_text())
    point = next(p for p in results["points"] if p["temperature"] == 700)
    tracer = point["tracerDiffusivity"]["value"]
    check(abs(slope / tracer - 1) < 0.1, f"D* of the trajectory {slope:.3g}, of the study {tracer:.3g}")

    run("trajectory", folder / "polymer.yaml", "--frames", 3, "--output", folder / "polymer.extxyz")
    frame = ase.io.read(folder / "polymer.extxyz", index=-1)
    check({"Li", "X"} == set(frame.get_chemical_symbols()), "what is no element is X")
    check({"Li", "TFSI"} == set(frame.arrays["ion"]), "its name stands beside it")
    return f"{len(frames)} frames, D* within {100 * abs(slope / tracer - 1):.1f} % of the study's"


def structures(folder):
    """A structure of ASE gives the same lattice through CIF, POSCAR and extended XYZ."""
    crystal = ase.build.bulk("LiCl", "rocksalt", a=5.14, cubic=True)
    texts = []
    for name, kind in (("a.cif", "cif"), ("b.vasp", "vasp"), ("c.xyz", "extxyz")):
        ase.io.write(folder / name, crystal, format=kind)
        text = run("import", folder / name, "--species", "Li", "--cutoff", 4)
        lines = text.splitlines()
        start = next(i for i, line in enumerate(lines) if line.startswith("cell"))
        stop = next(i for i, line in enumerate(lines) if line.startswith("sources"))
        texts.append(re.sub(r"#.*", "", "\n".join(lines[start:stop])))
    hops = [len(re.findall("class", text)) for text in texts]
    check(min(hops) > 0 and len(set(hops)) == 1, f"hop classes of the three files: {hops}")
    return "CIF, POSCAR and extended XYZ of one crystal have the same hop classes"


def pictures(folder):
    """The readers that ParaView uses read our files without a complaint."""
    complaints = []
    counts = []
    for pattern, reader in (("slab*.vtu", vtk.vtkXMLUnstructuredGridReader()),
                            ("grains*.vti", vtk.vtkXMLImageDataReader())):
        files = list(folder.rglob(pattern))
        check(files, f"there is a {pattern}")
        reader.AddObserver("ErrorEvent", lambda *event: complaints.append(str(event)))
        reader.SetFileName(str(files[0]))
        reader.Update()
        data = reader.GetOutput()
        check(not complaints, f"{pattern}: {complaints}")
        check(data.GetNumberOfPoints() > 100, f"{pattern} has points")
        arrays = [part.GetArray(i) for part in (data.GetPointData(), data.GetCellData())
                  for i in range(part.GetNumberOfArrays())]
        check(arrays, f"{pattern} has arrays")
        for array in arrays:
            low, high = array.GetRange(-1)
            check(np.isfinite([low, high]).all(), f"{pattern}: {array.GetName()} is finite")
        counts.append(f"{len(arrays)} arrays of {data.GetNumberOfPoints()} points")
    return "; ".join(counts)


def tables(folder):
    """pandas reads every table; numbers are numbers, and have a unit where they have one."""
    files = [file for file in folder.rglob("*.csv")]
    check(len(files) > 10, "there are tables")
    for file in files:
        table = pd.read_csv(file)
        check(len(table) > 0 and len(set(table.columns)) == len(table.columns), f"{file.name}: columns")
        for column in table.columns:
            if re.search(r"\((K|S/cm|cm2/s|s|A\^2|eV|S K/cm)\)$", column):
                check(pd.api.types.is_numeric_dtype(table[column]), f"{file.name}: {column} is a number")
    points = pd.read_csv(folder / "lattice" / "points.csv")
    results = json.loads((folder / "lattice" / "results.json").read_text())
    check(list(points["conductivity (S/cm)"]) == [p["conductivity"]["value"] for p in results["points"]],
          "points.csv and results.json agree to the bit")
    return f"{len(files)} tables"


def snippets(folder, manual):
    """The Python of the manual runs as it stands."""
    blocks = re.findall(r"```python\n(.*?)```", Path(manual).read_text(), re.S)
    check(blocks, "the manual has Python in it")
    home = folder / "notebook"
    (home / "results").mkdir(parents=True)
    (home / "results" / "llzo").symlink_to(folder / "lattice")
    run("trajectory", folder / "lattice.yaml", "--frames", 5, "--output", home / "trajectory.extxyz")
    os.chdir(home)
    for block in blocks:
        exec(compile(block, str(manual), "exec"), {})
    return f"{len(blocks)} blocks"


def colours(folder):
    """A terminal gets colours unless NO_COLOR is set; a pipe never does."""
    def shown(**extra):
        environment = {**os.environ, "TERM": "xterm", **extra}
        main, end = pty.openpty()
        process = subprocess.Popen([IONHOP, "validate", "/nowhere.yaml"], stderr=end, env=environment)
        os.close(end)
        text = b""
        while True:
            try:
                part = os.read(main, 1 << 12)
            except OSError:
                break
            if not part:
                break
            text += part
        process.wait()
        check(b"no such file" in text, f"the error on a terminal: {text}")
        return b"\x1b[" in text
    check(shown(NO_COLOR=""), "a terminal gets colours")
    check(not shown(NO_COLOR="1") and not shown(TERM="dumb"), "NO_COLOR and a dumb terminal get none")
    piped = subprocess.run([IONHOP, "validate", "/nowhere.yaml"], capture_output=True).stderr
    check(b"\x1b" not in piped, "a pipe gets none")
    return "on a terminal only"


IONHOP, MANUAL = sys.argv[1], Path(sys.argv[2]).resolve()
with tempfile.TemporaryDirectory() as temporary:
    folder = Path(temporary)
    for name, text in (("lattice", LATTICE), ("boundary", (SMALL / "boundary.yaml").read_text()),
                       ("ceramic", (SMALL / "polycrystal.yaml").read_text()),
                       ("polymer", POLYMER)):
        (folder / f"{name}.yaml").write_text(text)
        if name != "polymer":
            run("run", folder / f"{name}.yaml", "--output", folder / name, "--quiet")
    for part in (trajectories, structures, pictures, tables, colours):
        print(f"ecosystem-test: {part.__name__}: {part(folder)}")
    print(f"ecosystem-test: snippets: {snippets(folder, MANUAL)}")
    os.chdir("/")
