"""Circuits: what is solved together, and what is kept from before."""

from coolant_halls import random_hall
from hallwright.engines.base import Step
from hallwright.engines.coolant import circuit
from hallwright.engines.coolant.circuit import groups, solve_circuit
from hallwright.engines.coolant.engine import inputs
from hallwright.evaluate import evaluate
from hallwright.project import Project


def test_groups_are_what_edges_join() -> None:
    found = groups([("b", "c"), ("x", "x"), ("c", "a"), ("y", "z")])
    assert found == {"a": "a", "b": "a", "c": "a", "x": "x", "y": "y", "z": "y"}


def parts_of(project: Project) -> tuple[circuit.Assumed, dict[str, circuit.Part]]:
    report = evaluate(project)
    given = inputs(Step(project, report.topology, report.results))
    return given.assumed, dict(given.parts)


def test_what_was_solved_before_is_not_solved_again() -> None:
    assumed, parts = parts_of(random_hall(2))
    first = solve_circuit(assumed, parts, {})
    again = solve_circuit(assumed, parts, first.memo)
    assert again.records == first.records and again.loops == first.loops
    assert all(again.memo[key] is value for key, value in first.memo.items())
