import pytest

from halls import good_hall
from hallwright.errors import HallwrightError
from hallwright.fileformat.verify import verify


def test_a_good_hall_is_proven_and_so_is_each_step_from_it() -> None:
    hall = good_hall()
    verify(hall)
    verify(hall.changed(equipment={"r1": hall.equipment["r1"].model_copy(update={"x_m": 5.2})}))
    verify(hall)


def test_what_would_not_read_back_is_refused_also_after_a_good_one() -> None:
    hall = good_hall()
    verify(hall)
    for change in ({"x_m": "left"}, {"name": "a\nb"}, {"width_m": -1.0}, {"product": "A B"}):
        with pytest.raises(HallwrightError):
            verify(hall.changed(equipment={"r1": hall.equipment["r1"].model_copy(update=change)}))
    verify(hall)


def test_a_record_under_another_key_is_refused() -> None:
    hall = good_hall()
    with pytest.raises(HallwrightError, match="filed under"):
        verify(hall.changed(equipment={"other": hall.equipment["r1"]}))
