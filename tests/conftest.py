"""Fixtures of all tests."""

import os
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_data = tempfile.TemporaryDirectory(prefix="hallwright-tests-")  # backups and recovery files; gone at exit
os.environ["HALLWRIGHT_DATA"] = _data.name
