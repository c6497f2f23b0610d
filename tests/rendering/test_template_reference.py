"""docs/templates.md agrees with the code: its tables are generated from it, and its examples are run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from digest.editions.serialize import serialize_edition
from digest.errors import RenderError
from digest.rendering import OUTPUTS, RenderSettings, find_default_templates
from digest.rendering.archive_pages import render_archive
from digest.rendering.template_reference import annotate_template, fill_page, list_variables
from tests.support.golden_edition import CABLE, SNAIL, golden_edition
from tests.support.rendering import parse_page, read_text, render

PATH = Path(__file__).parents[2] / "docs" / "templates.md"
PAGE = PATH.read_text("utf-8")
EXAMPLE = re.compile(r"```(?:css|jinja)\n(?:/\*|{#) templates/(\S+) (?:\*/|#})\n(.*?)```", re.DOTALL)


def write_example(heading: str, folder: Path) -> Path:
    """Write the file that the docs show under a heading into a folder of templates; return the folder."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    ((name, text),) = EXAMPLE.findall(section)
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return folder


def test_the_tables_agree_with_the_code(request: pytest.FixtureRequest) -> None:
    built = fill_page(PAGE, OUTPUTS)
    if request.config.getoption("--golden-update"):
        PATH.write_text(built, "utf-8")
    assert built == PATH.read_text("utf-8"), "if the difference is intended, run pytest --golden-update"


def test_the_example_that_changes_the_color_of_the_title(tmp_path: Path) -> None:
    own = write_example("Change the color of the title", tmp_path)
    assert ".masthead__weekday { color: #006d5b; }" in render(golden_edition(), templates=own)


def test_the_example_that_hides_why_grouped(tmp_path: Path) -> None:
    assert parse_page(golden_edition()).cssselect(".why")
    own = parse_page(golden_edition(), templates=write_example("Hide “why grouped”", tmp_path))
    assert not own.cssselect(".why")
    assert own.cssselect(".keywords")
    assert len(own.cssselect(".story")) == 6


def test_the_example_that_adds_a_section(tmp_path: Path) -> None:
    own = parse_page(golden_edition(), templates=write_example("Add a section", tmp_path))
    (heading,) = own.cssselect("#alone")
    titles = [read_text(link) for link in heading.getparent().cssselect("li")]
    assert SNAIL.lead.title in titles
    assert CABLE.lead.title not in titles


def test_the_example_that_adds_to_every_page(tmp_path: Path) -> None:
    own = write_example("Add to every page", tmp_path)
    settings = RenderSettings(archive=True, templates=own)
    pages = render_archive([serialize_edition(golden_edition())], settings, ".html")
    for page in (render(golden_edition(), templates=own), pages["index.html"], pages["search.html"]):
        assert '<meta name="robots" content="noindex">' in str(page)


def test_the_example_of_a_whole_page(tmp_path: Path) -> None:
    edition = golden_edition()
    own = parse_page(edition, templates=write_example("Write a page of your own", tmp_path))
    assert {part.get("id") for part in own.cssselect("[id]")} == {
        f"s-{summary.story.id}" for summary in edition.stories
    }
    assert read_text(own.cssselect("h2")[0]) == "Lead story"
    assert CABLE.lead.title in read_text(own.cssselect("article")[0])
    assert not own.cssselect('[href=""]')


def test_the_example_that_adds_a_format(tmp_path: Path) -> None:
    own = write_example("Add a format of your own", tmp_path)
    text = render(golden_edition(), "edition.org.j2", templates=own)
    assert text.startswith("#+TITLE: The Lantern, 16 October 2026\n* All 34 passengers are down")
    assert "[[https://signalandsons.example/paper-mill?page=1&part=2#:~:text=" in text


def test_the_example_of_a_theme(tmp_path: Path) -> None:
    own = write_example("Themes", tmp_path)
    assert "--font-read: Georgia, serif; --measure: 34rem;" in render(
        golden_edition(), templates=own, theme="plain"
    )


@pytest.mark.parametrize("heading", ["Change the color of the title", "Themes"])
def test_every_color_in_the_examples_has_one_for_dark_screens(heading: str, tmp_path: Path) -> None:
    write_example(heading, tmp_path)
    (path,) = tmp_path.rglob("*.css")
    light, dark = path.read_text("utf-8").split("@media (prefers-color-scheme: dark) {")
    colors = re.compile(r"([\w-]+): #")
    assert colors.findall(light) == colors.findall(dark)


@pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
def test_the_comment_at_the_top_of_a_template_names_its_blocks(output: Any) -> None:
    text = (find_default_templates() / output.template).read_text("utf-8")
    head, _, rest = text.partition("-#}")
    named = re.search(r"Blocks: ([\w\s]+)", head)
    if named:
        assert set(named[1].split()) == set(re.findall(r"{% block (\w+)", rest))


def test_an_exported_template_lists_every_variable_at_its_top() -> None:
    text = (find_default_templates() / "edition.html.j2").read_text("utf-8")
    top, _, rest = annotate_template(text).partition("-#}")
    assert rest == text.partition("-#}")[2]
    for name, *_ in list_variables():
        assert f"    {name}: " in top


def shout(text: str) -> str:
    return f"{text.upper()}!"


def test_a_custom_filter(tmp_path: Path) -> None:
    (tmp_path / "notes.txt.j2").write_text("{{ title|shout }}", "utf-8")
    settings = {"templates": tmp_path, "filters": (("shout", f"{__name__}:shout"),)}
    assert render(golden_edition(), "notes.txt.j2", **settings) == "THE LANTERN!"
    with pytest.raises(RenderError, match=r"\[output.filters\] shout.*no_such_module"):
        render(golden_edition(), "notes.txt.j2", templates=tmp_path, filters=(("shout", "no_such_module:x"),))


def test_the_error_for_a_misspelled_filter_suggests_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "notes.txt.j2").write_text("\n{{ date|full_dat }}", "utf-8")
    with pytest.raises(RenderError) as caught:
        render(golden_edition(), "notes.txt.j2", templates=tmp_path)
    assert caught.value.where == f"{tmp_path / 'notes.txt.j2'}, line 2"
    assert caught.value.advice == "Did you mean full_date?"
