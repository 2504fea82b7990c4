"""What failures of the power chain do, as JSON that other programs may rely on."""

import math
from collections.abc import Sequence
from typing import Any

from hallwright.engines.power.cascade import Event, Outcome
from hallwright.engines.power.chain import DEAD, ON_GENERATOR, STANDING_BY
from hallwright.engines.power.failures import Failures
from hallwright.engines.power.promises import Promise
from hallwright.engines.power.records import STATES
from hallwright.fileformat.text import fingerprint

FAIL_SCHEMA, FAILURES_SCHEMA = "hallwright-fail/1", "hallwright-failures/1"
LEVELS = {DEAD: "dead", STANDING_BY: "dead", ON_GENERATOR: "on generator"}


def outcome_plain(outcome: Outcome) -> dict[str, Any]:
    """Plain values of one failure run to its end."""
    return {
        "units": list(outcome.units),
        "lost": list(outcome.lost),
        "degraded": list(outcome.one_side),
        "throttled": list(outcome.throttled),
        "interrupted": list(outcome.interrupted),
        "dead": list(outcome.dead),
        "overloaded": [
            {
                "id": one.id,
                "end": one.end,
                "what": one.what,
                "value": one.value,
                "limit": one.limit,
                "unit": one.unit,
                "at_s": one.at_s,
            }
            for one in outcome.overloads
        ],
        "trips": [_event(event) for event in outcome.trips],
        "ride_through": [
            {
                "ups": ride.ups,
                "load_kw": ride.load_kw,
                "lasts_s": ride.lasts_s if ride.lasts_s is not None and math.isfinite(ride.lasts_s) else None,
                "needed_s": ride.needed_s,
                "known": ride.lasts_s is not None,
            }
            for ride in outcome.rides
        ],
        "timeline": [_event(event) for event in outcome.events],
        "not_evaluated": list(outcome.unknown),
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "at_s": event.at_s,
        "what": event.what,
        "id": event.id,
        "end": event.end,
        "value": event.value,
        "limit": event.limit,
        "unit": event.unit,
    }


def fail_plain(failures: Failures, outcome: Outcome, file: str) -> dict[str, Any]:
    """One failure with the state of every load and element in the end."""
    chain, flow, project = failures.chain, outcome.flow, failures.project
    amps = failures.stage.loading.amps
    return {
        "schema": FAIL_SCHEMA,
        "file": file,
        "hash": fingerprint(project),
        **outcome_plain(outcome),
        "loads": [
            {
                "id": load.id,
                "name": project.name_of(load.id),
                "state": STATES[flow.states[j]],
                "demand_kw": load.demand_kw,
                "drawn_kw": flow.drawn_kw[j],
            }
            for j, load in enumerate(chain.loads)
        ],
        "elements": [
            {
                "id": feeder.id,
                "name": project.name_of(feeder.id),
                "state": LEVELS.get(flow.level[i], "live"),
                "out_kw": flow.out_kw[i],
                "in_kw": flow.in_kw[i],
                "amps": amps(i, flow),
                "limit_kw": feeder.rated_kw,
                "limit_a": feeder.limit_a,
            }
            for i, feeder in enumerate(chain.feeders)
        ],
    }


def failures_plain(
    failures: Failures,
    singles: Sequence[Outcome],
    pairs: Sequence[Outcome] | None,
    kept: Sequence[Promise],
    file: str,
) -> dict[str, Any]:
    """All single failures, all pairs where they were asked for, and the promises of redundancy."""
    found: dict[str, Any] = {
        "schema": FAILURES_SCHEMA,
        "file": file,
        "hash": fingerprint(failures.project),
        "elements": sorted(outcome.units[0] for outcome in singles),
        "normal": outcome_plain(failures.after_nothing()),
        "single_points": [
            {"id": outcome.units[0], "lost": lost, "throttled": throttled}
            for outcome, lost, throttled in failures.ranked(singles)
        ],
        "promises": [
            {
                "block": one.block,
                "promise": one.promise,
                "members": list(one.members),
                "holds": one.holds,
                "broken_by": [list(units) for units in one.broken_by],
            }
            for one in kept
        ],
        "singles": [outcome_plain(outcome) for outcome in singles],
    }
    if pairs is not None:
        found["pairs"] = [outcome_plain(outcome) for outcome in pairs]
    return found
