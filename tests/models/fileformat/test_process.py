import os
import subprocess
import sys
from dataclasses import replace

from hallwright.fileformat.process import Process, alive


def test_this_process_is_not_gone() -> None:
    this = Process.this()
    assert this.pid == os.getpid() and this.user and this.since.endswith("+00:00")
    assert not this.gone()
    assert Process.from_plain(this.plain()) == this


def test_a_process_that_ended_is_gone_and_one_of_another_host_never_is() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert not alive(child.pid)
    dead = replace(Process.this(), pid=child.pid)
    assert dead.gone()
    assert not replace(dead, host="elsewhere").gone()


def test_anything_else_is_no_process() -> None:
    plain = Process.this().plain()
    for broken in (None, [], {}, {**plain, "pid": "1"}, {**plain, "pid": True}, {**plain, "pid": -1},
                   {**plain, "more": 1}, {**plain, "user": "x" * 1000}):  # fmt: skip
        assert Process.from_plain(broken) is None
