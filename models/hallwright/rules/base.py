"""What a rule is, and what it yields.

A rule looks at one subject (a piece of equipment or a link) at a time. What it finds may depend only on that
subject, the project's settings and products, and the records that the engines it `reads` hold for that subject.
That is all the incremental machinery there is: a subject whose record did not change keeps its findings.
Names are put into the message when it is shown, so a finding does not depend on the name of anything.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar

from hallwright.engines.base import Results
from hallwright.equipment.base import Equipment
from hallwright.project import Link, Project, Waiver, waiver_key
from hallwright.units import System, quantity_text

if TYPE_CHECKING:
    from hallwright.settings import Settings

Subject = Equipment | Link

DOMAINS = {"PWR": "power", "THM": "thermal", "FAB": "fabric", "SPC": "space"}


class Severity(IntEnum):
    """How bad: an error breaks a hard limit, a warning leaves a thin margin, a hint could be better."""

    HINT = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One limit broken by one subject.

    Attributes
    ----------
    subjects : tuple of str
        Identifiers; the first is the thing itself, others are involved.
    value, limit : float
        In `unit` as stored (see `hallwright.units.UNITS`).
    at_least : bool
        The limit is a minimum.
    message : str
        Template: ``{0}`` is the name of the first subject, ``{value}`` and ``{limit}`` the quantities,
        ``{key}`` an entry of `quantities`.
    quantities : mapping of str to (float, unit)
        Further numbers in the message.
    path : tuple of str
        Identifiers along the way from source to subject, where there is one.
    """

    code: str
    severity: Severity
    subjects: tuple[str, ...]
    value: float
    limit: float
    unit: str
    message: str
    source: str
    at_least: bool = False
    quantities: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    waiver: Waiver | None = None

    @property
    def key(self) -> str:
        """Survives moves and renames."""
        return waiver_key(self.code, self.subjects)

    @property
    def domain(self) -> str:
        """power, thermal, fabric or space."""
        return DOMAINS[self.code[:3]]

    @property
    def margin(self) -> float:
        """What is left to the limit; negative when it is broken."""
        return self.value - self.limit if self.at_least else self.limit - self.value

    def worse_than(self, value: float) -> bool:
        """Whether this finding's value is worse than another."""
        slack = 1e-9 * max(abs(value), abs(self.value), 1.0)
        return self.value < value - slack if self.at_least else self.value > value + slack

    def text(self, project: Project, system: System = "metric") -> str:
        """The message with names and quantities in place."""
        names = [project.name_of(i) for i in self.subjects]
        shown = {key: quantity_text(value, unit, system) for key, (value, unit) in self.quantities.items()}
        shown["value"] = quantity_text(self.value, self.unit, system)
        shown["limit"] = quantity_text(self.limit, self.unit, system)
        return self.message.format(*names, **shown)


@dataclass(frozen=True, slots=True)
class Gap:
    """A rule that could not be evaluated for a subject, and which field is missing. Never a pass."""

    code: str
    subjects: tuple[str, ...]
    reason: str  # a template as in Finding.message, names only

    def text(self, project: Project) -> str:
        """The reason with names in place."""
        return self.reason.format(*(project.name_of(i) for i in self.subjects))


Outcome = Finding | Gap


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that would clear a finding. It is tried on a copy before it is offered as certain.

    Attributes
    ----------
    text : str
        What it does, named as an undo step.
    edit : callable
        ``Project -> Project``; may raise EditRefused.
    """

    text: str
    edit: Callable[[Project], Project]


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may read."""

    project: Project
    results: Results

    @property
    def settings(self) -> "Settings":
        """Limits and assumptions of the project."""
        return self.project.settings


class Rule(ABC):
    """One limit. The docstring is its help page: what, **Why:**, **Fix:**."""

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = ""
    subjects: ClassVar[tuple[type[Any], ...]] = ()  # kinds it looks at; Link for links
    reads: ClassVar[tuple[str, ...]] = ()  # engines whose records it uses: space, power, cooling, fabric
    records: ClassVar[tuple[type[Any], ...]] = ()  # a subject without one of these is not looked at; empty = all are

    @abstractmethod
    def check(self, subject: Any, context: Context) -> Iterator[Outcome]:
        """Yield what is wrong with one subject."""

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        """Changes that would clear a finding, best first."""
        return iter(())

    def finding(
        self,
        *subjects: str,
        value: float,
        limit: float,
        unit: str,
        message: str,
        at_least: bool = False,
        quantities: Mapping[str, tuple[float, str]] | None = None,
        path: tuple[str, ...] = (),
        severity: Severity | None = None,
        source: str = "",
    ) -> Finding:
        """A finding of this rule."""
        return Finding(
            self.code,
            severity or self.severity,
            subjects,
            float(value),
            float(limit),
            unit,
            message,
            source or self.source,
            at_least,
            quantities or {},
            path,
        )

    def gap(self, *subjects: str, reason: str) -> Gap:
        """This rule cannot be evaluated for these subjects."""
        return Gap(self.code, subjects, reason)
