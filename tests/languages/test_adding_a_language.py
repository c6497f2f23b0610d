"""The steps of docs/languages.md, followed to the letter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import lxml.html
import pytest

import digest.languages
from digest.languages import LANGUAGES, get_language
from digest.rendering.localize import Localizer, make_localizer
from digest.text import list_stop_words, split_sentences
from tests.support.golden_edition import golden_edition
from tests.support.rendering import render

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "languages.md").read_text("utf-8")
MODULE, LINE = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def localizer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Localizer]:
    """A localizer of the language of the page, whose module and registry line are in place."""
    ((code, module),) = ast.literal_eval(f"{{{LINE}}}").items()
    (path,) = re.findall(r"Save it as `(digest/languages/\w+\.py)`", PAGE)
    assert path == f"{module.replace('.', '/')}.py"
    (tmp_path / Path(path).name).write_text(MODULE, "utf-8")
    monkeypatch.setattr(digest.languages, "__path__", [*digest.languages.__path__, str(tmp_path)])
    monkeypatch.setitem(LANGUAGES, code, module)
    clear_caches()
    yield make_localizer("2026-10-16", code, ZoneInfo("UTC"))
    clear_caches()


def clear_caches() -> None:
    get_language.cache_clear()
    list_stop_words.cache_clear()


def test_the_module_of_the_page_gives_labels(localizer: Localizer) -> None:
    assert localizer.language == "ca"
    assert [localizer.label("stories", n) for n in (0, 1, 2)] == ["0 notícies", "1 notícia", "2 notícies"]
    assert localizer.label("only_one") == "Només una font."
    assert localizer.whole_date("2026-10-16") == "Divendres, 16 d’octubre del 2026"
    assert localizer.number(1234.5, 2) == "1.234,50"
    assert localizer.quoted("x") == "«x»"
    assert localizer.language_name("pl") == "polonès"


def test_what_is_not_translated_yet_stays_english(localizer: Localizer) -> None:
    assert localizer.label("skip") == "Skip to the stories"
    assert localizer.reason("muted")[0] == "Muted"


def test_the_words_of_the_page_are_used(localizer: Localizer) -> None:
    assert "però" in list_stop_words(localizer.language)
    text = "El Sr. Puig va parlar. La ministra va callar."
    assert split_sentences(text, localizer.language) == ["El Sr. Puig va parlar.", "La ministra va callar."]


def test_an_edition_is_written_in_the_language_of_the_page(localizer: Localizer) -> None:
    page = lxml.html.document_fromstring(render(golden_edition(), "html", language=localizer.language))
    assert page.get("lang") == "ca"
    assert "Paraules clau" in page.text_content()


def test_the_page_lists_the_languages_of_editions() -> None:
    table = PAGE.partition("<!-- languages -->")[2].partition("<!-- end -->")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| `(\w+)\.py` \|$", table, re.MULTILINE)
    assert [(code, f"digest.languages.{module}") for code, _, module in rows] == list(LANGUAGES.items())
    assert [name.lower() for _, name, _ in rows] == [module for _, _, module in rows]


def test_the_files_that_the_page_names_exist() -> None:
    paths = re.findall(r"(?:tests|digest|config)/[\w/.]+", PAGE)
    assert len(paths) >= 6
    assert [path for path in paths if not (ROOT / path).exists()] == ["digest/languages/catalan.py"]
