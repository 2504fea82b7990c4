import json
from typing import Any

from hallwright.equipment import kinds
from hallwright.fileformat.schema import json_schema


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        found = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return found.union(*(references(v) for v in value.values()))
    return set().union(*(references(v) for v in value)) if isinstance(value, list) else set()


def test_every_reference_leads_somewhere_and_every_kind_is_there() -> None:
    schema = json.loads(json.dumps(json_schema()))
    for reference in references(schema):
        assert reference.removeprefix("#/$defs/") in schema["$defs"]
    of_kind = schema["properties"]["equipment"]["items"]["oneOf"]
    names = {schema["$defs"][r["$ref"].removeprefix("#/$defs/")]["properties"]["kind"]["const"] for r in of_kind}
    assert names == set(kinds())


def test_unknown_fields_are_forbidden_everywhere() -> None:
    schema = json_schema()
    assert schema["additionalProperties"] is False
    for name, definition in schema["$defs"].items():
        if definition.get("type") == "object":
            assert definition["additionalProperties"] is False, name


def test_numbers_carry_units_and_descriptions() -> None:
    rack = json_schema()["$defs"]["Rack"]["properties"]
    assert rack["static_load_kg"]["unit"] == "kg" and rack["static_load_kg"]["description"]
