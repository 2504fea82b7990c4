"""Several processes save one project again and again; prove that no save is lost silently.

    python3 tests/soak/concurrent_savers.py [SAVES]        2 processes × 500 by default; exit 0 = the promise holds

Each saver appends a word of its own to the notes. A save that is refused (changed on disk, locked) is told and tried
again from the file as it now is; a save that was acknowledged must be found in the file at the end.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAVER = """
import sys
from hallwright.edits.change import set_project
from hallwright.errors import ChangedOnDisk, Locked
from hallwright.fileformat.io import load, save
file, name, saves = sys.argv[1], sys.argv[2], int(sys.argv[3])
told = 0
for n in range(saves):
    while True:
        opened = load(file)
        kept = [w for w in opened.project.notes.split() if not w.startswith(name)]
        project = set_project(opened.project, {"notes": " ".join([*kept, f"{name}{n}"])})
        try:
            save(project, file, opened.sha256)
            break
        except (ChangedOnDisk, Locked):
            told += 1
    if f"{name}{n}" not in load(file).project.notes.split():
        print("LOST")
print(told)
"""


def save_at_once(file: Path, saves: int, savers: str = "ab") -> tuple[int, int]:
    """Run the savers; returns how many conflicts were told, and how many saves were lost silently."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "models")}
    children = [
        subprocess.Popen([sys.executable, "-c", SAVER, str(file), name, str(saves)], stdout=subprocess.PIPE, text=True,
                         env=environment)
        for name in savers
    ]  # fmt: skip
    said = [child.communicate()[0].split() for child in children]
    if any(child.returncode for child in children):
        raise RuntimeError("a saver failed")
    return sum(int(words[-1]) for words in said), sum(words.count("LOST") for words in said)


def main() -> int:
    """Save as often as asked and say what came of it."""
    sys.path[:0] = [str(ROOT / "models"), str(ROOT / "tests")]
    from tempfile import TemporaryDirectory

    from halls import good_hall
    from hallwright.fileformat.io import save

    saves = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with TemporaryDirectory() as folder:
        os.environ["HALLWRIGHT_DATA"] = str(Path(folder) / "data")
        file = Path(folder) / "a.hall"
        save(good_hall(), file)
        told, lost = save_at_once(file, saves)
    sys.stdout.write(f"2 x {saves} saves: {told} conflicts told, {lost} lost silently\n")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
