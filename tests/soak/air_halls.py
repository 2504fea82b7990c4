"""Solve many small random halls and print the worst heat balance: ``python tests/soak/air_halls.py [--halls 200]``."""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "models"), str(ROOT / "tests")]

import numpy as np  # noqa: E402

from air_rooms import random_room  # noqa: E402
from hallwright.engines.air.solve import solve  # noqa: E402

MOST_FRACTION = 0.005


def main() -> int:
    """Solve the halls; 1 where one loses more heat than it may."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--halls", type=int, default=200)
    halls, worst, bad = asked.parse_args().halls, 0.0, 0
    for seed in range(1000, 1000 + halls):  # others than those of the test suite
        field = solve(random_room(seed))
        off = abs(field.heat_imbalance_fraction)
        worst = max(worst, off)
        if off > MOST_FRACTION or not np.isfinite(field.temperature_degc[~np.isnan(field.temperature_degc)]).all():
            bad += 1
            print(f"hall {seed}: {100.0 * off:.2f} % of the heat is missing")
    print(f"{halls} halls: {bad} beyond {100.0 * MOST_FRACTION:g} %, worst {100.0 * worst:.2f} %")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
