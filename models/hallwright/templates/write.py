"""Write the example projects: ``python -m hallwright.templates.write``; ``--check`` only compares."""

import sys
from pathlib import Path

from hallwright.fileformat.text import to_text
from hallwright.resources import example
from hallwright.templates import TEMPLATES


def texts() -> dict[Path, str]:
    """Canonical text of every example by its file."""
    return {example(f"{t.name}.hall"): to_text(t()) for t in TEMPLATES.values() if t.example}


def stale() -> list[str]:
    """Names of example files that are not what their template makes."""
    found = []
    for path, text in texts().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            found.append(path.name)
    return found


def write() -> None:
    """Write every example."""
    for path, text in texts().items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(1 if stale() else 0)
    write()
