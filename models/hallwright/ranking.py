"""All findings of a hall, worst first; after an edit only those that it touched are ranked anew."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from hallwright.project import Waiver
from hallwright.rules.base import Finding, Outcome

Outcomes = Mapping[str, Mapping[str, tuple[Outcome, ...]]]  # by rule code and subject
Place = tuple[str, str]  # rule code and subject

_RANK = attrgetter("rank")


class Ranked(NamedTuple):
    """A finding, marked where it is waived, with its rank and where in the outcomes it stands."""

    rank: tuple[bool, int, float, str, tuple[str, ...]]
    place: Place
    finding: Finding


def ranked(outcomes: Outcomes, waivers: Mapping[str, Waiver]) -> list[Ranked]:
    """All findings, worst first, then by thinnest margin; waived ones last."""
    places = ((code, key) for code, by_subject in outcomes.items() for key in by_subject)
    return sorted(_found(outcomes, places, waivers), key=_RANK)


def reranked(old: list[Ranked], before: Outcomes, after: Outcomes, waivers: Mapping[str, Waiver]) -> list[Ranked]:
    """What `ranked` gives for `after`, from what it gave for `before` under the same waivers."""
    moved: set[Place] = set()
    for code, now in after.items():
        then = before.get(code, {})
        if now is not then:
            moved.update((code, key) for key in now if now[key] is not then.get(key))
            moved.update((code, key) for key in then if key not in now)
    moved.update((code, key) for code in before if code not in after for key in before[code])
    if not moved:
        return old
    found = [one for one in old if one.place not in moved]
    fresh = (place for place in moved if place[1] in after.get(place[0], {}))
    found.extend(_found(after, fresh, waivers))
    found.sort(key=_RANK)  # mostly sorted already
    return found


def _found(outcomes: Outcomes, places: Iterable[Place], waivers: Mapping[str, Waiver]) -> Iterable[Ranked]:
    for place in places:
        for finding in outcomes[place[0]][place[1]]:
            if isinstance(finding, Finding):
                waiver = waivers.get(finding.key) if waivers else None
                if waiver is not None and (waiver.value is None or not finding.worse_than(waiver.value)):
                    finding = replace(finding, waiver=waiver)
                yield Ranked(_rank(finding), place, finding)


def _rank(finding: Finding) -> tuple[bool, int, float, str, tuple[str, ...]]:
    scale = abs(finding.limit) or 1.0
    return finding.waiver is not None, -finding.severity, finding.margin / scale, finding.code, finding.subjects
