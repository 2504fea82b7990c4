"""Proof, before a save, that what is written opens again as the same project.

The frame around the records is constant; so each record's own line is read back and compared, and a line that was
proven once is not proven again. References between records are checked on the value itself, where it changed.
"""

from hallwright.collector import without_collector
from hallwright.errors import Damaged
from hallwright.fileformat.text import HEAD, SECTIONS, prove_records, read_record, record_line
from hallwright.project import Project, made
from hallwright.settings import Settings


def verify(project: Project) -> None:
    """Raise Damaged (or EditRefused) with the place where the project would not read back as it is."""
    head = {key: getattr(project, key) for key in HEAD}
    made(Project, head)
    if read_record(Settings, record_line(project.settings)) != project.settings:
        raise Damaged("the settings do not read back.", place="settings")
    for section in SECTIONS:
        for key, record in getattr(project, section).items():
            if key != (record.key if section == "waivers" else record.id):
                raise Damaged(f"a record is filed under {key[:60]!r}, not its own identifier.", place=section)
    with without_collector():
        prove_records(project)
