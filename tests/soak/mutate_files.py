"""Open damaged copies of a project: each opens, or is refused with one sentence.

python3 tests/soak/mutate_files.py [COUNT]        10,000 by default; exit 0 = the promise holds
"""

import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Try as many mutations as asked and say what came of it."""
    sys.path[:0] = [str(ROOT / "models"), str(ROOT / "tests")]
    from models.fileformat.test_read import survive

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    opened, slowest_s = 0, 0.0
    for seed in range(count):
        start = time.perf_counter()
        opened += survive(seed)
        slowest_s = max(slowest_s, time.perf_counter() - start)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{count} mutations: {opened} opened, the rest refused; slowest {slowest_s:.2f} s, "
                     f"peak {peak_mb:.0f} MB\n")  # fmt: skip
    return 0 if slowest_s < 10.0 and peak_mb < 1500 else 1


if __name__ == "__main__":
    sys.exit(main())
