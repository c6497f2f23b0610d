"""The pages and the Markdown as other programs parse them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import mistune
import pytest
from html5lib import HTMLParser
from markdown_it import MarkdownIt

from digest.editions.serialize import serialize_edition
from digest.models import Edition
from digest.rendering import OUTPUTS, RenderSettings
from digest.rendering.archive_pages import render_archive
from tests.support.golden_edition import (
    golden_edition,
    hostile_edition,
)
from tests.support.rendering import edit_edition, read_text, render

HTML_PAGES = {
    "golden": golden_edition(),
    "hostile": hostile_edition(),
    "empty": edit_edition(),
    "one": edit_edition(golden_edition().stories[0]),
}


def render_html_pages() -> dict[str, str]:
    pages = {name: render(edition, archive=True) for name, edition in HTML_PAGES.items()}
    pages |= {f"mail {name}": render(edition, "mail") for name, edition in HTML_PAGES.items()}
    archive = render_archive([serialize_edition(golden_edition())], RenderSettings(archive=True), ".html")
    return pages | {name: str(text) for name, text in archive.items() if name.endswith(".html")}


def test_pages_are_valid_html() -> None:
    """By the parsing rules of the HTML standard; the parser stops at the first error."""
    for text in render_html_pages().values():
        HTMLParser(strict=True).parse(text)


@pytest.mark.slow
@pytest.mark.skipif("DIGEST_TEST_VNU" not in os.environ, reason="DIGEST_TEST_VNU names no vnu.jar")
def test_pages_pass_the_nu_checker(tmp_path: Path) -> None:
    """CSS that the checker does not know yet is for newer browsers, and is ignored."""
    for name, text in render_html_pages().items():
        (tmp_path / f"{name.replace(' ', '-')}.html").write_text(text, "utf-8")
    paths = sorted(map(str, tmp_path.glob("*.html")))
    command = ["java", "-jar", os.environ["DIGEST_TEST_VNU"], "--errors-only", "--format", "gnu", *paths]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in result.stderr.splitlines() if "error: CSS:" not in line] == []


class LocalMarkdown(MarkdownIt):
    """A renderer that allows links to files, as local ones do."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library names it
        return True


@pytest.mark.parametrize("edition", [golden_edition(), hostile_edition()], ids=["golden", "hostile"])
def test_two_renderers_agree_on_the_markdown(edition: Edition) -> None:
    source = render(edition, "markdown")
    one: Any = lxml.html.fragment_fromstring(f"<div>{LocalMarkdown('commonmark').render(source)}</div>")
    other: Any = lxml.html.fragment_fromstring(f"<div>{mistune.create_markdown(escape=False)(source)}</div>")
    assert read_text(one) == read_text(other)
    for level in ("h1", "h2", "h3", "li", "blockquote"):
        assert len(one.findall(f".//{level}")) == len(other.findall(f".//{level}"))


def test_every_format_has_its_own_test() -> None:
    names = ("test_text_and_mail.py", "test_feeds.py", "test_epub_and_pdf.py")
    tests = "".join((Path(__file__).parent / name).read_text("utf-8") for name in names)
    covered_elsewhere = {"html", "markdown", "json"}
    assert [name for name in OUTPUTS if name not in covered_elsewhere and f'"{name}"' not in tests] == []
