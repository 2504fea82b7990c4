"""Project -> Report: the whole order of physics, readable top to bottom."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import chain
from typing import Any, cast

from hallwright.collector import without_collector
from hallwright.engines.air.engine import LIMIT_S, Air, solve_rooms
from hallwright.engines.base import Engine, Results, Step
from hallwright.engines.coolant import engine as coolant
from hallwright.engines.cooling import engine as cooling
from hallwright.engines.cooling.throttling import Throttling, throttling_of
from hallwright.engines.fabric import engine as fabric
from hallwright.engines.power import engine as power
from hallwright.engines.space import engine as space
from hallwright.engines.sums import exact, rounded
from hallwright.engines.topology import Topology
from hallwright.engines.totals import pue
from hallwright.engines.traffic import engine as traffic
from hallwright.engines.trays import engine as trays
from hallwright.engines.wiring import engine as wiring
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Equipment
from hallwright.equipment.rack import Rack
from hallwright.equipment.room import Room
from hallwright.equipment.system import System
from hallwright.project import Change, Project
from hallwright.ranking import Outcomes, Ranked, ranked, reranked
from hallwright.rules import rules
from hallwright.rules.base import Context, Finding, Gap, Outcome, Rule, Severity

log = logging.getLogger(__name__)

ENGINES: tuple[tuple[str, Engine], ...] = (  # in the order of physics: a later one may read an earlier one's result
    ("space", cast(Engine, space)),
    ("power", cast(Engine, power)),
    ("cooling", cast(Engine, cooling)),
    ("coolant", cast(Engine, coolant)),
    ("fabric", cast(Engine, fabric)),
    ("traffic", cast(Engine, traffic)),
    ("wiring", cast(Engine, wiring)),
    ("trays", cast(Engine, trays)),
)
SLOW = ("air",)  # engines that no frame waits for: `evaluate` keeps their last answer, `completed` runs them
SLOW_WORDS = {"air": "field of the room's air"}
NAMES = (*(name for name, _ in ENGINES), *SLOW)


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


@dataclass(frozen=True, slots=True)
class Inventory:
    """What stands in the hall: accelerators, racks, and the exact sum of the rooms' areas."""

    gpus: int = 0
    racks: int = 0
    floor: int = 0

    def with_items(self, items: Iterable[Equipment], sign: int) -> "Inventory":
        """With these things added (1) or taken away (-1)."""
        gpus, racks, floor = self.gpus, self.racks, self.floor
        for item in items:
            if isinstance(item, System):
                gpus += sign * item.gpus
            elif isinstance(item, Accelerator):
                gpus += sign
            elif isinstance(item, Rack):
                racks += sign
            elif isinstance(item, Room):
                floor += sign * exact(item.area_m2)
        return Inventory(gpus, racks, floor)


@dataclass(frozen=True)
class Report:
    """A project with everything that was computed from it.

    Attributes
    ----------
    pending : tuple of str
        Slow engines that have something to say of this project and have not: what their rules found stands for an
        earlier project, or there is nothing yet. Never a pass.
    """

    project: Project
    topology: Topology
    results: Results
    outcomes: Outcomes
    inventory: Inventory
    pending: tuple[str, ...] = ()

    @cached_property
    def ranked(self) -> list[Ranked]:
        """All findings in their order; brought along by `evaluate` where the report before had it."""
        return ranked(self.outcomes, self.project.waivers)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, worst first, then by thinnest margin; waived ones last and marked."""
        return tuple(one.finding for one in self.ranked)

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
    def left_out(self) -> tuple[Gap, ...]:
        """Rules that wait for a slow engine, as gaps: what a check without slow engines lists as not evaluated."""
        waiting = "not evaluated: the {} is solved by a full check only."
        return tuple(
            Gap(rule.code, (), waiting.format(SLOW_WORDS[name]))
            for rule in rules()
            for name in rule.reads
            if name in self.pending
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """Findings by severity, waived ones, and what was not evaluated."""
        of = Counter("waived" if f.waiver else f.severity for f in self.findings)
        return {
            **{severity_name(severity): of[severity] for severity in sorted(Severity, reverse=True)},
            "waived": of["waived"],
            "not_evaluated": len(self.not_evaluated),
        }

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
        power = self.results.power.totals if self.results.power else None
        cooling = self.results.cooling
        return Totals(
            self.inventory.gpus,
            self.inventory.racks,
            it_kw=power.it_kw if power else None,
            source_kw=power.source_kw if power else None,
            cooling_kw=cooling.rejected_kw if cooling else None,
            pue=pue(self.project, self.results),
            floor_m2=rounded(self.inventory.floor),
        )

    @cached_property
    def throttling(self) -> Throttling:
        """Systems that warm air or coolant slows down, and what the hall loses by it."""
        return throttling_of(self.project, self.results)

    @cached_property
    def exit_code(self) -> int:
        """0 all checked and no error, 1 an unwaived error, 2 something not evaluated."""
        return 1 if self.counts["error"] else 2 if self.counts["not_evaluated"] or self.left_out else 0


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
        change = Change.between(previous.project, project)
        topology.move_to(project, change if topology.project is previous.project else None)

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

    results.air = previous.results.air if previous is not None else None
    quick, slow = _by_speed(rules())
    due = {reads: _due(reads, results, previous, change) for reads in {rule.reads for rule in quick}}
    context = Context(project, results)
    outcomes = _outcomes(context, quick, previous, due)
    pending = _pending(context)
    if not pending and results.air is not None:  # back at the project that it answers for
        outcomes |= _all_outcomes(context, slow)
    else:
        last = previous.outcomes if pending and previous is not None else {}
        outcomes |= {rule.code: _still_there(last.get(rule.code, {}), project) for rule in slow}
    report = Report(project, topology, results, outcomes, _inventory(project, previous, change), pending)
    if previous is not None and change is not None and not change.waivers and "ranked" in vars(previous):
        vars(report)["ranked"] = reranked(previous.ranked, previous.outcomes, outcomes, project.waivers)
    return report


def with_air(report: Report, air: Air) -> Report:
    """The report with an answer of the room-air engine and what its rules find.

    Nothing changes where the answer is one for another project, or preliminary.
    """
    if air.project is not report.project or air.preliminary:
        return report
    context = Context(report.project, replace(report.results, air=air))
    _, slow = _by_speed(rules())
    outcomes = {**report.outcomes, **_all_outcomes(context, slow)}
    return Report(report.project, report.topology, context.results, outcomes, report.inventory, _pending(context))


def completed(report: Report, *, limit_s: float = LIMIT_S) -> Report:
    """The report with every slow engine run to its end; each room of air takes `limit_s` at most. Never raises."""
    cooling = report.results.cooling
    if not report.pending or cooling is None:
        return report
    try:
        return with_air(report, solve_rooms(report.project, cooling, report.results.air, limit_s=limit_s))
    except Exception as error:
        log.exception("engine air failed")
        results = replace(
            report.results, failed={**report.results.failed, "air": f"the air engine failed ({type(error).__name__})"}
        )
        context = Context(report.project, results)
        _, slow = _by_speed(rules())
        outcomes = {**report.outcomes, **_all_outcomes(context, slow)}
        return Report(report.project, report.topology, results, outcomes, report.inventory)


def _pending(context: Context) -> tuple[str, ...]:
    """Slow engines that have not answered for this project."""
    cooling, air = context.results.cooling, context.results.air
    breathing = cooling is not None and any(body.streams for body in cooling.kept.bodies.values())
    return ("air",) if breathing and (air is None or air.project is not context.project) else ()


@cache
def _by_speed(every: tuple[Rule, ...]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Rules that every evaluation runs, and those that wait for a slow engine."""
    slow = tuple(rule for rule in every if not set(SLOW).isdisjoint(rule.reads))
    return tuple(rule for rule in every if rule not in slow), slow


def _still_there(outcomes: Mapping[str, tuple[Outcome, ...]], project: Project) -> Mapping[str, tuple[Outcome, ...]]:
    """What was found of things that still are."""
    gone = [key for key in outcomes if key and key not in project.equipment and key not in project.links]
    return {key: of for key, of in outcomes.items() if key not in gone} if gone else outcomes


def _all_outcomes(context: Context, chosen: tuple[Rule, ...]) -> dict[str, Mapping[str, tuple[Outcome, ...]]]:
    """What these rules find of everything."""
    return _outcomes(context, chosen, None, {rule.reads: None for rule in chosen})


Due = Mapping[tuple[str, ...], frozenset[str] | None]  # by what a rule reads: subjects to look at again; None = all


def _due(
    reads: tuple[str, ...], results: Results, previous: Report | None, change: Change | None
) -> frozenset[str] | None:
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
    return ids


def _outcomes(
    context: Context, chosen: tuple[Rule, ...], previous: Report | None, due: Due
) -> dict[str, Mapping[str, tuple[Outcome, ...]]]:
    """What these rules find, by subject; only subjects that are due are looked at again."""
    equipment, links, results = context.project.equipment, context.project.links, context.results
    records = tuple(result.records if (result := getattr(results, name)) is not None else {} for name in NAMES)
    if any(ids is None for ids in due.values()):
        subjects: Iterable[str] = chain(equipment, links)
    else:
        subjects = frozenset().union(*(ids for ids in due.values() if ids))
    looking_at = _lookers(chosen)
    found: dict[str, dict[str, tuple[Outcome, ...]]] = {}
    for key in subjects:
        subject: Any = equipment.get(key) or links.get(key)
        if subject is None:
            continue
        kinds = tuple([type(of.get(key)) for of in records])
        for reads, checks in looking_at(type(subject), kinds):
            ids = due[reads]
            if ids is not None and key not in ids:
                continue
            for code, check in checks:
                try:
                    outcome = tuple(check(subject, context))
                except Exception as error:
                    log.exception("rule %s failed", code)
                    outcome = (Gap(code, (key,), f"the rule failed ({type(error).__name__})"),)
                if outcome:
                    found.setdefault(code, {})[key] = outcome

    outcomes: dict[str, Mapping[str, tuple[Outcome, ...]]] = {}
    for rule in chosen:
        code, ids = rule.code, due[rule.reads]
        failed = next((name for name in rule.reads if name in results.failed), None)
        if failed is not None:
            outcomes[code] = {"": (Gap(code, (), results.failed[failed]),)}
        elif ids is None or previous is None:
            outcomes[code] = found.get(code, {})
        else:
            old = previous.outcomes[code]
            if code not in found and ids.isdisjoint(old):
                outcomes[code] = old
            else:
                outcomes[code] = {k: v for k, v in old.items() if k not in ids} | found.get(code, {})
    return outcomes


Check = Callable[[Any, Context], Iterable[Outcome]]
Looking = tuple[tuple[tuple[str, ...], tuple[tuple[str, Check], ...]], ...]  # by what rules read: codes and checks


@cache
def _lookers(every: tuple[Rule, ...]) -> Callable[..., Looking]:
    """Tells the rules that look at a subject of a class with records of these classes, in the order of `NAMES`."""

    @cache
    def looking_at(kind: type[Any], records: tuple[type[Any], ...]) -> Looking:
        have = dict(zip(NAMES, records, strict=True))
        found: dict[tuple[str, ...], list[tuple[str, Check]]] = {}
        for rule in every:
            if issubclass(kind, rule.subjects) and (
                not rule.records or any(issubclass(have[name], rule.records) for name in rule.reads)
            ):
                found.setdefault(rule.reads, []).append((rule.code, rule.check))
        return tuple((reads, tuple(checks)) for reads, checks in found.items())

    return looking_at


def _inventory(project: Project, previous: Report | None, change: Change | None) -> Inventory:
    """What stands in the hall: counted anew, or brought along by what changed."""
    if previous is None or change is None:
        return Inventory().with_items(project.equipment.values(), 1)
    pairs = [(previous.project.equipment.get(k), project.equipment.get(k)) for k in change.equipment]
    gone = previous.inventory.with_items((a for a, _ in pairs if a is not None), -1)
    return gone.with_items((b for _, b in pairs if b is not None), 1)


def severity_name(severity: Severity) -> str:
    """Lower-case name, as in JSON."""
    return severity.name.lower()
