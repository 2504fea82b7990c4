"""The cable schedule against an independent script over the file, and against what the engines say."""

import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cable_floors import lengths_of_file, random_floor
from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.fabric.records import LinkRecord
from hallwright.evaluate import evaluate
from hallwright.export.bom import HEAD as BOM_HEAD
from hallwright.export.bom import bill
from hallwright.export.schedule import HEAD, port_name, schedule, summary
from hallwright.fileformat.io import ABSENT, save
from hallwright.project import Project


def rows_of(project: Project) -> list[dict[str, Any]]:
    return [dict(zip(HEAD, row, strict=True)) for row in schedule(project).rows]


@pytest.mark.parametrize("seed", range(50))
def test_each_length_is_an_independent_shortest_path_and_all_totals_agree(seed: int, tmp_path: Path) -> None:
    project = random_floor(seed)
    path = tmp_path / "floor.hall"
    save(project, path, ABSENT)
    expected = lengths_of_file(path)
    rows = rows_of(project)
    assert len(rows) == len(expected)
    for row in rows:
        ends = row["A device"].lower(), row["A point"], row["B device"].lower(), row["B point"]
        length, stock = expected[ends]
        assert row["Length m"] == pytest.approx(length, abs=6e-4), ends  # shown to the millimetre
        assert row["Stock m"] == stock, ends
    # the engines' records, the schedule and the bill are one and the same
    records = evaluate(project).results.fabric.records  # type: ignore[union-attr]
    bundles = {k: r for k, r in records.items() if isinstance(r, LinkRecord)}
    assert sum(r.count for r in bundles.values()) == len(rows)
    total_m = math.fsum(row["Stock m"] for row in rows)
    assert total_m == pytest.approx(math.fsum(r.total_m or 0.0 for r in bundles.values()))
    watts = math.fsum(row[f"{end} draw W"] for row in rows for end in "AB")
    assert watts == pytest.approx(math.fsum((r.a_watts or 0.0) + (r.b_watts or 0.0) for r in bundles.values()))
    used = Counter(row[f"{end} device"].lower() for row in rows for end in "AB")
    for id, record in records.items():
        if not isinstance(record, LinkRecord):
            assert sum(p.used for p in record.ports) == used[id]
    bought = [dict(zip(BOM_HEAD, row, strict=True)) for row in bill(project).rows]
    cables = [r for r in bought if r["Part"] in ("Cable", "Fibre")]
    assert sum(r["Quantity"] for r in cables) == len(rows)
    assert math.fsum(r["Quantity"] * r["Length m"] for r in cables) == pytest.approx(total_m)
    optical = sum(row["Kind"] == "transceivers and fibre" for row in rows)
    assert sum(r["Quantity"] for r in bought if r["Part"] == "Transceiver") == 2 * optical
    assert bought[-1]["Draw of ends W"] == pytest.approx(watts)


def test_what_a_row_says() -> None:
    (first, *_) = rows_of(good_hall())
    assert first["A device"] == "S1" and first["A rack"] == "R1" and first["A unit"].startswith("U")
    assert first["A label"].endswith(first["B label"].split(" > ")[0])
    assert first["Stock m"] <= first["Reach m"] and first["Left to reach m"] == first["Reach m"] - first["Stock m"]
    assert first["Slack m"] == pytest.approx(first["Stock m"] - first["Run m"])


def test_ports_broken_out_are_named_by_their_cage() -> None:
    project = set_fields(good_hall(), ["lf1"], {"switch_ports": ({"count": 32, "gbps": 800.0, "split": 2},)})
    leaf = project.equipment["lf1"]
    assert [port_name(leaf, "front", n) for n in (1, 2, 3)] == ["front 1/1", "front 1/2", "front 2/1"]
    assert port_name(good_hall().equipment["lf1"], "front", 3) == "front 3"


def test_what_is_missing_is_said_and_never_zero() -> None:
    project = good_hall()
    id = next(k for k, v in project.links.items() if v.medium == "fabric")
    link = project.links[id].model_copy(update={"product": None})
    sheet = schedule(project.changed(links={id: link}))
    bare = [dict(zip(HEAD, r, strict=True)) for r in sheet.rows if r[HEAD.index("Product id")] == ""]
    assert len(bare) == link.count
    assert all(r["Product"] == "not chosen" and r["A draw W"] is None and r["Reach m"] is None for r in bare)
    assert f"{link.count} without a product" in summary(sheet)
    gone = link.model_copy(update={"a_port": "nonesuch"})
    sheet = schedule(project.changed(links={id: gone}))
    assert sum(r[HEAD.index("Stock m")] is None for r in sheet.rows) == link.count
    assert f"{link.count} without a length" in summary(sheet)


def test_a_hall_without_a_fabric_has_an_empty_schedule() -> None:
    assert summary(schedule(Project())) == "0 cables, 0.0 m in stock lengths."
