import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from halls import good_hall
from hallwright.errors import SaveError
from hallwright.fileformat import recovery
from hallwright.fileformat.files import FileCalls


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HALLWRIGHT_DATA", str(tmp_path / "data"))
    yield


def left_by_a_dead_process(name: str = "a.hall") -> Path:
    """A recovery file that a process wrote and did not live to discard."""
    code = (
        "import sys; from pathlib import Path; from halls import good_hall; from hallwright.fileformat import recovery;"
        "p = Path(sys.argv[1]); f = recovery.recovery_file(p);"
        "recovery.write(f, good_hall(), p, 'abc'); print(f)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, env=environment)
    return Path(child.stdout.strip())


def test_what_a_dead_process_left_is_offered_as_a_copy() -> None:
    file = left_by_a_dead_process()
    (offered,) = recovery.found()
    assert offered.file == file and offered.name == "Good hall" and offered.base_sha256 == "abc"
    assert offered.project_path == Path("a.hall").resolve()
    assert offered.project() == good_hall()
    recovery.discard(file)
    assert recovery.found() == []
    recovery.discard(file)  # twice does no harm


def test_what_a_living_process_keeps_is_not_offered() -> None:
    file = recovery.recovery_file(None)
    recovery.write(file, good_hall(), None, "")
    assert recovery.found() == []
    recovery.discard(file)


def test_every_project_and_window_has_a_file_of_its_own() -> None:
    files = {recovery.recovery_file(p, w) for p in (None, Path("a"), Path("b")) for w in (0, 1)}
    assert len(files) == 6


def test_broken_and_foreign_files_are_never_offered() -> None:
    file = left_by_a_dead_process()
    data = file.read_bytes()
    header = json.loads(data.split(b"\n", 1)[0])
    body = data.split(b"\n", 1)[1]
    for broken in (
        b"",
        data[:100],
        data[:-1],
        data + b" ",
        body,
        data.replace(b"Good hall", b"Evil hall"),
        b"x" * 5000 + data,
        json.dumps({**header, "process": 5}).encode() + b"\n" + body,
        json.dumps({**header, "extra": 5}).encode() + b"\n" + body,
        json.dumps({**header, "version": 9}).encode() + b"\n" + body,
        json.dumps({**header, "name": 9}).encode() + b"\n" + body,
        b"[]\n" + body,
    ):
        file.write_bytes(broken)
        assert recovery.found() == []
    file.write_bytes(data)
    assert len(recovery.found()) == 1


def test_a_disk_that_refuses_is_told() -> None:
    class Full(FileCalls):
        def write(self, handle: int, data: bytes | memoryview) -> int:
            return 0

    file = recovery.recovery_file(None)
    with pytest.raises(SaveError, match="could not be kept"):
        recovery.write(file, good_hall(), None, "", Full())
    assert not file.exists()
