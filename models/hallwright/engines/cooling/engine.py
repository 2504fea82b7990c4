"""The cooling engine: see `solve`."""

from dataclasses import dataclass

from hallwright.engines.base import Result, Step


@dataclass(frozen=True)
class Inputs:
    """What `solve` sees."""


@dataclass(frozen=True)
class Cooling(Result):
    """Result of the cooling engine."""

    inputs: Inputs


def inputs(step: Step) -> Inputs:
    """Gather the numbers."""
    return Inputs()


def solve(given: Inputs) -> Cooling:
    """Solve from scratch."""
    return Cooling({}, given)


def patch(previous: Cooling, step: Step) -> Cooling:
    """Bring a result up to date after a change."""
    return solve(inputs(step))
