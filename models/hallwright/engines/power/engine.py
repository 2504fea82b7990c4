"""The power engine: see `solve`."""

from dataclasses import dataclass

from hallwright.engines.base import Result, Step


@dataclass(frozen=True)
class Inputs:
    """What `solve` sees."""


@dataclass(frozen=True)
class Power(Result):
    """Result of the power engine."""

    inputs: Inputs


def inputs(step: Step) -> Inputs:
    """Gather the numbers."""
    return Inputs()


def solve(given: Inputs) -> Power:
    """Solve from scratch."""
    return Power({}, given)


def patch(previous: Power, step: Step) -> Power:
    """Bring a result up to date after a change."""
    return solve(inputs(step))
