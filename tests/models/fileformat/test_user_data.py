from pathlib import Path

import pytest

from hallwright.fileformat.user_data import user_data_folder


def test_the_folder_follows_the_environment_and_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLWRIGHT_DATA", str(tmp_path / "here"))
    assert user_data_folder("a", "b") == tmp_path / "here" / "a" / "b"
    assert user_data_folder("a", "b").is_dir()


def test_without_a_wish_it_is_the_systems_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HALLWRIGHT_DATA")
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert user_data_folder().is_relative_to(tmp_path)
