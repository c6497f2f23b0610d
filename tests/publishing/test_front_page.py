"""The page that leads to several editions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from digest.config import list_edition_configs, parse_config
from digest.publishing.edition_records import write_front_page
from digest.publishing.site import render_front_page
from digest.store import Store
from tests.support.past_editions import make_past_editions

ROWS = '[[editions]]\nname = "täglich"\n[[editions]]\nname = "weekly"\n[[editions]]\nname = "never"\n'


def test_the_front_page_leads_to_each_edition_that_has_an_issue(store: Store, tmp_path: Path) -> None:
    config = parse_config(f'version = 1\ntitle = "All news"\n{ROWS}', tmp_path / "digest.toml", {}, {})
    assert render_front_page(config, store, list_edition_configs(config)) == {}
    newest, older = make_past_editions(2)
    for name, data, title in (("täglich", newest, "Der Tag"), ("weekly", older, "The <week>")):
        made = datetime.fromisoformat(data["made"])
        day = date.fromisoformat(data["date"])
        store.of_edition(name).editions.record(day, made, {**data, "title": title}, {})
        store.of_edition(name).editions.record(
            day - timedelta(days=9), made, {**data, "title": "Last week"}, {}
        )
    (page,) = render_front_page(config, store, list_edition_configs(config)).values()
    assert isinstance(page, str)
    assert [part.split('"')[0] for part in page.split('class="ed-row" href="')[1:]] == [
        "t%C3%A4glich/index.html",
        "weekly/index.html",
    ]
    assert "All news" in page
    assert "The &lt;week&gt;" in page
    assert "Last week" not in page
    assert older["stories"][0]["title"] in page
    write_front_page(config, store)
    assert (tmp_path / "editions" / "index.html").read_text("utf-8") == page


def test_without_rows_or_without_an_archive_there_is_no_front_page(store: Store, tmp_path: Path) -> None:
    (data,) = make_past_editions(1)
    for name in ("", "weekly"):
        made = datetime.fromisoformat(data["made"])
        store.of_edition(name).editions.record(date.fromisoformat(data["date"]), made, data, {})
    for text in ("", '[output]\narchive = false\n[[editions]]\nname = "weekly"\n'):
        config = parse_config(f"version = 1\n{text}", tmp_path / "digest.toml", {}, {})
        assert render_front_page(config, store, list_edition_configs(config)) == {}
        write_front_page(config, store)
        assert not (tmp_path / "editions").exists()
