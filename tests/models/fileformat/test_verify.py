import json
from collections import Counter
from typing import Any

import pytest

from halls import good_hall
from hallwright.equipment.base import Record
from hallwright.errors import HallwrightError
from hallwright.fileformat import text
from hallwright.fileformat.read import read_project
from hallwright.fileformat.text import to_text
from hallwright.fileformat.verify import verify
from hallwright.templates.edge_closet import build as edge_closet


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


@pytest.fixture
def proven(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each record is read back, from a cache of lines that knows nothing yet."""
    count: Counter[str] = Counter()
    prove = text._prove

    def counted(record: Record, *rest: Any) -> None:
        count[getattr(record, "id", "")] += 1
        prove(record, *rest)

    monkeypatch.setattr(text, "_last", text._LineCache())
    monkeypatch.setattr(text, "_prove", counted)
    return count


def test_what_was_read_from_the_line_that_is_written_needs_no_second_proof(proven: Counter[str]) -> None:
    opened = read_project(to_text(good_hall()).encode()).project
    moved = opened.equipment["r1"].model_copy(update={"x_m": 5.2})
    verify(opened.changed(equipment={"r1": moved}))
    assert proven == {"r1": 1}
    broken = opened.equipment["r2"].model_copy(update={"width_m": -1.0})
    with pytest.raises(HallwrightError):
        verify(opened.changed(equipment={"r2": broken}))


def test_what_was_read_from_another_line_is_proven(proven: Counter[str]) -> None:
    """A file that somebody has written by hand, and one whose records are the same as of another file."""
    plain = json.loads(to_text(good_hall()))
    opened = read_project(json.dumps(plain, indent=1).encode()).project
    verify(opened)
    assert set(proven) >= set(opened.equipment) | set(opened.links)
    proven.clear()
    read_project(to_text(opened).encode())
    text._last.sound = None
    verify(opened)  # equal, but not the records that were read
    assert set(proven) >= set(opened.equipment)


def test_another_product_under_a_record_that_was_read_is_proven_anew(proven: Counter[str]) -> None:
    opened = read_project(to_text(edge_closet()).encode()).project
    id, product = next((i.id, i.product) for i in opened.equipment.values() if i.product)
    assert product is not None
    other = opened.products[product].model_copy(update={"fields": {}})
    verify(opened.changed(products={**opened.products, product: other}))
    assert proven[id] == 1
