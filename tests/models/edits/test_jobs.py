"""Jobs and the systems that work on them, as one edit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.edits.jobs import set_jobs, systems_in
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.settings.fabric import Job


def working(project: Project) -> dict[str, str]:
    return {s.id: s.job for s in project.all(System)}


def test_jobs_and_systems_in_one_step_and_back() -> None:
    hall = good_hall()
    ids = list(working(hall))
    jobs = [Job(name="a", gradient_gbytes=1.5), Job(name="b")]
    after = set_jobs(hall, jobs, {ids[0]: "a", ids[1]: "a", ids[2]: "b"})
    assert after.settings.jobs == tuple(jobs)
    assert working(after) == {ids[0]: "a", ids[1]: "a", ids[2]: "b"}
    traffic = evaluate(after).results.traffic
    assert traffic is not None
    assert set(traffic.jobs) == {"a", "b"}
    assert set_jobs(after, [], dict.fromkeys(ids, "")) == hall


def test_systems_follow_a_new_name_and_leave_a_job_that_goes() -> None:
    hall = good_hall()
    ids = list(working(hall))
    hall = set_jobs(hall, [Job(name="a"), Job(name="b")], {ids[0]: "a", ids[1]: "b"})
    after = set_jobs(hall, [Job(name="c")], {ids[0]: "c"})
    assert working(after) == {ids[0]: "c", ids[1]: "", ids[2]: ""}


def test_nothing_is_set_where_something_is_refused() -> None:
    hall = good_hall()
    ids = list(working(hall))
    with pytest.raises(EditRefused, match="same name"):
        set_jobs(hall, [Job(name="a"), Job(name="a")], {})
    assert set_jobs(hall, [], {}) is hall
    assert working(set_fields(hall, ids[:1], {"job": ""})) == working(hall)


def test_systems_of_a_selection() -> None:
    hall = good_hall()
    system = next(iter(hall.all(System)))
    assert systems_in(hall, [system.id]) == (system.id,)
    assert system.id in systems_in(hall, [system.rack_id or ""])
    assert systems_in(hall, ["upsa"]) == ()
