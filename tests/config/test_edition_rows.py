"""[[editions]]: each row becomes a configuration, and every mistake in a row is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import Config, list_edition_configs, parse_config
from digest.errors import ConfigError

FILE = """version = 1
title = "Morning"
timezone = "Europe/Paris"
language = "fr"
[[sources]]
feed = "https://quay.example/rss"
name = "Quay Post"
section = "Harbour"
[digest]
window_hours = 30
max_stories = 20
sections = ["Harbour", "Sport"]
[output]
name = "news-{date}"
folder = "out"
address = "https://news.example/"
[schedule]
publish_at = ["05:45"]
days = ["mon", "tue"]
[[deliveries]]
kind = "files"
name = "web"
folder = "www"
[[deliveries]]
kind = "files"
folder = "copy"
"""


def parse(text: str) -> Config:
    return parse_config(text, Path("/etc/digest.toml"), {}, {})


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return [line.removeprefix("/etc/digest.toml:") for line in str(caught.value).splitlines()]


def test_without_rows_the_only_edition_is_the_file_itself() -> None:
    config = parse(FILE)
    assert list_edition_configs(config) == (config,)
    assert config.edition == ""


def test_a_row_inherits_what_it_does_not_say() -> None:
    (daily, weekly) = list_edition_configs(
        parse(
            FILE + '[[editions]]\nname = "daily"\n'
            '[[editions]]\nname = "weekly"\ntitle = "The  week"\ntimezone = "Asia/Tokyo"\nlanguage = "de"\n'
            'sections = ["Sport"]\nwindow_hours = 168\nmax_stories = 50\nin_full = 0\nper_section = 9\n'
            'formats = ["epub"]\ntheme = "list"\npublish_at = ["17:00"]\ndays = ["sun"]\n'
            'deliveries = ["web"]\ngrace_hours = 48\n'
        )
    )
    assert (daily.edition, daily.title, daily.timezone, daily.language) == (
        "daily",
        "Morning",
        "Europe/Paris",
        "fr",
    )
    assert (daily.digest.window_hours, daily.schedule.days) == (30, ("mon", "tue"))
    assert [row.name for row in daily.deliveries] == ["web", None]
    assert (weekly.title, weekly.timezone, weekly.language) == ("The week", "Asia/Tokyo", "de")
    digest = weekly.digest
    assert (digest.window_hours, digest.max_stories, digest.in_full, digest.per_section) == (168, 50, 0, 9)
    assert (weekly.output.formats, weekly.output.theme) == (("epub",), "list")
    schedule = weekly.schedule
    assert (schedule.publish_at, schedule.days, schedule.grace_hours) == (("17:00",), ("sun",), 48)
    assert [row.name for row in weekly.deliveries] == ["web"]
    assert weekly.section_order == ("Sport", "Harbour")
    assert weekly.store_url == daily.store_url


def test_each_edition_has_files_and_an_address_of_its_own() -> None:
    (weekly,) = list_edition_configs(parse(FILE + '[[editions]]\nname = "wöchentlich-2"\ndeliveries = []\n'))
    assert weekly.output_folder == Path("/etc/out/wöchentlich-2")
    assert weekly.output.name == "news-wöchentlich-2-{date}"
    assert weekly.output.address == "https://news.example/wöchentlich-2"
    assert weekly.deliveries == ()
    assert list_edition_configs(weekly) == (weekly,)


def test_every_mistake_in_rows_is_reported_with_its_line() -> None:
    text = (
        "version = 1\n"
        '[[sources]]\nfeed = "https://quay.example/rss"\nname = "Quay Post"\n'
        '[[deliveries]]\nkind = "files"\nfolder = "x"\nname = "phone"\n'
        '[[editions]]\nname = "daily"\ndeliveries = ["phon"]\nsections = ["Tecnology"]\nsources = ["Quay"]\n'
        '[[editions]]\nname = "Daily"\ndays = ["sonday"]\nsectons = []\n'
        '[[editions]]\n[[editions]]\nname = "all"\n[[editions]]\nname = "2026-05-01"\n'
        '[[editions]]\nname = "the family"\nwindow_hours = "9"\n'
    )
    assert mistakes(text) == [
        '11: editions[1].deliveries: no row of [[deliveries]] has the name "phon" (did you mean phone?); '
        "there are phone",
        '12: editions[1].sections: no section is called "Tecnology" (did you mean Technology?); there are '
        "Business, Culture, Health, Life, News, Politics, Science, Sport, Technology, World",
        '13: editions[1].sources: no source is called "Quay" (did you mean Quay Post?); there are Quay Post',
        "15: editions[2].name: row 1 has this name, too",
        "16: editions[2].days[1]: expected 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun', "
        'found "sonday"',
        "17: editions[2].sectons: there is no such key (did you mean sections?)",
        "18: editions[3].name: this key is missing",
        "20: editions[4].name: expected a name that is no date or number and none of all, collect, latest, "
        'found "all"',
        "22: editions[5].name: expected a name that is no date or number and none of all, collect, latest, "
        'found "2026-05-01"',
        '24: editions[6].name: expected up to 20 letters, digits, - and _, found "the family"',
        '25: editions[6].window_hours: expected a number, found "9"',
    ]


@pytest.mark.parametrize("source", ['opml = "feeds.opml"', 'folder = "inbox"'])
def test_sections_and_sources_that_only_a_visit_tells_are_accepted(source: str) -> None:
    text = f'version = 1\n[[sources]]\n{source}\n[[editions]]\nname = "town"\n'
    config = parse(text + 'sections = ["Allotments"]\nsources = ["Gazette"]\n')
    assert config.editions[0].sections == ("Allotments",)


def test_learned_sections_have_the_names_of_the_language_of_the_row() -> None:
    text = 'version = 1\n[[editions]]\nname = "de"\nlanguage = "de"\nsections = ["Wirtschaft"]\n'
    assert parse(text).editions[0].sections == ("Wirtschaft",)
    assert 'no section is called "Wirtschaft"' in mistakes(text.replace('language = "de"\n', ""))[0]


def test_a_table_instead_of_rows_is_a_mistake() -> None:
    assert mistakes('version = 1\n[editions]\nname = "x"\n')[0].endswith(
        "expected rows that begin with [[editions]], found a table"
    )
    assert "did you mean editions?" in mistakes('version = 1\n[[edition]]\nname = "x"\n')[0]
