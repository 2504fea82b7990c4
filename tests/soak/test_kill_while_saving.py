from pathlib import Path

import pytest

from halls import good_hall
from hallwright.fileformat.io import save
from soak.kill_while_saving import kill_many


@pytest.mark.timeout(300)
def test_eighty_kills_while_saving_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.hall"
    save(good_hall(), file)
    tally = kill_many(file, 80)
    assert tally.holds, tally
    assert tally.conclusive, tally
