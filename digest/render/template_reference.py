"""What templates can use, read off the code: for docs/templates.md and for the templates people export."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from digest.render import template_environment as room
from digest.render.localize import FILTERS, Localizer
from digest.render.settings import Output
from digest.runtime.resources import resource_folder

FUNCTIONS: dict[str, Callable[..., object]] = {
    "label": Localizer.label,
    "reason": Localizer.reason,
    "hour_ticks": Localizer.hour_ticks,
    "stylesheet": room.read_stylesheet,
    "script": room.read_script,
}
"""{name in a template: what it calls}"""

SETTINGS = {
    "edition": "All of the variables above in one.",
    "page_language": "The language of the labels, ISO 639-1.",
    "theme": "The theme of [output].",
    "archive": "Whether an index of all editions lies beside the file.",
}
"""{variable that is no part of the edition: what it holds}"""

BLOCK = re.compile(r"{%-? *block (\w+)")
TOKEN = re.compile(r"(--[\w-]+): ([^;]+);")
PART = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def fill_page(page: str, outputs: Mapping[str, Output]) -> str:
    """A page of Markdown with what stands between <!-- NAME --> and <!-- end --> written anew.

    Names: formats, variables, filters, functions, blocks, themes, tokens.
    """
    parts: dict[str, Callable[[], Iterator[str]]] = {
        "formats": partial(tell_formats, outputs),
        "variables": tell_variables,
        "filters": tell_filters,
        "functions": tell_functions,
        "blocks": partial(tell_blocks, outputs),
        "themes": tell_themes,
        "tokens": tell_tokens,
    }
    return PART.sub(lambda found: f"{found[1]}\n{chr(10).join(parts[found[2]]())}\n\n{found[3]}", page)


def annotate(text: str) -> str:
    """A template with a list of every variable in the comment at its top."""
    rows = [f"    {name}: {kind}. {told}".rstrip() for name, kind, told, _ in list_variables()]
    listed = "\n\n  Every variable:\n" + "\n".join(rows) + "\n"
    head, end, rest = text.partition("-#}")
    return head.rstrip() + listed + end + rest


def list_variables() -> Iterator[tuple[str, str, str, str]]:
    """(name, kind, what it holds, an example as JSON or "") of every field of an edition, in its order.

    A field of a row of a list is named like stories[].title.
    """
    schema = json.loads((resource_folder("templates") / "edition.schema.json").read_text("utf-8"))
    yield from walk_fields(schema, schema["$defs"], "")


def walk_fields(
    table: Mapping[str, Any], named: Mapping[str, Any], path: str
) -> Iterator[tuple[str, str, str, str]]:
    """The fields of an object of the schema, and those inside them."""
    for name, field in table.get("properties", {}).items():
        whole = look_up(field, named)
        examples = whole.get("examples", [])
        example = json.dumps(examples[0], ensure_ascii=False) if examples else ""
        yield f"{path}{name}", tell_kind(field, named), whole.get("description", ""), example
        inner, rows = whole, ""
        while isinstance(inner.get("items"), dict):
            inner, rows = look_up(inner["items"], named), f"{rows}[]"
        for held in [inner, *inner.get("anyOf", []), *inner.get("oneOf", [])]:
            yield from walk_fields(look_up(held, named), named, f"{path}{name}{rows}.")


def look_up(field: Mapping[str, Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """A part of the schema with what its reference says; its own words win."""
    return {**named.get(str(field.get("$ref", "")).rpartition("/")[2], {}), **field}


def tell_kind(field: Mapping[str, Any], named: Mapping[str, Any]) -> str:
    """What kind of value a field is."""
    field = look_up(field, named)
    if "enum" in field:
        return "one of " + ", ".join(json.dumps(value) for value in field["enum"])
    if "const" in field:
        return f"always {json.dumps(field['const'])}"
    for choice in ("anyOf", "oneOf"):
        if choice in field:
            return " or ".join(tell_kind(each, named) for each in field[choice])
    kind = field.get("type", "any")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def tell_formats(outputs: Mapping[str, Output]) -> Iterator[str]:
    yield from ("| format | template | file ends in |", "|---|---|---|")
    for name, output in outputs.items():
        yield f"| `{name}` | `{output.template}` | `{output.suffix}` |"


def tell_variables() -> Iterator[str]:
    yield from ("| variable | kind | what it holds | example |", "|---|---|---|---|")
    for name, kind, told, example in list_variables():
        shown = f"`{example}`" if example else ""
        yield f"| `{name}` | {escape_cell(kind)} | {escape_cell(told)} | {escape_cell(shown)} |"
    for name, told in SETTINGS.items():
        yield f"| `{name}` | | {told} | |"


def tell_filters() -> Iterator[str]:
    yield from ("| filter | what it makes of a value |", "|---|---|")
    called: dict[str, Callable[..., object]] = {
        **{name: getattr(Localizer, name) for name in FILTERS},
        **room.FILTERS,
        "file_of": room.name_file,
        "public": room.publish_address,
    }
    for name, function in sorted(called.items()):
        yield f"| `{name}` | {escape_cell(first_line(function))} |"


def tell_functions() -> Iterator[str]:
    yield from ("| function | what it gives |", "|---|---|")
    for name, function in FUNCTIONS.items():
        yield f"| `{name}` | {escape_cell(first_line(function))} |"


def tell_blocks(outputs: Mapping[str, Output]) -> Iterator[str]:
    yield from ("| template | blocks |", "|---|---|")
    folder = resource_folder("templates")
    for template in sorted({output.template for output in outputs.values()} | set(list_pages(folder))):
        blocks = dict.fromkeys(BLOCK.findall((folder / template).read_text("utf-8")))
        if blocks:
            yield f"| `{template}` | {', '.join(f'`{block}`' for block in blocks)} |"


def list_pages(folder: Path) -> list[str]:
    """The templates of the pages beside the editions."""
    return [path.name for path in folder.glob("archive*.j2")]


def tell_themes() -> Iterator[str]:
    for path in sorted((resource_folder("templates") / "themes").glob("*.css")):
        told = re.match(r"/\* \w[\w ]*: (.*?\.)\s", path.read_text("utf-8"), re.DOTALL)
        yield f"- `{path.stem}`: {' '.join(told[1].split()) if told else ''}"


def tell_tokens() -> Iterator[str]:
    text = (resource_folder("templates") / "base.css").read_text("utf-8")
    first = text[text.index(":root {") : text.index("}", text.index(":root {"))]
    yield from ("| token | value |", "|---|---|")
    for name, value in TOKEN.findall(first):
        yield f"| `{name}` | `{value}` |"


def first_line(function: Callable[..., object]) -> str:
    """The first sentence of what a function says of itself."""
    return " ".join((function.__doc__ or "").split("\n\n")[0].split())


def escape_cell(text: str) -> str:
    """A text that can stand in a table of Markdown."""
    return text.replace("|", "\\|")
