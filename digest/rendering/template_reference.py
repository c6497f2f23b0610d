"""Describe what templates can use, from the code: for docs/templates.md and for exported templates."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from digest.rendering.localize import FILTERS as LOCALIZER_FILTERS
from digest.rendering.localize import Localizer
from digest.rendering.render_settings import Output
from digest.rendering.static_files import read_script, read_stylesheet
from digest.rendering.template_filters import BOUND_FILTERS, FILTERS
from digest.runtime.bundled_files import find_resource_folder

FUNCTIONS: dict[str, Callable[..., object]] = {
    "label": Localizer.label,
    "reason": Localizer.reason,
    "hour_ticks": Localizer.hour_ticks,
    "stylesheet": read_stylesheet,
    "script": read_script,
}
"""{name in a template: function}"""

SETTINGS = {
    "edition": "All of the variables above in one.",
    "page_language": "The language of the labels, ISO 639-1.",
    "page_direction": "Its direction, ltr or rtl.",
    "theme": "The theme of [output].",
    "archive": "Whether the output folder has an index of all editions.",
    "front_matter": "front_matter of [output.markdown].",
    "wikilinks": "wikilinks of [output.markdown].",
}
"""{variable that is not part of the edition: its meaning}"""

_BLOCK = re.compile(r"{%-? *block (\w+)")
_TOKEN = re.compile(r"(?<![\w-])(--[\w-]++): ([^;:]++);")
_GENERATED_PART = re.compile(r"(<!-- (\w+) -->\n)(?:(?!<!-- \w)[\s\S])*(<!-- end -->)")


def fill_page(page: str, outputs: Mapping[str, Output]) -> str:
    """Regenerate the text between <!-- NAME --> and <!-- end --> in a Markdown page.

    Names: formats, variables, filters, functions, blocks, themes, tokens.
    """
    parts: dict[str, Callable[[], Iterator[str]]] = {
        "formats": partial(format_outputs, outputs),
        "variables": format_variables,
        "filters": format_filters,
        "functions": format_functions,
        "blocks": partial(format_blocks, outputs),
        "themes": format_themes,
        "tokens": format_tokens,
    }
    return _GENERATED_PART.sub(
        lambda found: f"{found[1]}\n{chr(10).join(parts[found[2]]())}\n\n{found[3]}", page
    )


def annotate_template(text: str) -> str:
    """Return a template with a list of every variable in the comment at its top."""
    rows = [f"    {name}: {kind}. {meaning}".rstrip() for name, kind, meaning, _ in list_variables()]
    listed = "\n\n  Every variable:\n" + "\n".join(rows) + "\n"
    head, end, rest = text.partition("-#}")
    return head.rstrip() + listed + end + rest


def list_variables() -> Iterator[tuple[str, str, str, str]]:
    """Yield (name, kind, meaning, an example as JSON or "") of every field of an edition, in schema order.

    A field of a row of a list is named like stories[].title.
    """
    schema = json.loads((find_resource_folder("templates") / "edition.schema.json").read_text("utf-8"))
    yield from _list_fields(schema, schema["$defs"], "")


def _list_fields(
    table: Mapping[str, Any], definitions: Mapping[str, Any], path: str
) -> Iterator[tuple[str, str, str, str]]:
    """Yield the fields of an object of the schema, each followed by those inside it."""
    for name, field in table.get("properties", {}).items():
        whole = _resolve(field, definitions)
        examples = whole.get("examples", [])
        example = json.dumps(examples[0], ensure_ascii=False) if examples else ""
        yield f"{path}{name}", _describe_kind(field, definitions), whole.get("description", ""), example
        inner, rows = whole, ""
        while isinstance(inner.get("items"), dict):
            inner, rows = _resolve(inner["items"], definitions), f"{rows}[]"
        for choice in [inner, *inner.get("anyOf", []), *inner.get("oneOf", [])]:
            yield from _list_fields(_resolve(choice, definitions), definitions, f"{path}{name}{rows}.")


def _resolve(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Merge a field of the schema with the definition it refers to; its own keys win."""
    return {**definitions.get(str(field.get("$ref", "")).rpartition("/")[2], {}), **field}


def _describe_kind(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """Describe the type of a field."""
    field = _resolve(field, definitions)
    if "enum" in field:
        return "one of " + ", ".join(json.dumps(value) for value in field["enum"])
    if "const" in field:
        return f"always {json.dumps(field['const'])}"
    for choice in ("anyOf", "oneOf"):
        if choice in field:
            return " or ".join(_describe_kind(each, definitions) for each in field[choice])
    kind = field.get("type", "any")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def format_outputs(outputs: Mapping[str, Output]) -> Iterator[str]:
    """Yield the table of formats."""
    yield from ("| format | template | file ends in |", "|---|---|---|")
    for name, output in outputs.items():
        yield f"| `{name}` | `{output.template}` | `{output.suffix}` |"


def format_variables() -> Iterator[str]:
    """Yield the table of variables."""
    yield from ("| variable | kind | meaning | example |", "|---|---|---|---|")
    for name, kind, meaning, example in list_variables():
        shown = f"`{example}`" if example else ""
        yield f"| `{name}` | {_escape_cell(kind)} | {_escape_cell(meaning)} | {_escape_cell(shown)} |"
    for name, meaning in SETTINGS.items():
        yield f"| `{name}` | | {meaning} | |"


def format_filters() -> Iterator[str]:
    """Yield the table of filters."""
    yield from ("| filter | result |", "|---|---|")
    filters: dict[str, Callable[..., object]] = {
        **{name: getattr(Localizer, name) for name in LOCALIZER_FILTERS},
        **FILTERS,
        **BOUND_FILTERS,
    }
    for name, function in sorted(filters.items()):
        yield f"| `{name}` | {_escape_cell(_read_summary(function))} |"


def format_functions() -> Iterator[str]:
    """Yield the table of functions."""
    yield from ("| function | result |", "|---|---|")
    for name, function in FUNCTIONS.items():
        yield f"| `{name}` | {_escape_cell(_read_summary(function))} |"


def format_blocks(outputs: Mapping[str, Output]) -> Iterator[str]:
    """Yield the table of the blocks of each template."""
    yield from ("| template | blocks |", "|---|---|")
    folder = find_resource_folder("templates")
    others = {"base.html.j2", *(path.name for path in folder.glob("archive*.j2"))}
    for template in sorted({output.template for output in outputs.values()} | others):
        blocks = dict.fromkeys(_BLOCK.findall((folder / template).read_text("utf-8")))
        if blocks:
            yield f"| `{template}` | {', '.join(f'`{block}`' for block in blocks)} |"


def format_themes() -> Iterator[str]:
    """Yield the list of themes, described by the comments at their tops."""
    for path in sorted((find_resource_folder("templates") / "themes").glob("*.css")):
        found = re.match(r"/\* \w[\w ]*: (.*?\.)\s", path.read_text("utf-8"), re.DOTALL)
        yield f"- `{path.stem}`: {' '.join(found[1].split()) if found else ''}"


def format_tokens() -> Iterator[str]:
    """Yield the table of the tokens in base.css and their values."""
    text = (find_resource_folder("templates") / "base.css").read_text("utf-8")
    first = text[text.index(":root {") : text.index("}", text.index(":root {"))]
    yield from ("| token | value |", "|---|---|")
    for name, value in _TOKEN.findall(first):
        yield f"| `{name}` | `{value}` |"


def _read_summary(function: Callable[..., object]) -> str:
    """Return the first paragraph of a function's docstring on one line."""
    return " ".join((function.__doc__ or "").split("\n\n")[0].split())


def _escape_cell(text: str) -> str:
    return text.replace("|", "\\|")
