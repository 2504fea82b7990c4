from pathlib import Path

from halls import good_hall
from hallwright.fileformat.io import load, save
from soak.concurrent_savers import save_at_once


def test_two_processes_lose_no_save_silently(tmp_path: Path) -> None:
    file = tmp_path / "a.hall"
    save(good_hall(), file)
    told, lost = save_at_once(file, 40)
    assert lost == 0
    assert told > 0  # they did meet, or this proves nothing
    assert sorted(load(file).project.notes.split()) == ["a39", "b39"]
    assert [p.name for p in tmp_path.iterdir()] == ["a.hall"]
