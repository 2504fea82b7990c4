"""Where compiled kernels are kept."""

import os
from pathlib import Path

import pytest

from hallwright.engines.air import compiled


def test_compiled_kernels_lie_in_the_user_s_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = compiled.cache_dir()
    assert folder.is_dir() and folder.parent == tmp_path / "cache" / "hallwright"
    assert compiled.cache_dir() == folder, "the same sources, the same folder"


def test_a_cache_that_cannot_be_written_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setattr(compiled.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(in_the_way))
    folder = compiled.cache_dir()
    assert folder.is_dir() and in_the_way not in folder.parents


def test_every_module_with_kernels_is_in_the_stamp() -> None:
    folder = Path(compiled.__file__).parent
    holding = {p.stem for p in folder.glob("*.py") if "@kernel" in p.read_text() or "@parallel_kernel" in p.read_text()}
    assert holding <= set(compiled.KERNELS)
    assert os.environ["NUMBA_CACHE_DIR"]


def test_the_window_and_the_frame_speed_engines_do_not_load_the_compiler() -> None:
    import subprocess
    import sys

    code = "import sys, hallwright.evaluate, hallwright.validate.cases, hallwright.engines.air.solve; "
    code += "sys.exit('numba' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": "models"}).returncode == 0
