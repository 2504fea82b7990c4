"""Parts of which a report is made: tables, pictures, callouts, key figures."""

from dataclasses import dataclass, field
from typing import Any, Literal

from hallwright.rules.base import Severity


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its width in parts of the whole."""

    title: str
    align: Literal["left", "right"] = "left"
    unit: str = ""
    kind: Literal["text", "badge", "bar"] = "text"
    share: int = 10
    strong: bool = False


def column(
    title: str,
    align: Literal["left", "right"] = "left",
    *,
    unit: str = "",
    kind: Literal["text", "badge", "bar"] = "text",
    share: int = 10,
    strong: bool = False,
) -> Column:
    """A column."""
    return Column(title, align, unit, kind, share, strong)


@dataclass(frozen=True, slots=True)
class Bar:
    """A value against its limit: the tick stands at 80 % of the bar's length."""

    value: float
    limit: float
    at_least: bool = False
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts, counts, bars and severities (badges)."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""
    empty: str = "None."


@dataclass(frozen=True, slots=True)
class Callout:
    """A sentence that must not be missed."""

    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A view, drawn where it stands: plan, elevation, or a diagram by its name."""

    view: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the cover."""

    title: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A domain's line on the cover; severity None = fits."""

    domain: str
    severity: Severity | None
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report."""

    title: str
    text: str
    blocks: tuple[Table | Callout | Picture, ...] = field(default=())
