"""The field in the report: solved, waiting, and not solved."""

from air_halls import crac, hall, open_hall, rack, room
from hallwright.evaluate import completed, evaluate
from hallwright.export.air_tables import air_section
from hallwright.export.layout import Callout, Picture, Table


def test_racks_are_listed_hottest_first_with_their_verdict() -> None:
    report = completed(evaluate(open_hall()))
    rooms, picture, racks = air_section(report, "metric").blocks
    assert isinstance(rooms, Table) and isinstance(racks, Table) and isinstance(picture, Picture)
    assert rooms.rows[0][0] == "ROOM" and "assumed" not in rooms.rows[0][4]
    assert {row[0] for row in racks.rows} == {"R1", "R2"} and {row[5] for row in racks.rows} == {"below"}
    hottest = [float(row[2].split()[0]) for row in racks.rows]
    assert hottest == sorted(hottest, reverse=True)


def test_what_waits_or_cannot_be_solved_is_said() -> None:
    (callout,) = air_section(evaluate(open_hall()), "metric").blocks
    assert isinstance(callout, Callout) and "not evaluated" in callout.text
    weak = completed(evaluate(hall(room(), rack("r", 2.0, 1.6), crac("c", 2.0, 4.4, sensible_kw=1.0))))
    rooms, _ = air_section(weak, "metric").blocks
    assert isinstance(rooms, Table) and "1 kW of the 8 kW" in rooms.rows[0][4]
