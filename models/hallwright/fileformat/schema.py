"""JSON Schema of the project file, made from the classes that read it."""

from typing import Any

from hallwright.equipment import kinds
from hallwright.fileformat.text import FORMAT, HEAD, SECTIONS, VERSION
from hallwright.project import FabricRule, Link, Product, Project, Waiver
from hallwright.settings import Settings

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ALWAYS = ["id", "kind", "name"]


def json_schema() -> dict[str, Any]:
    """The schema: what a program needs to write a project from scratch.

    A piece of equipment made from a product of the same file may leave out the fields that the product gives, so
    no more than its identifier, kind and name is required of it here; reading it asks for the rest.
    """
    definitions: dict[str, Any] = {}

    def defined(model: type[Any], name: str) -> dict[str, str]:
        schema = model.model_json_schema(ref_template="#/$defs/{model}", mode="validation")
        definitions.update(schema.pop("$defs", {}))
        definitions[name] = schema
        return {"$ref": f"#/$defs/{name}"}

    equipment = []
    for name, kind in kinds().items():
        equipment.append(defined(kind, kind.__name__))
        schema = definitions[kind.__name__]
        schema["required"] = ALWAYS
        schema["properties"]["kind"] = {"const": name}
        schema["$comment"] = "required unless its product gives it: " + (
            ", ".join(k for k, f in kind.model_fields.items() if f.is_required() and k not in ALWAYS) or "nothing"
        )
    of_section = {
        "products": defined(Product, "Product"),
        "equipment": {"oneOf": equipment},
        "links": defined(Link, "Link"),
        "fabrics": defined(FabricRule, "FabricRule"),
        "waivers": defined(Waiver, "Waiver"),
    }
    whole = Project.model_json_schema(ref_template="#/$defs/{model}")["properties"]
    head = {key: whole[key] for key in sorted(HEAD)}
    return {
        "$schema": DIALECT,
        "title": "Hallwright project",
        "description": "One hall: products, equipment, links and waivers. Identifiers are unique in the whole file.",
        "type": "object",
        "required": ["format", "version"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "project": {"type": "object", "additionalProperties": False, "properties": head},
            "settings": defined(Settings, "Settings"),
            **{section: {"type": "array", "items": of_section[section]} for section in SECTIONS},
        },
        "$defs": dict(sorted(definitions.items())),
    }
