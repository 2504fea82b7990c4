"""Verbs of the power chain: what is left after failures."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hallwright_app.verbs.base import AddVerb, BadArguments, as_json, many, print_json

if TYPE_CHECKING:
    from hallwright.engines.power.cascade import Event, Outcome
    from hallwright.engines.power.failures import Failures
    from hallwright.project import Project

FINE, HARMED, UNKNOWN = 0, 1, 2


def add(verb: AddVerb) -> None:
    """Add them."""
    fail = verb("fail", _fail, "Say what is left after units of the power chain fail together.")
    fail.add_argument("file", metavar="FILE")
    fail.add_argument("units", nargs="+", metavar="UNIT", help="identifier or name of an element, load or power link")
    as_json(fail)
    failures = verb("failures", _failures, "Fail every element of the power chain in turn.")
    failures.add_argument("file", metavar="FILE")
    failures.add_argument("units", nargs="*", metavar="UNIT", help="only these, and pairs of them")
    failures.add_argument("--pairs", action="store_true", help="every pair too: one in maintenance, one failed")
    as_json(failures)


def _fail(given: argparse.Namespace) -> int:
    from hallwright.engines.power.failures import failures_of
    from hallwright.export.failures_json import fail_plain
    from hallwright.fileformat.io import load

    project = load(given.file).project
    units = [_unit(project, text) for text in given.units]
    failures = failures_of(project)
    outcome = failures.after(units)
    if given.json:
        print_json(fail_plain(failures, outcome, given.file))
    else:
        for line in _told(failures, outcome):
            print(line)
    return _code(failures, [outcome])


def _failures(given: argparse.Namespace) -> int:
    from hallwright.engines.power.failures import failures_of
    from hallwright.engines.power.promises import promises
    from hallwright.export.failures_json import failures_plain
    from hallwright.fileformat.io import load

    project = load(given.file).project
    chosen = sorted({_unit(project, text) for text in given.units}) or None
    failures = failures_of(project)
    singles = list(failures.singles(chosen))
    kept = promises(failures)
    pairs = list(failures.pairs(chosen)) if given.pairs else None
    if given.json:
        print_json(failures_plain(failures, singles, pairs, kept, given.file))
    else:
        _print_table(failures, singles)
        if pairs is not None:
            _print_table(failures, pairs)
        for one in kept:
            print(f"{one.block}: {one.promise} {'holds' if one.holds else 'does not hold'}.")
            for units in one.broken_by:
                print("  broken by " + " and ".join(failures.project.name_of(i) for i in units))
    return _code(failures, singles) if all(one.holds for one in kept) else HARMED


def _unit(project: "Project", text: str) -> str:
    """Identifier of the one thing with that identifier or name."""
    if text in project.equipment or text in project.links:
        return text
    named = sorted(item.id for item in project.equipment.values() if item.name == text)
    if not named:
        raise BadArguments(f"There is nothing with the identifier or name {text[:80]!r} in this design.")
    if len(named) > 1:
        raise BadArguments(
            f"{len(named)} things are called {text[:80]!r}.", hint=f"Give an identifier, such as {named[0]}."
        )
    return named[0]


def _code(failures: "Failures", outcomes: Sequence["Outcome"]) -> int:
    if any(any(failures.harm(outcome)) for outcome in outcomes):
        return HARMED
    unknown = any(outcome.unknown for outcome in outcomes)
    return UNKNOWN if unknown or failures.unknown_loads else FINE


def _told(failures: "Failures", outcome: "Outcome") -> Iterator[str]:
    project, name = failures.project, failures.project.name_of
    for event in outcome.events:
        yield f"{_time(event.at_s):>12}  {_event(project, event)}"
    for word, ids in (
        ("lost", outcome.lost),
        ("throttled", outcome.throttled),
        ("on fewer feeds", outcome.one_side),
        ("interrupted", outcome.interrupted),
    ):
        for id in ids:
            yield f"{word:<14} {name(id)}"
    for one in outcome.overloads:
        loaded = f"{one.what} {one.value:.6g} {one.unit}, limit {one.limit:.6g} {one.unit}"
        yield f"{'overloaded':<14} {name(one.id)}: {loaded}"
    for id in outcome.unknown:
        yield f"{'not evaluated':<14} {name(id)}: the energy of its battery is unknown."
    lost, throttled, overloaded = failures.harm(outcome)
    yield (
        f"{many(lost, 'load')} lost, {throttled} throttled, {len(outcome.one_side)} on fewer feeds, "
        f"{overloaded} overloaded beyond normal operation."
    )


def _event(project: "Project", event: "Event") -> str:
    what = f"{project.name_of(event.id)}: {event.what}"
    if event.value is not None and event.limit is not None:
        what += f" at {event.value:.6g} {event.unit} of {event.limit:.6g} {event.unit}"
    return what


def _time(seconds: float) -> str:
    return f"{seconds:.3f} s" if seconds < 100.0 else f"{seconds / 60.0:.1f} min"


def _print_table(failures: "Failures", outcomes: Sequence["Outcome"]) -> None:
    """A line for each failure that does harm, worst first, and how many there were."""
    name = failures.project.name_of
    found = []
    for outcome in outcomes:
        lost, throttled, overloaded = failures.harm(outcome)
        if lost or throttled or overloaded:
            found.append(((-lost, -throttled, -overloaded, outcome.units), outcome))
    for (lost, throttled, overloaded, _), outcome in sorted(found, key=lambda x: x[0]):
        units = " and ".join(name(i) for i in outcome.units)
        print(f"{units}: {-lost} lost, {-throttled} throttled, {-overloaded} overloaded, {len(outcome.trips)} opened")
    kind = "pair" if outcomes and len(outcomes[0].units) > 1 else "single failure"
    print(f"{many(len(outcomes), kind)}; {len(found)} of them harm.")
