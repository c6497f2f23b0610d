"""The TypedDicts of an edition equal its JSON schema: keys, which are required, and types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from digest.models import EditionData
from digest.rendering import find_default_templates

SCHEMA = json.loads((find_default_templates() / "edition.schema.json").read_text("utf-8"))
JSON_TYPES: dict[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    NoneType: "null",
}

Shape = object
"""A type in a form that both sides reduce to: {key: (is required, shape)} of an object, ("array", shape),
("values", values), ("table", shape) or the name of a JSON type; alternatives make a frozenset."""


def reduce_type(annotation: Any) -> Shape:
    """Reduce a Python type."""
    if is_typeddict(annotation):
        hints = get_type_hints(annotation)
        required = annotation.__required_keys__
        return as_object({key: (key in required, reduce_type(hint)) for key, hint in hints.items()})
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (UnionType, Union):
        return join(map(reduce_type, arguments))
    if origin is Literal:
        return ("values", frozenset(arguments))
    if origin is list:
        return ("array", reduce_type(arguments[0]))
    if origin is dict:
        assert arguments[0] is str
        return ("table", reduce_type(arguments[1]))
    return JSON_TYPES[annotation]


def reduce_schema(field: Mapping[str, Any]) -> Shape:
    """Reduce a JSON schema."""
    if "$ref" in field:
        return reduce_schema(SCHEMA["$defs"][field["$ref"].rpartition("/")[2]])
    for choice in ("oneOf", "anyOf"):
        if choice in field:
            return join(map(reduce_schema, field[choice]))
    if "enum" in field or "const" in field:
        return ("values", frozenset(field.get("enum", [field.get("const")])))
    kind = field["type"]
    if isinstance(kind, list):
        return join(reduce_schema({**field, "type": each}) for each in kind)
    if kind == "array":
        rows = field["items"] or {"anyOf": field["prefixItems"]}
        return ("array", reduce_schema(rows))
    if kind == "object" and "properties" in field:
        assert field["additionalProperties"] is False
        required = field["required"]
        rows = field["properties"].items()
        return as_object({key: (key in required, reduce_schema(inner)) for key, inner in rows})
    return ("table", reduce_schema(field["additionalProperties"])) if kind == "object" else kind


def as_object(fields: Mapping[str, tuple[bool, Shape]]) -> Shape:
    return frozenset(fields.items())


def join(shapes: Any) -> Shape:
    """Alternatives in any order."""
    return ("one of", frozenset(shapes))


@pytest.mark.parametrize("key", SCHEMA["properties"])
def test_the_types_of_an_edition_equal_its_schema(key: str) -> None:
    hints = get_type_hints(EditionData)
    assert reduce_type(hints[key]) == reduce_schema(SCHEMA["properties"][key])


def test_the_keys_of_an_edition_equal_its_schema() -> None:
    assert reduce_type(EditionData) == reduce_schema(SCHEMA)


@pytest.mark.parametrize("key", SCHEMA["$defs"]["story"]["properties"])
def test_the_types_of_a_story_equal_its_schema(key: str) -> None:
    (story,) = get_args(get_type_hints(EditionData)["stories"])
    fields = SCHEMA["$defs"]["story"]["properties"]
    assert reduce_type(get_type_hints(story)[key]) == reduce_schema(fields[key])
