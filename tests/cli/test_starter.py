"""The first minute: what is guessed, and the source lists that come with the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from digest.cli.views.starter_files import (
    ENGLISH_LISTS,
    REGION_LISTS,
    TITLES,
    guess_lists,
    list_names,
    merge_lists,
    write_starter,
)
from digest.config import load_config
from digest.errors import DigestError
from digest.languages import LANGUAGES
from digest.runtime.bundled_files import find_resource_folder
from digest.sources.configured_sources import list_sources
from digest.sources.feed.opml import read_opml

LISTS = sorted((find_resource_folder("config") / "lists").glob("*.opml"), key=lambda path: path.stem)


def test_there_are_source_lists_for_regions_and_topics() -> None:
    assert len(LISTS) >= 12
    assert list_names() == tuple(path.stem for path in LISTS)
    assert set(REGION_LISTS.values()) | set(ENGLISH_LISTS) <= set(list_names())


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_source_list_has_named_feeds_of_one_section(path: Path) -> None:
    feeds = read_opml(path.read_bytes(), path.name)
    assert len(feeds) >= 3
    assert len({feed.section for feed in feeds}) == 1
    assert all(feeds[0].section and re.match(r"https://[\w.-]+\.\w+/", feed.location) for feed in feeds)
    assert len({feed.name for feed in feeds}) == len(feeds) == path.read_text("utf-8").count("xmlUrl")


@pytest.mark.parametrize(
    ("zone", "locale", "lists"),
    [
        ("Europe/Vienna", "de_AT.UTF-8", ("austria",)),
        ("Europe/Berlin", "en_US.UTF-8", ("germany", "world", "business", "science")),
        ("America/Argentina/Salta", "es_AR.UTF-8", ("latin-america",)),
        ("America/Toronto", "C.UTF-8", ("canada", "world", "business", "science")),
        ("America/Denver", "", ("united-states", "world", "business", "science")),
        ("UTC", "fr_FR.UTF-8", ("world", "business", "science")),
    ],
)
def test_source_lists_are_guessed_from_time_zone_and_locale(
    zone: str, locale: str, lists: tuple[str, ...]
) -> None:
    assert guess_lists(zone, locale) == lists


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_starter_is_in_the_language_of_the_machine(language: str, tmp_path: Path) -> None:
    write_starter(tmp_path, "UTC", f"{language}_{language.upper()}.UTF-8", ["world"])
    config = load_config(tmp_path / "digest.toml", {}, {})
    assert config.language == language
    assert config.title == {"en": "Morning digest", **TITLES}[language]


def test_merged_lists_have_each_feed_once() -> None:
    merged = read_opml(merge_lists(["science", "world", "science"]), "x")
    apart = [read_opml(path.read_bytes(), path.name) for path in LISTS if path.stem in ("science", "world")]
    assert merged == (*apart[0], *apart[1])
    assert {feed.section for feed in merged} == {"Science", "World"}
    with pytest.raises(DigestError, match=r"there is no source list wrld \(did you mean world\?\)"):
        merge_lists(["wrld"])


def test_a_starter_works_unchanged_and_existing_files_are_kept(tmp_path: Path) -> None:
    made, kept = write_starter(tmp_path / "news", "Europe/Zurich", "de_CH.UTF-8", ["switzerland"])
    assert [path.name for path in made] == ["digest.toml", "sources.opml", ".about"]
    assert kept == ()
    config = load_config(tmp_path / "news" / "digest.toml", {}, {})
    assert (config.title, config.language, config.timezone) == ("Morgenausgabe", "de", "Europe/Zurich")
    listed, failed = list_sources(config)
    assert {source.section for source in listed} == {"Schweiz", ""}
    assert not failed
    made, kept = write_starter(tmp_path / "news", "UTC", "", ["world"])
    assert (made, len(kept)) == ((), 3)
