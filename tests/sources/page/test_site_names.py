"""The name of the site, and of its sections, is removed from titles; words of the headline stay."""

from __future__ import annotations

import pytest

from digest.sources.page.page_reader import extract_articles
from digest.sources.page.site_names import list_site_letters, remove_site_name
from digest.text import fingerprint_text

TEXT = (
    "<p>The lamp of Gull Rock was lit again last night, and the harbor was full of people from the coast.</p>"
    "<p>People on Gull Rock had waited for the lamp since the storm, and the school will open on Monday.</p>"
)


@pytest.mark.parametrize(
    ("title", "site", "address", "expected"),
    [
        ("Lamp lit - The Rock Gazette", "The Rock Gazette", "", "Lamp lit"),
        ("Lamp lit - Rock Gazette", "The Rock Gazette", "", "Lamp lit"),
        ("Lamp lit | Gazette Sport", "Gazette", "", "Lamp lit"),
        ("Lamp lit – Gazette.example", "", "https://www.gazette.example/lamp", "Lamp lit"),
        ("Lamp of the rock lit again | Rock News | Gazette", "Gazette", "", "Lamp of the rock lit again"),
        ("Lamp of the rock lit again | Gazette | Rock", "Gazette", "", "Lamp of the rock lit again"),
        ("Gazette | Lamp lit again", "Gazette", "", "Lamp lit again"),
        ("Die Lampe brennt wieder » Küstenbote", "Küstenbote", "", "Die Lampe brennt wieder"),
        ("La lampe brille · L’Écho du Cap", "L'Écho du Cap", "", "La lampe brille"),
        ("灯台が再び点灯：岬新聞", "岬新聞", "", "灯台が再び点灯"),
        ("灯台が再び点灯｜岬新聞デジタル", "岬新聞デジタル", "", "灯台が再び点灯"),
        ("灯塔重新点亮_海角日报", "海角日报", "", "灯塔重新点亮"),
        ("Маяк снова горит — Вестник", "Вестник", "", "Маяк снова горит"),
    ],
)
def test_the_name_of_the_site_is_removed(title: str, site: str, address: str, expected: str) -> None:
    assert remove_site_name(title, list_site_letters([site], address), ()) == expected


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("Lamp lit - but who pays?", "Gazette"),
        ("Lamp lit - the Gazette pays for all of it", "Gazette"),
        ("Anti-gazette march in Rock", "Gazette"),
        ("Lamp-Gazette quarrel ends", "Gazette"),
        ("Gazette: a lamp for all", "Gazette"),
        ("Gazette", "Gazette"),
        ("Lamp lit | X", ""),
    ],
)
def test_words_of_the_headline_stay(title: str, site: str) -> None:
    assert remove_site_name(title, list_site_letters([site], ""), ()) == title


def test_an_ending_that_another_title_lacks_is_removed() -> None:
    others = {fingerprint_text("Lamp lit")}
    assert remove_site_name("Lamp lit | Coast | The Daily Oar", (), others) == "Lamp lit"


@pytest.mark.parametrize("label", ["Opinion", "Kommentar", "Tribune libre", "社説"])
def test_a_label_that_the_heading_lacks_is_removed(label: str) -> None:
    title = f"{label} | Rock lamp lit"
    head = f"<title>{title}</title><meta property='og:title' content='{title}'>"
    html = f"<html><head>{head}</head><body><article><h1>Rock lamp lit</h1>{TEXT}</article></body></html>"
    assert extract_articles(html, "https://www.oar.example/lamp")[0].title == "Rock lamp lit"


@pytest.mark.parametrize(
    "head",
    [
        "<title>Rock lamp is lit again | Coast | Oar</title>",
        "<title>Oar | Rock lamp is lit again</title>",
        "<title>Rock lamp is lit again - Oar</title><meta property='og:site_name' content='The Oar'>",
        "<title>Rock lamp is lit again — Oar</title><meta name='application-name' content='Oar'>",
        "<meta property='og:title' content='Rock lamp is lit again · oar.example'>",
    ],
)
def test_a_page_without_a_heading_has_a_title_without_its_site(head: str) -> None:
    html = f"<html lang='en'><head>{head}</head><body><article>{TEXT}</article></body></html>"
    assert extract_articles(html, "https://www.oar.example/lamp")[0].title == "Rock lamp is lit again"


def test_a_title_without_an_end_is_returned_as_it_is() -> None:
    site = list_site_letters(["Gazette"], "")
    assert remove_site_name(f"{'Lamp ' * 190}- Gazette", site, ()).endswith("Lamp")
    assert remove_site_name(f"{'Lamp ' * 200}- Gazette", site, ()).endswith("Gazette")
