"""What the study said, as rows of the inspector."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.study.study import study
from hallwright_app.inspector_parts import Row
from hallwright_app.study_rows import study_rows


def test_rows_of_elements_loads_and_cables() -> None:
    hall = good_hall()
    link = next(k.id for k in hall.links.values() if k.a == ("txa",))
    found = study(set_fields(hall, [link], {"conductor_mm2": 150.0, "conductor_runs": 3}))

    def rows(id: str, stale: bool = False) -> dict[str, Row]:
        return {row.label: row for row in study_rows(found, id, "metric", stale=stale)}

    board = rows("sga")
    assert board["Short circuit"].bar == (found.elements["sga"].fault_ka, 50.0)
    assert rows("rppa")["Bears it"].text == "not evaluated" and "short_circuit_ka" in rows("rppa")["Bears it"].tip
    assert "Loading" in rows("txa") and "Bears it" not in rows("txa")
    assert set(rows("s1")) == {"Study", "Voltage", "Voltage drop"}
    cable = rows(link)
    assert (cable["Conductor"].text, cable["Conductor"].unit, cable["Conductor"].tip) == ("3 × 150.0", "mm²", "")
    assert cable["Length"].tip == "Assumed"
    assert "Study, stale" in rows("sga", stale=True)
    assert not rows("room")
