"""The space engine: see `solve`."""

from dataclasses import dataclass

from hallwright.engines.base import Result, Step


@dataclass(frozen=True)
class Inputs:
    """What `solve` sees."""


@dataclass(frozen=True)
class Space(Result):
    """Result of the space engine."""

    inputs: Inputs


def inputs(step: Step) -> Inputs:
    """Gather the numbers."""
    return Inputs()


def solve(given: Inputs) -> Space:
    """Solve from scratch."""
    return Space({}, given)


def patch(previous: Space, step: Step) -> Space:
    """Bring a result up to date after a change."""
    return solve(inputs(step))
