"""What the network's time is worth: job completion time by how much of it waits for the network."""

from dataclasses import dataclass

from hallwright.errors import OutOfRange


def completion_ratio(exposed_fraction: float, network_speed: float) -> float:
    """Job completion time relative to before, when the network is so many times as fast.

    Parameters
    ----------
    exposed_fraction : float
        Share of the completion time in which the job waits for the network, 0 to 1.
    network_speed : float
        New over old speed, above 0; below 1 is slower.

    Notes
    -----
    Amdahl's law: compute is untouched, and communication that compute hides stays hidden. A gain in job completion
    time that somebody states is a result of such a model under stated conditions, never an input.

    Examples
    --------
    >>> round(completion_ratio(0.25, 310.07 / 364.65), 3)
    1.044
    """
    _check(exposed_fraction)
    if network_speed <= 0.0:
        raise OutOfRange("A network's speed is above 0.")
    return 1.0 - exposed_fraction + exposed_fraction / network_speed


@dataclass(frozen=True, slots=True)
class Needed:
    """What the network must become for a job to complete so much sooner.

    Attributes
    ----------
    time_reduction : float
        Share of the exposed network time that must go.
    speed : float
        New over old speed.
    """

    time_reduction: float
    speed: float


def needed(exposed_fraction: float, completion_reduction: float) -> Needed:
    """The faster network that cuts job completion time by a share.

    Raises
    ------
    OutOfRange
        More is asked than the network takes, so that no network suffices.

    Examples
    --------
    >>> round(needed(0.18, 0.1).speed, 2)
    2.25
    """
    _check(exposed_fraction)
    if not 0.0 <= completion_reduction < exposed_fraction:
        raise OutOfRange(
            f"Completion cannot be {completion_reduction:.1%} sooner by the network alone: "
            f"jobs wait for it {exposed_fraction:.1%} of the time."
        )
    reduction = completion_reduction / exposed_fraction
    return Needed(reduction, 1.0 / (1.0 - reduction))


def _check(exposed_fraction: float) -> None:
    if not 0.0 <= exposed_fraction <= 1.0:
        raise OutOfRange("The exposed share of a job's time is 0 to 1.")
