"""Edits of the training jobs: which there are, and which systems work on them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from hallwright.edits.change import set_fields, set_settings
from hallwright.equipment.system import System
from hallwright.project import Project
from hallwright.settings.fabric import Job


def set_jobs(project: Project, jobs: Sequence[Job], work: Mapping[str, str]) -> Project:
    """Set all jobs, and what systems work on.

    Parameters
    ----------
    jobs : sequence of Job
    work : mapping of str to str
        Name of the job by system, "" for none; systems that are not named keep theirs. Work on a job that is no longer
        there ends.

    Raises
    ------
    EditRefused
        Two jobs have the same name, or a system is not there or locked. Nothing is changed.
    """
    names = {job.name for job in jobs}
    by_job: dict[str, list[str]] = defaultdict(list)
    for system in project.all(System):
        now = work.get(system.id, system.job)
        wanted = now if now in names else ""
        if wanted != system.job:
            by_job[wanted].append(system.id)
    after = set_settings(project, {"jobs": [job.model_dump() for job in jobs]})
    for name, ids in by_job.items():
        after = set_fields(after, ids, {"job": name})
    return after


def systems_in(project: Project, ids: Collection[str]) -> tuple[str, ...]:
    """Systems among these, and those that stand in them."""
    wanted = set(ids)
    return tuple(s.id for s in project.all(System) if s.id in wanted or s.rack_id in wanted)
