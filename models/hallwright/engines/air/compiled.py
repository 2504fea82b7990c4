"""How kernels are compiled, and where what was compiled is kept: once a machine, in the user's cache folder."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from hallwright.engines.air.voxels import LOW

KERNELS = ("compiled", "ports", "pressure", "transport", "turbulence")  # modules that hold them
F = TypeVar("F", bound=Callable[..., Any])


def cache_dir() -> Path:
    """Folder for compiled kernels: the user's cache folder, or a temporary one where that cannot be written.

    Its name follows the sources of the kernels: a kernel that calls another is compiled anew when that one changes.
    """
    sources = (Path(__file__).with_name(f"{name}.py").read_bytes() for name in KERNELS)
    stamp = hashlib.sha256(b"".join(sources) + bytes([LOW])).hexdigest()[:16]
    for folder in (_user_cache(), Path(tempfile.gettempdir()) / f"hallwright-cache-{_user()}"):
        path = folder / f"kernels-{stamp}"
        try:
            path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=path):
                return path
        except OSError:
            continue
    return Path(tempfile.mkdtemp(prefix="hallwright-kernels-"))


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def _user_cache() -> Path:
    home = Path.home() if "HOME" in os.environ or sys.platform == "win32" else Path(tempfile.gettempdir())
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home)) / "hallwright"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "hallwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "hallwright"


if "NUMBA_CACHE_DIR" not in os.environ:
    os.environ["NUMBA_CACHE_DIR"] = str(cache_dir())
# A thread that waits for another spins only briefly: on a busy machine the default waits away whole time slices.
os.environ.setdefault("GOMP_SPINCOUNT", "5000")

import llvmlite.binding  # type: ignore[import-untyped]  # noqa: E402 - after the lines above, which they read
import numba  # noqa: E402

numba.config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]  # type: ignore[attr-defined]  # where numba was imported before
# Rows are updated from a dozen arrays; LLVM gives up on vectors where it may check only eight for overlap.
llvmlite.binding.set_option("hallwright", "-runtime-memory-check-threshold=512")

_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "fastmath": True, "error_model": "numpy"}


def kernel(function: F) -> F:
    """Compile a function."""
    return cast(F, numba.njit(**_OPTIONS)(function))


def parallel_kernel(function: F) -> F:
    """Compile a function whose `prange` loops share the cores."""
    return cast(F, numba.njit(parallel=True, **_OPTIONS)(function))
