"""The folder of the user's data: recovery files and backups."""

import os
import sys
from pathlib import Path


def user_data_folder(*parts: str) -> Path:
    """A folder below the user's data folder, made if it is not there. HALLWRIGHT_DATA moves it."""
    given = os.environ.get("HALLWRIGHT_DATA")
    if given:
        base = Path(given)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Hallwright"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support" / "Hallwright"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hallwright"
    folder = base.joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
