from pathlib import Path

import pytest

from hallwright import resources
from hallwright.resources import example, resource


def test_icons_and_examples_are_found_from_a_checkout() -> None:
    assert resource("icons", "rack.svg").is_file()
    assert example().is_dir()


def test_a_broken_installation_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "a" / "b" / "resources.py"))
    with pytest.raises(FileNotFoundError, match="install Hallwright again"):
        resource("icons")
