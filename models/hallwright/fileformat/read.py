"""From the bytes of a file to a project: sniff, read, upgrade, validate."""

import json
import re
from dataclasses import dataclass
from typing import Any

from hallwright.collector import without_collector
from hallwright.errors import Damaged, HallwrightError, ProjectTooNew, TooLarge
from hallwright.fileformat.text import FORMAT, VERSION, from_plain, note_read
from hallwright.fileformat.upgrades import upgrades
from hallwright.project import Project

MOST_BYTES = 32 * 1024 * 1024  # a hall of 100,000 GPUs stays below 12 MB
MOST_FIELDS = 1_000  # of one object; no record has a tenth of that
MOST_OBJECTS = 1_500_000
MOST_VALUES = 5_000_000

_HEADER = re.compile(rb'\s*\{\s*"format"\s*:\s*"hallwright"\s*,\s*"version"\s*:\s*(\d{1,9})\s*[,}]')


@dataclass(frozen=True)
class Content:
    """What stood in a file.

    Attributes
    ----------
    project : Project
    version : int
        Of the file, before it was upgraded.
    notes : tuple of str
        What upgrading changed, for the user.
    """

    project: Project
    version: int
    notes: tuple[str, ...] = ()


def version_of(data: bytes) -> int | None:
    """Version in the header of canonical text; None where there is no such header."""
    match = _HEADER.match(data[:400])
    return int(match[1]) if match else None


def read_project(data: bytes) -> Content:
    """Read the bytes of a project file.

    Raises
    ------
    ProjectTooNew, TooLarge, Damaged
        With one sentence that has the place.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(f"The file has {len(data) / 1e6:.0f} MB; a project may have {MOST_BYTES / 1e6:.0f} MB.")
    _sniff(data)
    header = version_of(data)
    if header is not None:  # before anything else of a newer file is looked at
        _refuse_newer(header)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Damaged("the text is not valid UTF-8.", place=f"line {line}") from None
    with without_collector():
        plain = _plain_values(text)
        version = plain.get("version")
        if plain.get("format") != FORMAT:
            raise Damaged('This is not a Hallwright project: it does not say "format": "hallwright".')
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise Damaged("The file does not say which version it has.")
        _refuse_newer(version)
        notes: list[str] = []
        for step in range(version, VERSION):
            plain, told = upgrades()[step](plain)
            notes.extend(told)
        project = from_plain(plain)
        if version == VERSION:
            note_read(project, text)
        return Content(project, version, tuple(notes))


def _refuse_newer(version: int) -> None:
    if version > VERSION:
        raise ProjectTooNew(
            f"The file has version {version}; this Hallwright reads versions up to {VERSION}.",
            hint="Open it with a newer Hallwright. The file was not changed.",
        )


def _sniff(data: bytes) -> None:
    start = data[:64].lstrip()
    if not start:
        raise Damaged("The file is empty.")
    if start.startswith((b"PK", b"\x1f\x8b", b"\x80", b"%PDF", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        raise Damaged("This is not a Hallwright project: it is not plain JSON text.")
    if not start.startswith(b"{"):
        raise Damaged("This is not a Hallwright project: it does not start with {.")


def _plain_values(text: str) -> dict[str, Any]:
    if text.count("[") + text.count("{") > MOST_OBJECTS:  # before any is made: an empty list alone takes 56 bytes
        raise TooLarge(f"The file holds more than {MOST_OBJECTS:,} objects and lists.")
    if text.count(",") > MOST_VALUES:
        raise TooLarge(f"The file holds more than {MOST_VALUES:,} values.")

    def checked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            seen: set[str] = set()
            twice = next(k for k, _ in pairs if k in seen or seen.add(k))  # type: ignore[func-returns-value]
            raise Damaged(f"the key {twice[:60]!r} stands twice in one object{_near(found)}.")
        if len(found) > MOST_FIELDS:
            raise Damaged(f"an object with {len(found)} fields is more than any record has{_near(found)}.")
        return found

    def refused(word: str) -> Any:
        raise Damaged(f"the number {word} is not finite.", place=_place_of(text, word))

    try:
        plain = json.loads(text, object_pairs_hook=checked, parse_constant=refused)
    except HallwrightError:
        raise
    except json.JSONDecodeError as error:
        cut = " The file seems to be cut off." if error.pos >= len(text.rstrip()) - 1 else ""
        raise Damaged(
            f"the text is not valid JSON ({error.msg}).{cut}", place=f"line {error.lineno}, column {error.colno}"
        ) from None
    except RecursionError:
        raise Damaged("The file is nested too deeply.") from None
    except ValueError:  # an integer of thousands of digits
        raise Damaged("a number in the file is too long.") from None
    if not isinstance(plain, dict):
        raise Damaged("This is not a Hallwright project: it is not one JSON object.")
    return plain


def _near(found: dict[str, Any]) -> str:
    id = found.get("id")
    return f" (record {id[:60]!r})" if isinstance(id, str) else ""


def _place_of(text: str, word: str) -> str:
    at = re.search(rf"(?<![\w\"]){re.escape(word)}(?![\w\"])", text)
    return f"line {text.count(chr(10), 0, at.start()) + 1}" if at else ""
