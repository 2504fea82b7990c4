"""Single values of a project by path: ``project.name``, ``settings.FIELD``, ``equipment.ID.FIELD``, ``links.ID.FIELD``.

An identifier may hold dots: the field is what stands behind the last one.
"""

import json
from difflib import get_close_matches
from typing import Any

from pydantic_core import to_json

from hallwright.edits.change import set_fields, set_project, set_settings
from hallwright.equipment.base import Record
from hallwright.errors import EditRefused
from hallwright.project import Project

FORMS = "project.FIELD, settings.FIELD, equipment.ID.FIELD or links.ID.FIELD"
PROJECT_FIELDS = ("author", "name", "notes", "revision")


def value_at(project: Project, path: str) -> Any:
    """The value at a path, as plain JSON values; raises EditRefused where there is none."""
    record, field = _found(project, path)
    return json.loads(to_json(getattr(record, field)))


def value_text(value: Any) -> str:
    """A value as `with_value` reads it: texts as they are, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def with_value(project: Project, path: str, text: str) -> Project:
    """The project with the value at a path replaced. Nothing new is made: the record and the field must be there.

    The text is read as JSON where the field takes that, else as it stands.
    """
    _, field = _found(project, path)
    try:
        return _set(project, path, field, json.loads(text, parse_constant=_refused))
    except (EditRefused, ValueError, RecursionError) as error:
        try:
            return _set(project, path, field, text)
        except EditRefused as plain:
            if isinstance(error, EditRefused):
                raise error from None
            raise plain from None


def _refused(word: str) -> None:
    raise ValueError(f"{word} is not finite")


def _set(project: Project, path: str, field: str, value: Any) -> Project:
    section, _, rest = path.partition(".")
    if section == "project":
        return set_project(project, {field: value})
    if section == "settings":
        return set_settings(project, {field: value})
    return set_fields(project, [rest.rpartition(".")[0]], {field: value})


def _found(project: Project, path: str) -> tuple[Record, str]:
    section, _, rest = path.partition(".")
    record: Record | None
    if section in ("project", "settings") and rest:
        record, field = (project, rest) if section == "project" else (project.settings, rest)
        fields = list(PROJECT_FIELDS if section == "project" else type(project.settings).model_fields)
        name = section
    elif section in ("equipment", "links") and "." in rest:
        id, _, field = rest.rpartition(".")
        record = project.equipment.get(id) if section == "equipment" else project.links.get(id)
        if record is None:
            what = "equipment" if section == "equipment" else "link"
            raise EditRefused(f"There is no {what} {id[:60]!r} in this project.")
        fields = list(type(record).model_fields)
        name = f"{section}.{id}"
    else:
        raise EditRefused(f"{path[:80]!r} is not a path: it must be {FORMS}.")
    if field not in fields:
        near = get_close_matches(field, fields, 3)
        raise EditRefused(
            f"{name} has no field {field[:60]!r}" + (f"; did you mean {', '.join(near)}?" if near else ".")
        )
    return record, field
