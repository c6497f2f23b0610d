"""Files of the reader's own templates have a largest size, whatever uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.editions.serialize import serialize_edition
from digest.errors import RenderError
from digest.rendering import RenderSettings, render_edition
from digest.rendering.template_files import MAX_STATIC_FILE, MAX_TEMPLATE
from tests.support.golden_edition import golden_edition

DATA = serialize_edition(golden_edition())


def render(folder: Path, template: str) -> str:
    (folder / "edition.org.j2").write_text(template, "utf-8")
    (page,) = render_edition(DATA, RenderSettings(formats=("edition.org.j2",), templates=folder)).values()
    assert isinstance(page, str)
    return page


def fill(text: str, size: int) -> str:
    """A template of so many bytes that writes a text once."""
    return f"{text}{{#{'-' * (size - len(text.encode()) - 4)}#}}"


def test_a_template_may_be_large(tmp_path: Path) -> None:
    assert render(tmp_path, fill("Größe", MAX_TEMPLATE)) == "Größe"


@pytest.mark.parametrize("text", ["a", "Größe", "天気"])
def test_a_template_that_is_too_large_is_not_compiled(text: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="the file has more than 250,000 bytes") as raised:
        render(tmp_path, fill(text, MAX_TEMPLATE + 1))
    assert raised.value.where == str(tmp_path / "edition.org.j2")
    assert "split it" in raised.value.advice


@pytest.mark.parametrize(
    "template",
    [
        "{% include 'parts/large.txt' %}",
        "{% extends 'parts/large.txt' %}",
        "{% import 'parts/large.txt' as a %}",
    ],
)
def test_a_part_of_a_template_that_is_too_large_is_named(template: str, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "large.txt").write_text(fill("a", MAX_TEMPLATE + 1), "utf-8")
    with pytest.raises(RenderError, match="250,000 bytes") as raised:
        render(tmp_path, template)
    assert raised.value.where == str(tmp_path / "parts" / "large.txt")


def test_a_style_sheet_may_hold_a_font_but_has_an_end(tmp_path: Path) -> None:
    path = tmp_path / "own.css"
    path.write_text("b" * (MAX_TEMPLATE + 1), "utf-8")
    assert len(render(tmp_path, "{{ stylesheet('own.css') }}")) == MAX_TEMPLATE + 1
    with path.open("ab") as file:
        file.truncate(MAX_STATIC_FILE + 1)
    with pytest.raises(RenderError, match="10,000,000 bytes") as raised:
        render(tmp_path, "{{ stylesheet('own.css') }}")
    assert raised.value.where == str(path)
