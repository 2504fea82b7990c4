"""The documentation: links lead somewhere, and the keys it lists are the keys there are."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from hallwright.project import Project
from hallwright_app.actions import COMMANDS
from hallwright_app.document import Document
from hallwright_app.main_window import MainWindow
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


def test_user_guide_lists_every_key(qtbot, tmp_path):
    preferences = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    window = MainWindow(Document(Project()), Theme(), preferences)
    qtbot.addWidget(window)
    guide = (ROOT / "docs" / "user-guide.md").read_text(encoding="utf-8")
    for command in COMMANDS:  # standard keys differ from platform to platform
        keys = window.actions_.by_name[command.name].shortcut().toString()
        if isinstance(command.keys, str):
            assert f"| `{keys}` | {command.menu}: {command.text.removesuffix('…')} |" in guide, command.name
