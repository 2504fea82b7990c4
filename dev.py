#!/usr/bin/env python3
"""Everything a developer does, on a machine with python3 and pip and nothing else.

python3 dev.py run [FILE]       open the window on an example hall; without a display write out/report.pdf,
                                out/plan.png and out/check.json
python3 dev.py test [ARGS]      format, lint, types, layers and the whole test suite (ARGS go to pytest)
python3 dev.py check            the same without the test suite
python3 dev.py bench [NAME]     the benchmarks, or one of them
python3 dev.py shots            every view of every example in both themes, as pictures in out/shots
python3 dev.py lock             make both requirement locks again
python3 dev.py hallwright ARGS  the program itself, with those arguments
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "hallwright-lock.txt"
RUN_LOCK, TEST_LOCK = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
BASE = "libglib2.0-0 libegl1 libgl1 libfontconfig1 libdbus-1-3 libxkbcommon0"
WINDOW = (
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 "
    "libxkbcommon-x11-0"
)
PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"
REFUSED = 3


def main(arguments: list[str]) -> int:
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    verbs = {
        "run": run, "test": test, "check": check, "bench": bench, "shots": shots, "lock": lock,
        "hallwright": hallwright,
    }  # fmt: skip
    if verb not in verbs:
        print(__doc__)
        return 0 if verb in ("", "-h", "--help") else REFUSED
    if sys.version_info < (3, 11):  # noqa: UP036 - somebody may well try an older one
        return refuse(f"Hallwright needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    try:
        return verbs[verb](rest)
    except subprocess.CalledProcessError as error:
        return refuse(f"{' '.join(map(str, error.cmd))[:300]} ended with {error.returncode}.")
    except OSError as error:
        return refuse(f"{error}.")
    except KeyboardInterrupt:
        return refuse("Stopped.")


def refuse(reason: str) -> int:
    print(f"dev.py: {reason}", file=sys.stderr, flush=True)
    return REFUSED


def failure(failed: list[str]) -> int:
    if failed:
        print(f"dev.py: failed: {', '.join(failed)}.", file=sys.stderr, flush=True)
    return 1 if failed else 0


# ---- verbs ---------------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    environment(RUN_LOCK)
    if code := ready_qt():
        return code
    example = ROOT / "projects" / "h100-scalable-unit.hall"
    given = arguments or [str(example if example.exists() else next(iter(sorted(ROOT.glob("projects/*.hall")))))]
    if has_display():
        return hallwright_program(given)
    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    for verb, name in (("report", "report.pdf"), ("render", "plan.png")):
        if code := hallwright_program([verb, given[0], "-o", str(out / name)]):
            return code
    with (out / "check.json").open("w", encoding="utf-8") as stream:
        code = hallwright_program(["check", given[0], "--json"], stdout=stream)
    if code == REFUSED:
        return code
    found = {0: "no errors", 1: "errors", 2: "no errors, but not everything could be evaluated"}[code]
    print(f"There is no display, so no window. {Path(given[0]).name} was checked: {found}.")
    print("Written: out/report.pdf, out/plan.png, out/check.json")
    return 0


def hallwright(arguments: list[str]) -> int:
    environment(RUN_LOCK)
    return hallwright_program(arguments)


def check(arguments: list[str]) -> int:
    environment(TEST_LOCK)
    failed = [name for name, command in static_checks() if not passes(name, command)]
    return failure(failed)


def test(arguments: list[str]) -> int:
    environment(TEST_LOCK)
    if code := ready_qt(window=False):
        return code
    workers = [] if "-n" in arguments else ["-n", str(min(os.cpu_count() or 1, 8))]
    steps = [*static_checks(), ("tests", [PYTHON, "-m", "pytest", *workers, *arguments])]
    failed = [name for name, command in steps if not passes(name, command)]
    return failure(failed)


def bench(arguments: list[str]) -> int:
    environment(TEST_LOCK)
    if code := ready_qt(window=False):
        return code
    scripts = [p for p in sorted((ROOT / "benchmarks").glob("*.py")) if "def main" in p.read_text(encoding="utf-8")]
    if arguments:
        scripts = [p for p in scripts if p.stem == arguments[0]]
        if not scripts:
            return refuse(f"there is no benchmark {arguments[0]!r}.")
    failed = [p.stem for p in scripts if not passes(p.stem, [PYTHON, p, *arguments[1:]])]
    return failure(failed)


def shots(arguments: list[str]) -> int:
    environment(TEST_LOCK)
    if code := ready_qt(window=False):
        return code
    return subprocess.run([PYTHON, ROOT / "docs" / "make_shots.py", *arguments], env=settings(), cwd=ROOT).returncode


def lock(arguments: list[str]) -> int:
    """Both locks, with hashes for every platform and without host names, by uv from an environment of its own."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder) / PYTHON.relative_to(VENV)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        for target, extra in ((RUN_LOCK, []), (TEST_LOCK, ["--extra", "test"])):
            command = [
                python, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
                "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", *arguments, *extra,
                "pyproject.toml", "-o", target,
            ]  # fmt: skip
            subprocess.run(command, check=True, cwd=ROOT)
    return 0


# ---- how -----------------------------------------------------------------------------------------------------------


def static_checks() -> list[tuple[str, list[object]]]:
    tools = PYTHON.parent
    return [
        ("format", [tools / "ruff", "format", "--check", "--quiet", "."]),
        ("lint", [tools / "ruff", "check", "--quiet", "."]),
        ("types", [tools / "mypy"]),
        ("layers", [tools / "lint-imports"]),
    ]


def passes(name: str, command: list[object]) -> bool:
    print(f"== {name}", flush=True)
    return subprocess.run(list(map(str, command)), env=settings(), cwd=ROOT).returncode == 0


def hallwright_program(arguments: list[str], stdout: object = None) -> int:
    command = [PYTHON, "-m", "hallwright_app", *arguments]
    return subprocess.run(command, env=settings(), stdout=stdout).returncode


def settings() -> dict[str, str]:
    found = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "models"), str(ROOT / "app")])}
    if not has_display():
        found.setdefault("QT_QPA_PLATFORM", "offscreen")
    return found


def has_display() -> bool:
    """Linux alone may lack one."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def environment(lock_file: Path) -> None:
    """Make .venv hold what the lock says; instant when it does already. The lock of the tests holds both."""
    stamp = STAMP.read_text(encoding="ascii").strip() if STAMP.exists() and PYTHON.exists() else ""
    digest, either = digest_of(lock_file), {digest_of(lock_file), digest_of(TEST_LOCK)}
    if stamp in either:
        return
    print(f"Making .venv from {lock_file.name} (once) …", flush=True)
    install = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(lock_file)]
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", VENV], check=True)
    # pip from outside puts things into .venv, so that a bare Debian without python3-venv's pip will do
    outside = subprocess.run([sys.executable, "-m", "pip", "--python", PYTHON, *install])
    if outside.returncode:  # a pip older than 22.3 does not know --python: use one inside
        if subprocess.run([PYTHON, "-m", "ensurepip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
            raise OSError("pip could not install what Hallwright needs; see its message above")
        subprocess.run([PYTHON, "-m", "pip", *install], check=True)
    STAMP.write_text(digest + "\n", encoding="ascii")


def digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def ready_qt(window: bool = True) -> int:
    """Start Qt in a child process; where a system library is missing, install it where we may, or name it."""
    if (probe := start_qt()) == "":
        return 0
    packages = f"{BASE} {WINDOW}" if window and has_display() else BASE
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"Installing system libraries that Qt needs: {packages}", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages.split()],
            env=quiet, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        if (probe := start_qt()) == "":
            return 0
    return refuse(f"Qt cannot start ({probe}). Install these system packages: {packages}")


def start_qt() -> str:
    """Why Qt does not start, or nothing."""
    try:
        child = subprocess.run([PYTHON, "-c", PROBE], env=settings(), capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "it did not answer within two minutes"
    lines = [line for line in child.stderr.splitlines() if line.strip()]
    return "" if child.returncode == 0 else (lines[-1][:200] if lines else f"it ended with {child.returncode}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
