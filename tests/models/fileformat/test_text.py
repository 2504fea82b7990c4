import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halls import good_hall, item
from hallwright.edits.arrange import duplicate, move, place
from hallwright.edits.change import set_fields, set_project, waive
from hallwright.equipment.base import Equipment
from hallwright.errors import Damaged
from hallwright.fileformat.text import fingerprint, from_plain, to_text
from hallwright.project import Product, Project, Waiver

SERVER = Product(
    id="test-server",
    kind="system",
    name="Server",
    fields={
        "role": "gpu",
        "nameplate_kw": 10.2,
        "u_height": 8,
        "nics": [{"role": "compute", "count": 8, "gbps": 400.0}],
    },
)


def again(project: Project) -> Project:
    return from_plain(json.loads(to_text(project)))


def lines(project: Project) -> list[str]:
    return to_text(project).splitlines()


def test_a_hall_reads_back_equal_and_writes_the_same_bytes() -> None:
    hall = good_hall()
    assert again(hall) == hall
    assert to_text(again(hall)) == to_text(hall)


def test_header_comes_first_then_one_record_a_line_in_order_of_identifiers() -> None:
    found = lines(good_hall())
    assert found[0] == '{"format":"hallwright","version":1,'
    equipment = found[found.index('"equipment":[') + 1 : found.index('"links":[') - 1]
    ids = [json.loads(line.rstrip(","))["id"] for line in equipment]
    assert ids == sorted(good_hall().equipment)
    for line in equipment:
        assert list(json.loads(line.rstrip(","))) == sorted(json.loads(line.rstrip(",")))


def test_one_move_changes_one_line() -> None:
    hall = good_hall()
    before, after = lines(hall), lines(move(hall, ["crah1"], 0.6, 0.0))
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_text_ends_in_one_line_feed_and_has_no_carriage_return() -> None:
    text = to_text(good_hall())
    assert text.endswith("]}\n") and "\r" not in text


def test_order_of_records_in_memory_does_not_change_the_text() -> None:
    hall = good_hall()
    turned = hall.model_copy(update={"equipment": dict(reversed(hall.equipment.items()))})
    assert to_text(turned) == to_text(hall)
    assert fingerprint(turned) == fingerprint(hall)


def test_what_equals_the_product_is_left_out_and_what_differs_is_kept() -> None:
    hall = place(
        Project(products={SERVER.id: SERVER}),
        [item("rack", "r1"), made_from_server("s1"), made_from_server("s2", nameplate_kw=None, u_height=4)],
    )
    of = {json.loads(x.rstrip(","))["id"]: json.loads(x.rstrip(",")) for x in lines(hall) if '"kind":"system"' in x
          and "fields" not in x}  # fmt: skip
    assert of["s1"] == {"id": "s1", "kind": "system", "name": "S1", "product": "test-server", "rack_id": "r1", "u": 1}
    assert of["s2"]["nameplate_kw"] is None and of["s2"]["u_height"] == 4 and "nics" not in of["s2"]
    assert again(hall) == hall


def made_from_server(id: str, **fields: Any) -> Equipment:
    values: dict[str, Any] = {**SERVER.fields, "rack_id": "r1", "u": 1, "product": SERVER.id, **fields}
    return item("system", id, **values)


def test_a_product_that_alone_makes_no_whole_thing_is_still_a_base() -> None:
    product = Product(id="half", kind="crah", name="Half", fields={"x_m": 2.0, "notes": "from the product"})
    crah = good_hall().equipment["crah1"].model_copy(update={"product": "half", "x_m": 0.0, "notes": ""})
    hall = Project(products={"half": product}, equipment={"crah1": crah})
    assert again(hall) == hall


def test_a_product_of_another_kind_is_no_base() -> None:
    rack = item("rack", "r1", product=SERVER.id)
    hall = Project(products={SERVER.id: SERVER}, equipment={"r1": rack})
    assert again(hall) == hall


def test_a_changed_product_changes_the_lines_of_what_is_made_from_it() -> None:
    hall = place(Project(products={SERVER.id: SERVER}), [item("rack", "r1"), made_from_server("s1")])
    to_text(hall)  # fills the cache of lines
    other = SERVER.model_copy(update={"fields": {**SERVER.fields, "nameplate_kw": 9.0}})
    changed = hall.model_copy(update={"products": {SERVER.id: other}})
    assert again(changed) == changed
    assert changed.equipment["s1"].nameplate_kw == 10.2  # type: ignore[attr-defined]


def test_waivers_and_titles_read_back() -> None:
    hall = waive(good_hall(), Waiver(code="PWR101", subjects=("rppa",), reason="Agreed", date="2026-03-01", value=1.5))
    hall = set_project(hall, {"name": "Hälle – 1", "author": "Ä", "notes": "<b>no markup</b>", "revision": "B"})
    assert again(hall) == hall


names = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=100)
metres = st.floats(-1e5, 1e5, allow_nan=False)


@settings(max_examples=200, deadline=None)
@given(names, metres, metres, st.floats(0, 359.999), st.one_of(st.none(), st.floats(0, 1e6)))
def test_any_values_write_read_and_write_the_same_bytes(
    name: str, x_m: float, y_m: float, turn: float, mass: float | None
) -> None:
    values = {"name": name, "x_m": x_m, "y_m": y_m, "rotation_deg": turn, "mass_kg": mass}
    hall = set_fields(good_hall(), ["r1"], values)
    once = to_text(hall)
    back = from_plain(json.loads(once))
    assert back == hall
    assert to_text(back) == once


def test_copies_of_a_hall_read_back() -> None:
    hall = duplicate(good_hall(), list(good_hall().equipment), 0.0, 40.0)
    assert again(hall) == hall


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"extra": 1}, "'extra' is not a part"),
        ({"equipment": {}}, "equipment: a list"),
        ({"equipment": [3]}, "must be an object"),
        ({"equipment": [{"kind": "spaceship"}]}, "no kind of equipment 'spaceship'"),
        ({"equipment": [{"kind": ["rack"]}]}, "no kind of equipment"),
        ({"equipment": [{"kind": "rack", "id": "r", "name": "R", "colour": "red"}]}, "colour"),
        ({"equipment": [{"kind": "rack", "id": "r", "name": "R"}] * 2}, "'r' stands twice"),
        ({"equipment": [{"kind": "rack", "id": "R!", "name": "R"}]}, "id"),
        ({"equipment": [{"kind": "rack", "id": "r", "name": "a\nb"}]}, "control characters"),
        ({"equipment": [{"kind": "rack", "id": "r", "name": "R", "x_m": float("inf")}]}, "x_m"),
        ({"equipment": [{"kind": "rack", "id": "r", "name": "R", "x_m": "1"}]}, "x_m"),
        ({"equipment": [{"kind": "rack", "id": "r", "name": "R", "units": 1.5}]}, "units"),
        ({"settings": {"nothing": 1}}, "nothing"),
        ({"project": {"name": ""}}, "project"),
        ({"project": []}, "project"),
        ({"products": [{"id": "p", "kind": "rack", "name": "P", "fields": {"": 1}}]}, "fields names"),
        ({"products": [{"id": "p", "kind": "rack", "name": "P", "fields": {"x_m": float("inf")}}]}, "products"),
        ({"waivers": [{"code": "A", "subjects": [], "reason": "r", "date": "2026-01-01"}] * 2}, "stands twice"),
        ({"equipment": [{"kind": "rack", "id": "r", "name": "\ud800"}]}, "Unicode"),
    ],
)
def test_broken_records_are_refused_with_the_place(change: dict[str, object], reason: str) -> None:
    with pytest.raises(Damaged) as caught:
        from_plain({"format": "hallwright", "version": 1, **change})
    assert reason in caught.value.text
    assert len(caught.value.text) <= 1000


def test_the_documented_file_is_canonical() -> None:
    page = (Path(__file__).parents[3] / "docs" / "file-format.md").read_text(encoding="utf-8")
    text = page.split("```json\n")[1].split("```")[0]
    assert to_text(from_plain(json.loads(text))) == text
