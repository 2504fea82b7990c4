"""Project -> Report: the whole order of physics, readable top to bottom."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from hallwright.collector import without_collector
from hallwright.engines.base import Engine, Results, Step
from hallwright.engines.cooling import engine as cooling
from hallwright.engines.fabric import engine as fabric
from hallwright.engines.power import engine as power
from hallwright.engines.space import engine as space
from hallwright.engines.topology import Topology
from hallwright.engines.totals import pue
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.rack import Rack
from hallwright.equipment.room import Room
from hallwright.equipment.system import System
from hallwright.project import Change, Link, Project
from hallwright.rules import rules
from hallwright.rules.base import Context, Finding, Gap, Outcome, Rule, Severity

log = logging.getLogger(__name__)

ENGINES: tuple[tuple[str, Engine], ...] = (  # in the order of physics: a later one may read an earlier one's result
    ("space", cast(Engine, space)),
    ("power", cast(Engine, power)),
    ("cooling", cast(Engine, cooling)),
    ("fabric", cast(Engine, fabric)),
)

Outcomes = Mapping[str, Mapping[str, tuple[Outcome, ...]]]  # by rule code and subject


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures that stand for the whole hall; None where one is unknown.

    Attributes
    ----------
    gpus, racks : int
        Accelerators counted as such, cards included; racks.
    it_kw, source_kw : float or None
        Demand of all IT loads, and what all sources deliver, on the project's basis [kW].
    cooling_kw : float or None
        Heat that the coolers take out of air and liquid [kW].
    pue : float or None
        source_kw / it_kw: the design-load figure, not the year's.
    floor_m2 : float
        Area of all rooms.
    """

    gpus: int
    racks: int
    it_kw: float | None
    source_kw: float | None
    cooling_kw: float | None
    pue: float | None
    floor_m2: float


@dataclass(frozen=True)
class Report:
    """A project with everything that was computed from it."""

    project: Project
    topology: Topology
    results: Results
    outcomes: Outcomes

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, worst first, then by thinnest margin; waived ones last and marked."""
        waivers = self.project.waivers
        found = []
        for by_subject in self.outcomes.values():
            for outcomes in by_subject.values():
                for finding in outcomes:
                    if isinstance(finding, Finding):
                        waiver = waivers.get(finding.key)
                        if waiver is not None and (waiver.value is None or not finding.worse_than(waiver.value)):
                            finding = replace(finding, waiver=waiver)
                        found.append(finding)
        return tuple(sorted(found, key=_order))

    @cached_property
    def open_findings(self) -> tuple[Finding, ...]:
        """Findings that nobody has waived."""
        return tuple(f for f in self.findings if f.waiver is None)

    @cached_property
    def not_evaluated(self) -> tuple[Gap, ...]:
        """What could not be checked, and why."""
        found = [
            g for by_subject in self.outcomes.values() for gs in by_subject.values() for g in gs if isinstance(g, Gap)
        ]
        return tuple(sorted(found, key=lambda g: (g.code, g.subjects)))

    @cached_property
    def counts(self) -> dict[str, int]:
        """Findings by severity, waived ones, and what was not evaluated."""
        counts = {"error": 0, "warning": 0, "hint": 0, "waived": 0, "not_evaluated": len(self.not_evaluated)}
        for finding in self.findings:
            counts["waived" if finding.waiver else finding.severity.name.lower()] += 1
        return counts

    @cached_property
    def worst(self) -> Mapping[str, Finding]:
        """The worst open finding of each subject."""
        found: dict[str, Finding] = {}
        for finding in self.open_findings:
            for subject in finding.subjects:
                found.setdefault(subject, finding)
        return found

    @cached_property
    def totals(self) -> Totals:
        """The figures that stand for the whole hall."""
        gpus = racks = 0
        floor_m2 = 0.0
        for item in self.project.equipment.values():
            if isinstance(item, System):
                gpus += item.gpus
            elif isinstance(item, Accelerator):
                gpus += 1
            elif isinstance(item, Rack):
                racks += 1
            elif isinstance(item, Room):
                floor_m2 += item.area_m2
        power = self.results.power.totals if self.results.power else None
        cooling = self.results.cooling
        return Totals(
            gpus,
            racks,
            it_kw=power.it_kw if power else None,
            source_kw=power.source_kw if power else None,
            cooling_kw=cooling.rejected_kw if cooling else None,
            pue=pue(self.project, self.results),
            floor_m2=floor_m2,
        )

    @cached_property
    def exit_code(self) -> int:
        """0 all checked and no error, 1 an unwaived error, 2 something not evaluated."""
        return 1 if self.counts["error"] else 2 if self.counts["not_evaluated"] else 0


def _order(finding: Finding) -> tuple[bool, int, float, str, tuple[str, ...]]:
    scale = abs(finding.limit) or 1.0
    return finding.waiver is not None, -finding.severity, finding.margin / scale, finding.code, finding.subjects


def evaluate(project: Project, previous: Report | None = None) -> Report:
    """Return the report of `project`; `previous` only makes it faster. Never raises.

    An engine or rule that fails is listed as *not evaluated* and logged with its traceback.
    """
    if previous is not None and previous.project is project:
        return previous
    with without_collector():
        return _evaluated(project, previous)


def _evaluated(project: Project, previous: Report | None) -> Report:
    change: Change | None = None
    if previous is None:
        topology = Topology(project)
    else:
        topology = previous.topology
        topology.move_to(project)
        change = Change.between(previous.project, project)

    results = Results()
    for name, engine in ENGINES:
        old = getattr(previous.results, name) if previous is not None else None
        try:
            if old is None or previous is None:
                step = Step(project, topology, results)
                setattr(results, name, engine.solve(engine.inputs(step)))
            else:
                step = Step(project, topology, results, previous.project, change)
                setattr(results, name, engine.patch(old, step))
        except Exception as error:  # the one border where our own mistake becomes "not evaluated"
            log.exception("engine %s failed", name)
            results.failed[name] = f"the {name} engine failed ({type(error).__name__})"

    context = Context(project, results)
    again = {reads: _dirty(reads, project, results, previous, change) for reads in {rule.reads for rule in rules()}}
    outcomes = {rule.code: _outcomes(rule, context, topology, previous, again[rule.reads]) for rule in rules()}
    return Report(project, topology, results, outcomes)


@dataclass(frozen=True, slots=True)
class _Dirty:
    """Subjects to look at again: all of them, and those that are there, by their class."""

    ids: frozenset[str]
    by_class: Mapping[type[Any], list[str]]


def _outcomes(
    rule: Rule, context: Context, topology: Topology, previous: Report | None, dirty: _Dirty | None
) -> Mapping[str, tuple[Outcome, ...]]:
    """What a rule finds, by subject; only subjects whose inputs changed are looked at again (dirty None: all)."""
    project, results = context.project, context.results
    for name in rule.reads:
        if name in results.failed:
            return {"": (Gap(rule.code, (), results.failed[name]),)}
    found: dict[str, tuple[Outcome, ...]] = {}
    if dirty is None or previous is None:
        ids = [i for kind in rule.subjects if kind is not Link for i in topology.ids_of(kind)]
        if Link in rule.subjects:
            ids.extend(project.links)
    else:
        old = previous.outcomes[rule.code]
        ids = [i for kind, members in dirty.by_class.items() if issubclass(kind, rule.subjects) for i in members]
        if not ids and dirty.ids.isdisjoint(old):
            return old
        found = {key: value for key, value in old.items() if key not in dirty.ids}
    equipment, links, check = project.equipment, project.links, rule.check
    for key in ids:
        subject: Any = equipment.get(key) or links[key]
        try:
            outcome = tuple(check(subject, context))
        except Exception as error:
            log.exception("rule %s failed", rule.code)
            outcome = (Gap(rule.code, (key,), f"the rule failed ({type(error).__name__})"),)
        if outcome:
            found[key] = outcome
    return found


def _dirty(
    reads: tuple[str, ...], project: Project, results: Results, previous: Report | None, change: Change | None
) -> _Dirty | None:
    """Subjects that rules with these sources must look at again; None = all."""
    if previous is None or change is None or change.settings or change.products:
        return None
    ids = change.equipment | change.links
    for name in reads:
        new, old = getattr(results, name), getattr(previous.results, name)
        if new is old:
            continue
        if old is None or new is None or new.dirty is None:
            return None
        ids |= new.dirty
    by_class: dict[type[Any], list[str]] = {}
    for key in ids:
        subject = project.equipment.get(key) or project.links.get(key)
        if subject is not None:
            by_class.setdefault(type(subject), []).append(key)
    return _Dirty(ids, by_class)


def severity_name(severity: Severity) -> str:
    """Lower-case name, as in JSON."""
    return severity.name.lower()
