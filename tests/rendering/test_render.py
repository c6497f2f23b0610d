"""Rendering editions: formats, settings, the reader's own templates."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from digest.editions.serialize import serialize_edition
from digest.errors import RenderError
from digest.models.older_editions import LATER_FIELDS, LATER_STORY_FIELDS
from digest.rendering import OUTPUTS, RenderSettings, find_default_templates, render_edition
from tests.support.golden_edition import (
    BRIDGE,
    CABLE,
    golden_edition,
)
from tests.support.rendering import edit_edition, find_one, parse_page, read_text, render

TEXTS = [name for name in OUTPUTS if name not in ("epub", "pdf")]


@pytest.mark.parametrize("kind", TEXTS)
def test_the_golden_edition_is_byte_identical(kind: str, golden: Callable[[str, str], None]) -> None:
    (name,) = render_edition(serialize_edition(golden_edition()), RenderSettings(formats=(kind,)))
    golden(name, render(golden_edition(), kind))


@pytest.mark.parametrize("kind", [*TEXTS, "epub"])
def test_an_edition_that_went_through_json_gives_the_same_bytes(kind: str) -> None:
    data = serialize_edition(golden_edition())
    settings = RenderSettings(formats=(kind,))
    assert render_edition(json.loads(json.dumps(data)), settings) == render_edition(data, settings)


def test_an_edition_of_an_earlier_version_is_rendered() -> None:
    data = serialize_edition(replace(golden_edition(), missed=()))
    bare = [{**story, **LATER_STORY_FIELDS} for story in data["stories"]]
    empty = {**data, **LATER_FIELDS, "stories": bare}
    old = {key: value for key, value in data.items() if key not in LATER_FIELDS}
    tier_fields = {*LATER_STORY_FIELDS, "tier", "order", "columns", "wide", "folded", "under"}
    old["stories"] = [
        {key: value for key, value in story.items() if key not in tier_fields} for story in data["stories"]
    ]
    settings = RenderSettings(formats=("html", "markdown", "text", "mail", "rss", "atom", "epub"))
    assert render_edition(old, settings) == render_edition(empty, settings)


def test_files_are_named_by_the_pattern_and_the_format() -> None:
    settings = RenderSettings(formats=("json", "markdown", "html"), name="news of {date}")
    assert list(render_edition(serialize_edition(golden_edition()), settings)) == [
        "news of 2026-10-16.json",
        "news of 2026-10-16.md",
        "news of 2026-10-16.html",
    ]


def test_json_is_the_data_and_matches_the_schema() -> None:
    data = json.loads(render(golden_edition(), "json"))
    assert data == serialize_edition(golden_edition())
    jsonschema.validate(
        data, json.loads((find_default_templates() / "edition.schema.json").read_text("utf-8"))
    )


CHILD = "{% extends 'default/edition.html.j2' %}"


def write_templates(folder: Path, **files: str) -> Path:
    """Write templates into a folder; "__" in a name stands for a full stop."""
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, "utf-8")
    return folder


def test_a_template_can_change_one_block_of_the_default(tmp_path: Path) -> None:
    child = (
        '{% extends "default/edition.html.j2" %}'
        '{% block colophon %}<p id="mine">{{ title }} & {{ stories|length }}</p>{% endblock %}'
    )
    tree = parse_page(
        replace(golden_edition(), title="A <b> B"),
        templates=write_templates(tmp_path, edition__html__j2=child),
    )
    assert read_text(tree.get_element_by_id("mine")) == "A <b> B & 9"
    assert len(tree.cssselect(".story")) == 6


def test_an_overridden_block_of_a_story_still_gets_its_story(tmp_path: Path) -> None:
    child = (
        '{% extends "default/edition.html.j2" %}'
        '{% block story_foot %}<p class="mine">{{ story.id }} in {{ section.name }}: '
        "{{ m.time(story.latest) }}</p>{% endblock %}"
    )
    tree = parse_page(golden_edition(), templates=write_templates(tmp_path, edition__html__j2=child))
    assert read_text(tree.cssselect(".mine")[0]) == f"{CABLE.id} in World: 05:18"


def test_single_files_override_the_default_ones(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    write_templates(
        tmp_path, base__css="p::before { content: '{# {{ ' } /* {% */", user__css="p { margin: 0 }"
    )
    write_templates(tmp_path / "themes", mine__css="p { padding: 0 }")
    css = find_one(parse_page(golden_edition(), templates=tmp_path, theme="mine"), "style").text
    assert "".join(css.split()) == (
        "@layerbase,theme,user;@layerbase{p::before{content:'{#{{'}/*{%*/}@layertheme{p{padding:0}}"
        "@layeruser{p{margin:0}}"
    )


def test_css_is_included_as_it_is_written(tmp_path: Path) -> None:
    css = (
        "/* mine */\nq::before { content: ' /* ; } */ \\'' }\n.a/* */.b { --x: 1 ; background: url(a;b: c) }"
    )
    write_templates(tmp_path, user__css=css)
    style = find_one(parse_page(golden_edition(), templates=tmp_path), "style").text
    assert style.split("@layer user {")[1].strip().removesuffix("}").strip() == css


def test_values_in_an_own_markdown_template_are_escaped(tmp_path: Path) -> None:
    loop = '{% for s in stories %}{{ s.title ~ "!" }}{{ ", " if not loop.last }}{% endfor %}'
    write_templates(tmp_path, edition__md__j2="# {{ title }}\n" + loop)
    text = render(
        edit_edition(*golden_edition().stories[:2], title="*a* [b]"), "markdown", templates=tmp_path
    )
    assert text == f"# \\*a\\* \\[b\\]\n{CABLE.lead.title}!, {BRIDGE.lead.title}!"


@pytest.mark.parametrize(
    ("template", "line", "message", "advice"),
    [
        ("\n{{ storys }}", 2, "'storys' is undefined", "Did you mean stories?"),
        ("{% for s in stories %}\n\n{{ s.sumary }}{% endfor %}", 3, "'sumary'", "Did you mean summary?"),
        ("\n\n{% if %}", 3, "Expected an expression", ""),
        ("{{ label('nothing') }}", 1, "there is no label named nothing", ""),
        ("\n{{ 1 / 0 }}", 2, "ZeroDivisionError", ""),
        ("{{ title|shout }}", 1, "No filter named 'shout'", "Did you mean sort?"),
        ("\n{{ ''.__class__.__mro__ }}", 2, "unsafe", ""),
        ("{% include 'words.jj' %}", 1, "there is no template words.jj", "Did you mean words.j2?"),
        ("{% extends 'defualt/edition.html.j2' %}", 1, "there is no template", "default/edition.html.j2?"),
        ("\n{% extends 'edition.html.j2' %}", 2, "extends itself", 'extend "default/edition.html.j2"'),
        (CHILD + "\n{% block storyfoot %}{% endblock %}", 2, "no block storyfoot", "mean story_foot?"),
        ("{{ stylesheet('no.css') }}", 0, "there is no such stylesheet", "base.css"),
    ],
)  # fmt: skip
def test_an_error_in_a_template_is_reported_with_its_place(
    tmp_path: Path, template: str, line: int, message: str, advice: str
) -> None:
    write_templates(tmp_path, edition__html__j2=template)
    with pytest.raises(RenderError) as caught:
        render(golden_edition(), templates=tmp_path)
    if line:
        assert caught.value.where == f"{tmp_path / 'edition.html.j2'}, line {line}"
    assert message in caught.value.message
    assert not caught.value.message.endswith(".")
    assert advice in caught.value.advice


def test_the_error_for_a_missing_template_names_the_searched_folders(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        render(golden_edition(), "edition.org.j2", templates=tmp_path)
    assert str(caught.value).startswith(
        "[output] formats: there is no template edition.org.j2. Did you mean "
    )
    assert f"looked for in {tmp_path} and {find_default_templates()}." in caught.value.advice


def test_templates_that_extend_each_other_are_an_error(tmp_path: Path) -> None:
    write_templates(
        tmp_path, edition__html__j2="{% extends 'mine.j2' %}", mine__j2="\n{% extends 'edition.html.j2' %}"
    )
    with pytest.raises(RenderError) as caught:
        render(golden_edition(), templates=tmp_path)
    assert caught.value.where == f"{tmp_path / 'mine.j2'}, line 2"
    assert caught.value.message == "it extends itself, by way of mine.j2"


@pytest.mark.parametrize(
    "child",
    [
        "{% block story_foot %}{% block mine %}its own{% endblock %}{% endblock %}",
        "{% set briefs = [] %}{% block briefs %}{{ super() }}{% endblock %}",
    ],
)
def test_a_new_block_inside_an_overriding_block_is_allowed(tmp_path: Path, child: str) -> None:
    assert "</html>" in render(
        golden_edition(), templates=write_templates(tmp_path, edition__html__j2=CHILD + child)
    )


def test_blocks_are_not_checked_when_the_parent_is_an_expression(tmp_path: Path) -> None:
    child = "{% extends ['default/edition.html.j2'][0] %}{% block mine %}{% endblock %}"
    assert "</html>" in render(golden_edition(), templates=write_templates(tmp_path, edition__html__j2=child))


def test_a_template_that_is_not_utf8_is_a_mistake_of_its_write_templates(tmp_path: Path) -> None:
    (tmp_path / "edition.html.j2").write_bytes(b"Gr\xfc\xdfe")
    with pytest.raises(RenderError, match="not text in UTF-8"):
        render(golden_edition(), templates=tmp_path)


def test_a_stylesheet_cannot_close_its_element(tmp_path: Path) -> None:
    write_templates(tmp_path, user__css="p {} </STYLE><script>1</script>")
    with pytest.raises(RenderError, match="cannot contain </style"):
        render(golden_edition(), templates=tmp_path)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"formats": ("docx",)}, "there is no format docx. There are html, markdown, text, mail, json"),
        (
            {"theme": "neon"},
            "[output] theme: there is no theme neon. There are list, morning, newspaper, terminal.",
        ),
        (
            {"theme": "newspapr"},
            "there is no theme newspapr. Did you mean newspaper? There are list, morning",
        ),
        ({"templates": Path("/nowhere")}, "/nowhere: there is no such folder"),
    ],
)
def test_unusable_settings_are_named_in_the_error(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(RenderError) as caught:
        render_edition(serialize_edition(golden_edition()), RenderSettings(**settings))
    assert message in str(caught.value)


def test_an_unknown_time_zone_is_named_in_the_error() -> None:
    data = {**serialize_edition(golden_edition()), "timezone": "Mars/Olympus"}
    with pytest.raises(RenderError, match="there is no time zone Mars/Olympus"):
        render_edition(data, RenderSettings())
