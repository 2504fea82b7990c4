"""Kill the program while it saves, many times, and prove that nothing is lost.

    python3 tests/soak/kill_while_saving.py [KILLS]        1,000 by default; exit 0 = the promise holds

Each round starts ``hallwright set FILE project.name=… --trace``, waits for READY (all is checked, the write begins),
then a random moment, and kills the process with SIGKILL. After each kill the file must open and hold the old or the
new name, the new one for certain where SAVED was printed. The kills must straddle the save: at least 5 % leave the
old name and at least 5 % the new one, or the run proves nothing. A last save must then clear all debris.
"""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Tally:
    """What the kills did."""

    kills: int = 0
    old: int = 0
    new: int = 0
    acknowledged: int = 0
    corrupt: int = 0
    lost: int = 0
    debris: int = 0

    @property
    def conclusive(self) -> bool:
        """Whether the kills straddled the save."""
        return min(self.old, self.new) >= 0.05 * self.kills

    @property
    def holds(self) -> bool:
        """Whether nothing was lost and nothing left behind."""
        return self.corrupt == self.lost == self.debris == 0


def kill_many(file: Path, kills: int, seed: int = 1) -> Tally:
    """Run the kills on a project file that is there."""
    from hallwright.errors import HallwrightError
    from hallwright.fileformat.io import load

    draw = random.Random(seed)
    tally = Tally()
    name = load(file).project.name
    longest_s = 0.02  # from READY to SAVED; followed as the rounds show how long a save takes here
    for n in range(kills):
        wanted = f"save {n}"
        child = start(file, wanted)
        assert child.stdout is not None
        with child.stdout:
            if child.stdout.readline() != b"READY\n":
                raise RuntimeError(f"the save did not start: {child.wait()}")
            time.sleep(draw.uniform(0.0, longest_s))
            child.send_signal(signal.SIGKILL)
            said = child.stdout.read()
            child.wait()
        acknowledged = said == f"SAVED {wanted}\n".encode()
        longest_s = min(max(longest_s * (0.9 if acknowledged else 1.1), 0.001), 0.2)
        tally.kills += 1
        tally.acknowledged += acknowledged
        try:
            found = load(file).project.name
        except HallwrightError:
            tally.corrupt += 1
            return tally
        tally.corrupt += found not in (name, wanted)
        tally.lost += acknowledged and found != wanted
        tally.old += found == name
        tally.new += found == wanted
        name = found
    last = start(file, "the end")
    assert last.stdout is not None
    with last.stdout:
        last.stdout.read()
    tally.lost += last.wait() != 0
    tally.debris = len([p for p in file.parent.iterdir() if p != file])
    return tally


def start(file: Path, name: str) -> "subprocess.Popen[bytes]":
    """Start a traced save."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "models"), str(ROOT / "app")])}
    command = [sys.executable, "-m", "hallwright_app", "set", str(file), f"project.name={name}", "--trace"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)


def main() -> int:
    """Kill as often as asked and say what came of it."""
    sys.path[:0] = [str(ROOT / "models"), str(ROOT / "app"), str(ROOT / "tests")]
    from tempfile import TemporaryDirectory

    from halls import good_hall
    from hallwright.fileformat.io import save

    with TemporaryDirectory() as folder:
        os.environ["HALLWRIGHT_DATA"] = str(Path(folder) / "data")
        (Path(folder) / "hall").mkdir()
        file = Path(folder) / "hall" / "a.hall"
        save(good_hall(), file)
        tally = kill_many(file, int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    sys.stdout.write(f"{tally}\n{'holds' if tally.holds else 'BROKEN'}, ")
    sys.stdout.write("conclusive\n" if tally.conclusive else "but the kills did not straddle the save\n")
    return 0 if tally.holds and tally.conclusive else 1


if __name__ == "__main__":
    sys.exit(main())
