"""The room-air solver."""

import pytest

from hallwright.engines.air.inputs import AirInputs
from hallwright.engines.air.solve import solve
from hallwright.errors import SolveError


def test_a_room_in_which_nothing_moves_is_refused() -> None:
    with pytest.raises(SolveError):
        solve(AirInputs((4.0, 4.0, 3.0)))
