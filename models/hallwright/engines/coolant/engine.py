"""The coolant loops of the hall: pressures, flows and temperatures, now and with any one unit out.

Heat, set-points and who runs are the cooling balance's; this engine adds what pipes, pumps, valves and exchangers make
of them. Loops that feel each other form a circuit; an edit solves anew only the circuits whose parts it changed. See
docs/engines/coolant.md.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from hallwright.engines.base import Result, Step
from hallwright.engines.coolant.circuit import Circuit, groups, solve_circuit
from hallwright.engines.coolant.parts import Assumed, CduPart, Part, PlantPart, SystemPart, WaterPart, part_of
from hallwright.engines.coolant.records import RACK, Loop
from hallwright.engines.cooling.engine import Cooling
from hallwright.equipment.base import Medium, Placed
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import AirCooler, LiquidPlant
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.system import System

KINDS: tuple[type[Placed], ...] = (System, Cdu, AirCooler, ImmersionTank, LiquidPlant)


@dataclass(frozen=True, eq=False)
class Inputs:
    """What `solve` sees: the assumptions and the parts by identifier.

    `cooling` is the result that heat was read from; only its identity matters, to know whether it moved.
    """

    assumed: Assumed
    parts: Mapping[str, Part]
    cooling: Cooling | None


@dataclass(frozen=True)
class Coolant(Result):
    """Result of the coolant engine.

    Attributes
    ----------
    loops : tuple of Loop
        Rack loops, then facility loops, by key.
    circuits : mapping of str to Circuit
        By the first of its parts.
    circuit_of : mapping of str to str
        By part.
    """

    inputs: Inputs
    loops: tuple[Loop, ...] = ()
    circuits: Mapping[str, Circuit] = field(default_factory=dict, repr=False, compare=False)
    circuit_of: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)


def inputs(step: Step) -> Inputs:
    """Gather the parts."""
    assumed = Assumed.of(step.project.settings)
    items = [item for kind in KINDS for item in step.topology.of_kind(kind)]
    parts = {item.id: part_of(step, assumed, item) for item in items}
    return Inputs(assumed, {key: part for key, part in parts.items() if part is not None}, step.results.cooling)


def solve(given: Inputs) -> Coolant:
    """Solve from scratch."""
    return _advance(given, None, given.parts)


def patch(previous: Coolant, step: Step) -> Coolant:
    """Bring a result up to date after a change; equal to a solution from scratch."""
    change, cooling = step.change, step.results.cooling
    same = cooling is previous.inputs.cooling
    if (
        change is None
        or step.before is None
        or change.settings
        or cooling is None
        or (cooling.dirty is None and not same)
    ):
        given = inputs(step)
        return _advance(given, previous, given.parts.keys() | previous.inputs.parts.keys())
    touched = set(change.equipment)
    if not same:
        touched |= (cooling.dirty or frozenset()) & step.project.equipment.keys()
    for key in change.links:
        for project in (step.before, step.project):
            link = project.links.get(key)
            if link is not None and link.medium is Medium.COOLANT:
                touched.update((*link.a, *link.b))
    for key in change.equipment:
        for moved in (key, *step.topology.inside(key)):  # what hangs on a moved thing, or on what it carries
            touched.add(moved)
            for link in step.topology.links_of(moved, Medium.COOLANT):
                touched.update(link.b)
    old, assumed = previous.inputs.parts, previous.inputs.assumed
    fresh: dict[str, Part | None] = {}
    for key in touched:
        item = step.project.equipment.get(key)
        part = part_of(step, assumed, item) if isinstance(item, KINDS) else None
        if part != old.get(key):
            fresh[key] = part
    if not fresh:
        return previous
    parts = {key: part for key, part in {**old, **fresh}.items() if part is not None}
    return _advance(Inputs(assumed, parts, cooling), previous, fresh)


def _advance(given: Inputs, previous: Coolant | None, changed: Collection[str]) -> Coolant:
    """The result for `given`, of whose parts these differ from the previous ones."""
    parts = given.parts
    old_circuits = previous.circuits if previous is not None else {}
    old_of = previous.circuit_of if previous is not None else {}
    near = {end for key in changed if key in parts for end in _ends(parts[key])}
    again = {old_of[key] for key in (*changed, *near) if key in old_of}
    members = {key for key, circuit in old_of.items() if circuit in again and key in parts}
    members.update(key for key in (*changed, *near) if key in parts)
    known = {k: v for key in again for k, v in old_circuits[key].memo.items()}
    circuits = {key: circuit for key, circuit in old_circuits.items() if key not in again}
    circuit_of = {key: circuit for key, circuit in old_of.items() if circuit not in again}
    together: dict[str, dict[str, Part]] = {}
    grouped = groups((key, end) for key in sorted(members) for end in (key, *_ends(parts[key])) if end in parts)
    for key in sorted(members):
        together.setdefault(grouped[key], {})[key] = parts[key]
    for key, mine in together.items():
        circuits[key] = solve_circuit(given.assumed, mine, known)
        circuit_of.update(dict.fromkeys(mine, key))

    old = previous.records if previous is not None else {}
    records = {key: record for key, record in old.items() if key in circuit_of and circuit_of[key] not in together}
    for key in together:
        for id, record in circuits[key].records.items():
            records[id] = old[id] if old.get(id) == record else record
    dirty = None
    if previous is not None:
        dirty = frozenset(k for k in old.keys() | records.keys() if old.get(k) is not records.get(k))
    loops = tuple(
        sorted((loop for c in circuits.values() for loop in c.loops), key=lambda loop: (loop.kind != RACK, loop.key))
    )
    return Coolant(records, given, loops, circuits, circuit_of, dirty=dirty)


def _ends(part: Part) -> Iterator[str]:
    """The parts that a part hangs on; plants on one header hang on its lead."""
    if isinstance(part, PlantPart):
        if part.lead:
            yield part.lead
    elif isinstance(part, SystemPart | CduPart | WaterPart):
        yield from (key for key, _ in part.feeds)
