"""What verbs of the command line share."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from typing import Any, Protocol

from hallwright.errors import ExportError, HallwrightError


class BadArguments(HallwrightError):
    """The command line asks for what there is not."""


class AddVerb(Protocol):
    """Adds a verb to the command line: its name, what runs it, and one line of help."""

    def __call__(
        self, name: str, run: Callable[[argparse.Namespace], int], text: str, /
    ) -> argparse.ArgumentParser: ...


def as_json(found: argparse.ArgumentParser) -> None:
    """Give a verb the option --json."""
    found.add_argument("--json", action="store_true", help="print JSON for other programs")


def whole(least: int, most: int) -> Callable[[str], int]:
    """A type of argument: a whole number between two."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a whole number") from None
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{value} is not between {least} and {most}")
        return value

    return read


def print_json(value: Any) -> None:
    """Print plain values as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def many(count: int, word: str) -> str:
    """A count with its noun."""
    return f"{count} {word}{'' if count == 1 else 's'}"


_application: object = None  # Qt wants one application object that outlives all else


def start_qt() -> None:
    """Make Qt ready to draw, without a display where there is none.

    Raises
    ------
    ExportError
        Qt cannot start.
    """
    global _application
    if not (sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise ExportError(
            f"Qt cannot start: {error}.", hint="Install the system libraries that `python3 dev.py run` names."
        ) from None
    _application = QApplication.instance() or QApplication(["hallwright"])
