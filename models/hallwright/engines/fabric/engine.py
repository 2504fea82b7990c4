"""The fabric engine: see `solve`."""

from dataclasses import dataclass

from hallwright.engines.base import Result, Step


@dataclass(frozen=True)
class Inputs:
    """What `solve` sees."""


@dataclass(frozen=True)
class Fabric(Result):
    """Result of the fabric engine."""

    inputs: Inputs


def inputs(step: Step) -> Inputs:
    """Gather the numbers."""
    return Inputs()


def solve(given: Inputs) -> Fabric:
    """Solve from scratch."""
    return Fabric({}, given)


def patch(previous: Fabric, step: Step) -> Fabric:
    """Bring a result up to date after a change."""
    return solve(inputs(step))
