"""The rule pages say what the rules do."""

import subprocess
import sys
from pathlib import Path


def test_rule_pages_are_current() -> None:
    script = Path(__file__).parent.parent / "docs" / "make_rule_pages.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
