"""Findings as rows of a list: shared by the panel below the drawing and the page that opens them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hallwright.evaluate import Report
from hallwright.project import Project
from hallwright.rules import rules
from hallwright.rules.base import DOMAINS, Finding, Gap, Rule
from hallwright.units import UNITS, System, number_text
from hallwright_app.paint import severity_word
from hallwright_app.parts import plain_tip

Index = QModelIndex | QPersistentModelIndex
Row = Finding | Gap | str  # a finding, something not evaluated, or a head

NOT_EVALUATED = "not evaluated"
KINDS = ("error", "warning", "hint", "waived", NOT_EVALUATED)


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown."""

    kinds: frozenset[str] = frozenset(KINDS)
    domain: str = ""
    text: str = ""


def kind_of(row: Finding | Gap) -> str:
    """The word by which the filter knows a row."""
    if isinstance(row, Gap):
        return NOT_EVALUATED
    return "waived" if row.waiver is not None else row.severity.name.lower()


def rules_by_code() -> Mapping[str, Rule]:
    """Every rule by its code."""
    return {rule.code: rule for rule in rules()}


def subject_text(row: Finding | Gap, project: Project) -> str:
    """Name of what has the finding."""
    return project.name_of(row.subjects[0]) if row.subjects else "Hall"


def sentence(row: Finding | Gap, project: Project, system: System) -> str:
    """The sentence of a row; the name at its beginning goes where it stands beside it already."""
    if isinstance(row, Gap):
        text = row.text(project)
    else:
        text = row.text(project, system)
    name = subject_text(row, project)
    for lead in (f"{name}: ", f"{name} "):
        if text.startswith(lead) and not text.startswith(f"{lead}and "):  # "A and B share …" keeps both names
            text = text[len(lead) :]
            text = text[:1].upper() + text[1:]
            break
    if isinstance(row, Finding) and row.waiver is not None:
        waiver = row.waiver
        by = f", {waiver.name}" if waiver.name else ""
        text = f"{text.rstrip('.')}: “{waiver.reason}”{by}, {waiver.date}"
    return text.rstrip(".")


def margin_text(finding: Finding, system: System) -> str:
    """What is left or over, in words: "2.4 over", "22 left", "225 short"."""
    unit = UNITS[finding.unit]
    zero = unit.shown_value(0.0, system)[0]
    size = abs(unit.shown_value(abs(finding.margin), system)[0] - zero)
    text = number_text(size, unit.shown_value(0.0, system)[2])
    if finding.margin < 0:
        return f"{text} short" if finding.at_least else f"{text} over"
    return f"{text} left"


class FindingsModel(QAbstractListModel):
    """Findings as filtered: open ones, waived ones, and what was not evaluated below its own head."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.filter = Filter()
        self.system: System = "metric"
        self.report: Report | None = None
        self.rows: tuple[Row, ...] = ()

    def show(self, report: Report) -> None:
        """Take over a report; rows that stay the same keep their place in the view."""
        self.report = report
        rows = self._rows(report)
        old = self.rows
        if rows == old:
            return
        if len(rows) == len(old) and [_key(r) for r in rows] == [_key(r) for r in old]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def set_filter(self, wanted: Filter) -> None:
        """Show less or more."""
        if wanted != self.filter:
            self.filter = wanted
            if self.report is not None:
                self.show(self.report)

    def _rows(self, report: Report) -> tuple[Row, ...]:
        wanted, project = self.filter, report.project
        found: list[Row] = [f for f in report.findings if self._passes(f, project)]
        if NOT_EVALUATED in wanted.kinds:
            gaps = [g for g in report.not_evaluated if self._passes(g, project)]
            if gaps:
                found += [f"Not evaluated: {len(gaps)}, never a pass", *gaps]
        return tuple(found)

    def _passes(self, row: Finding | Gap, project: Project) -> bool:
        wanted = self.filter
        if kind_of(row) not in wanted.kinds:
            return False
        if wanted.domain and DOMAINS.get(row.code[:3]) != wanted.domain:
            return False
        if wanted.text:
            whole = f"{row.code} {subject_text(row, project)} {sentence(row, project, self.system)}".casefold()
            return all(word in whole for word in wanted.text.casefold().split())
        return True

    def row_at(self, index: Index) -> Row | None:
        """The row of an index."""
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def place_of(self, key: tuple[Any, ...]) -> int:
        """Number of the row with that key, or -1."""
        return next((n for n, row in enumerate(self.rows) if _key(row) == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if isinstance(row, str):
            return row if role == Qt.ItemDataRole.DisplayRole else None
        if self.report is None:
            return None
        project = self.report.project
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            word = severity_word(row) if isinstance(row, Finding) else "Not evaluated"
            return f"{word}, {row.code}, {subject_text(row, project)}: {sentence(row, project, self.system)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            text = row.text(project, self.system) if isinstance(row, Finding) else row.text(project)
            rule = rules_by_code().get(row.code)
            return plain_tip(f"{text}\n{row.code}: {rule.title}" if rule else text)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _key(row: Row) -> tuple[Any, ...]:
    return (row,) if isinstance(row, str) else (type(row).__name__, row.code, row.subjects)


def key_of(row: Row) -> tuple[Any, ...]:
    """What stays the same while a finding's value changes."""
    return _key(row)


def counts_text(report: Report) -> str:
    """How many findings, in words, for the head of the panel."""
    counts = report.counts
    opened = counts["error"] + counts["warning"] + counts["hint"]
    parts = [f"{opened} open"]
    if counts["waived"]:
        parts.append(f"{counts['waived']} waived")
    if counts["not_evaluated"]:
        parts.append(f"{counts['not_evaluated']} not evaluated")
    return " · ".join(parts)
