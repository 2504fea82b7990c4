"""Fabric rules in the file: there where there are some, and nowhere else."""

import json

import pytest

from generated import bare_hall, with_fabric
from hallwright.errors import Damaged
from hallwright.fileformat.read import read_project
from hallwright.fileformat.text import to_text
from hallwright.fileformat.verify import verify
from hallwright.project import Points


def test_a_file_without_fabrics_does_not_mention_them() -> None:
    assert '"fabrics"' not in to_text(bare_hall(4))


def test_a_rule_reads_back_with_its_exceptions() -> None:
    project = with_fabric(bare_hall(4))
    rule = project.fabrics["fab"].model_copy(update={"exceptions": (Points(id="s0", port="compute", first=3),)})
    project = project.changed(fabrics={"fab": rule})
    text = to_text(project)
    verify(project)
    again = read_project(text.encode()).project
    assert again == project and to_text(again) == text
    assert list(json.loads(text)) == [
        "format", "version", "project", "settings", "products", "equipment", "links", "fabrics", "waivers",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"topology":"clos"', '"topology":"hypercube"', "topology"),
        ('"topology":"clos"', '"planes":0,"topology":"clos"', "planes"),
        ('"leaf":"nvidia-qm9700"', '"leaf":"nvidia-qm9700","color":"red"', "color"),
    ],
)
def test_a_broken_rule_is_refused_with_its_place(old: str, new: str, says: str) -> None:
    text = to_text(with_fabric(bare_hall(4))).replace(old, new)
    with pytest.raises(Damaged, match=says) as caught:
        read_project(text.encode())
    assert caught.value.place == "fabrics record 1 ('fab')"
