"""What the program remembers about its user: never part of a project."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from hallwright.units import System

ThemeChoice = Literal["auto", "light", "dark"]
RECENT_MAX = 10


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A file opened before, with what it held when it was last seen."""

    path: str
    title: str
    gpus: int = 0
    it_kw: float | None = None
    errors: int = 0
    warnings: int = 0
    hints: int = 0
    not_evaluated: int = 0
    opened: str = ""  # year-month-day hour:minute, local time


class Preferences(QObject):
    """Typed access to the stored settings of this user.

    Parameters
    ----------
    store : QSettings or None
        Where they are kept; None = the usual place of the platform.
    """

    changed = Signal(str)  # name of what changed

    def __init__(self, store: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store or QSettings("Hallwright", "Hallwright")

    def _text(self, key: str, default: str = "") -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def _set(self, key: str, value: object) -> None:
        self._store.setValue(key, value)
        self.changed.emit(key)

    @property
    def theme(self) -> ThemeChoice:
        """Light, dark, or as the desktop has it."""
        value = self._text("theme", "auto")
        return cast(ThemeChoice, value) if value in ("auto", "light", "dark") else "auto"

    @theme.setter
    def theme(self, value: ThemeChoice) -> None:
        self._set("theme", value)

    @property
    def units(self) -> System:
        """Units on screen."""
        return "us" if self._text("units") == "us" else "metric"

    @units.setter
    def units(self, value: System) -> None:
        self._set("units", value)

    @property
    def user_name(self) -> str:
        """Name put into waivers."""
        return self._text("user_name")

    @user_name.setter
    def user_name(self, value: str) -> None:
        self._set("user_name", value)

    @property
    def favourites(self) -> tuple[str, ...]:
        """Identifiers of starred products."""
        return tuple(part for part in self._text("favourites").split("\n") if part)

    @favourites.setter
    def favourites(self, value: tuple[str, ...]) -> None:
        self._set("favourites", "\n".join(value))

    @property
    def recent(self) -> tuple[RecentFile, ...]:
        """Files opened before, newest first."""
        try:
            return tuple(RecentFile(**entry) for entry in json.loads(self._text("recent", "[]")))
        except (TypeError, ValueError):  # written by another version
            return ()

    def remember(self, entry: RecentFile) -> None:
        """Put a file on top of the recent ones."""
        others = [r for r in self.recent if r.path != entry.path]
        self._set("recent", json.dumps([asdict(r) for r in (entry, *others)[:RECENT_MAX]]))

    def forget(self, path: Path | str) -> None:
        """Take a file off the recent ones."""
        self._set("recent", json.dumps([asdict(r) for r in self.recent if r.path != str(path)]))

    @property
    def last_folder(self) -> str:
        """Folder of the last file dialog."""
        return self._text("last_folder", str(Path.home()))

    @last_folder.setter
    def last_folder(self, value: str) -> None:
        self._store.setValue("last_folder", value)

    def layout(self) -> tuple[QByteArray, QByteArray] | None:
        """Geometry of the window and state of its docks, as last closed."""
        geometry, state = self._store.value("geometry"), self._store.value("docks")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            return geometry, state
        return None

    def keep_layout(self, geometry: QByteArray, state: QByteArray) -> None:
        """Remember geometry and docks."""
        self._store.setValue("geometry", geometry)
        self._store.setValue("docks", state)

    def forget_layout(self) -> None:
        """Next start with the panels where they were at first."""
        self._store.remove("geometry")
        self._store.remove("docks")
