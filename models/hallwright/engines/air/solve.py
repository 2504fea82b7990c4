"""Solve the air of a room: a stream of better and better fields, or the last of them."""

from collections.abc import Callable, Iterator

from hallwright.engines.air.field import Field
from hallwright.engines.air.inputs import AirInputs
from hallwright.errors import DidNotConverge


def stream(
    given: AirInputs, *, start: Field | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Field]:
    """Yield preliminary fields while iterating, and the answer last.

    Parameters
    ----------
    given : AirInputs
        The room.
    start : Field or None
        An earlier answer for a room like this one: iteration goes on from its air.
    cancelled : callable
        Polled after every iteration; iteration ends with `Cancelled` as soon as it says True.

    Raises
    ------
    OutOfRange
        An input is impossible, or a closed volume's flows do not balance; the message names what.
    DidNotConverge
        The numbers left all bounds.
    Cancelled
        `cancelled` said so.
    """
    raise DidNotConverge("The air of the room is not solved yet.")


def solve(
    given: AirInputs,
    *,
    start: Field | None = None,
    progress: Callable[[Field], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Field:
    """Return the answer, handing each preliminary field to `progress`; see `stream`."""
    last = None
    for last in stream(given, start=start, cancelled=cancelled):
        if last.preliminary:
            progress(last)
    if last is None or last.preliminary:
        raise DidNotConverge("The air of the room has no answer.")
    return last
