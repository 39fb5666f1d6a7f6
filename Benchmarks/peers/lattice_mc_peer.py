"""Hops per second of lattice-mc on a 20 x 20 x 20 simple cubic lattice with 1 % vacancies.

Prints hops per second and lattice-mc's version, for `bench`; the argument is the time to spend (s).
"""

import importlib.metadata
import sys
import time

from lattice_mc import init_lattice, simulation

edge, vacancies = 20, 80

run = simulation.Simulation()
run.lattice = init_lattice.cubic_lattice(edge, edge, edge, 1.0)
run.set_number_of_atoms(edge**3 - vacancies)

for _ in range(10):
    run.lattice.jump()
began = time.perf_counter()
hops = 0
while time.perf_counter() - began < float(sys.argv[1]):
    run.lattice.jump()
    hops += 1
rate = hops / (time.perf_counter() - began)

print(f"{rate:.4g} {importlib.metadata.version('lattice-mc')}")
