"""Work off the user interface's thread: answers come back, stale ones never do, nothing is lost."""

import threading
import time

from hallwright.errors import Cancelled, EditRefused, SolveError
from hallwright_app.jobs import Jobs


def test_answer_comes_back_on_this_thread(qtbot):
    jobs, got = Jobs(), []
    jobs.run_job(
        "sum", lambda token, a, b: a + b, 2, 3,
        on_ok=lambda answer: got.append((answer, threading.current_thread())), on_error=got.append,
    )  # fmt: skip
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(5, threading.main_thread())]
    assert not jobs.busy


def test_newer_job_makes_the_older_stale(qtbot):
    jobs, got = Jobs(), []
    gate = threading.Event()

    def slow(token, name):
        gate.wait(2)
        return name

    jobs.run_job("air", slow, "old", on_ok=got.append, on_error=got.append)
    token = jobs.run_job("air", slow, "new", on_ok=got.append, on_error=got.append)
    gate.set()
    qtbot.waitUntil(lambda: got == ["new"])
    qtbot.wait(50)
    assert got == ["new"] and not token.cancelled


def test_errors_are_told(qtbot):
    jobs, got = Jobs(), []

    def refuse(token):
        raise EditRefused("No.")

    def mistake(token):
        raise ZeroDivisionError("oops")

    jobs.run_job("a", refuse, on_ok=got.append, on_error=got.append)
    qtbot.waitUntil(lambda: len(got) == 1)
    with qtbot.capture_exceptions() as told:  # as the crash net would
        jobs.run_job("b", mistake, on_ok=got.append, on_error=got.append)
        qtbot.waitUntil(lambda: len(got) == 2)
    assert [kind for kind, _, _ in told] == [ZeroDivisionError]
    assert isinstance(got[0], EditRefused)
    assert isinstance(got[1], SolveError) and "ZeroDivisionError" in got[1].text


def test_cancelled_job_says_nothing_and_ends(qtbot):
    jobs, got = Jobs(), []
    ended = threading.Event()

    def work(token):
        try:
            while True:
                token.check()
                time.sleep(0.005)
        except Cancelled:
            ended.set()
            raise

    jobs.run_job("year", work, on_ok=got.append, on_error=got.append)
    jobs.cancel("year")
    assert ended.wait(0.2)
    qtbot.wait(50)
    assert got == []
    jobs.close()


def test_hard_limit(qtbot):
    jobs, got = Jobs(), []

    def work(token):
        while not token.cancelled:
            time.sleep(0.005)

    jobs.run_job("slow one", work, on_ok=got.append, on_error=got.append, limit_s=0.05)
    qtbot.waitUntil(lambda: bool(got))
    assert "longer than" in got[0].text
    jobs.close()
