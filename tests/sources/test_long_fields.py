"""Fields of any length: what is kept of them, and what is reported."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.models import Source
from digest.sources.article_drafts import FIELD_LIMITS, MAX_ADDRESS, Draft
from digest.sources.dates import parse_date
from digest.sources.feed.feed_parser import parse_feed
from digest.sources.feed_entries import Feed, make_articles
from digest.sources.segmentation.segment import limit_text
from digest.text import html_to_text
from tests.support.folders import collect_file, list_left_out

NOW = datetime(2026, 5, 4, 6, tzinfo=UTC)
ADDRESS = "https://skerry.example/feed"


@pytest.mark.parametrize("letter", ["a", "ß", "水", "ال"])
@pytest.mark.parametrize("name", FIELD_LIMITS)
def test_a_long_field_is_cut_where_a_draft_is_made(name: str, letter: str) -> None:
    limit = FIELD_LIMITS[name]
    assert Draft(**{name: "x" * limit}).cut == ()  # type: ignore[arg-type]
    draft = Draft(**{name: letter * (limit + 1)})  # type: ignore[arg-type]
    assert getattr(draft, name) == (letter * limit)[:limit]
    assert draft.cut == (name,)


def test_a_long_address_is_dropped_and_surplus_categories_are() -> None:
    draft = Draft(url="https://a.example/" + "b" * MAX_ADDRESS, categories=("Sea",) * 9)
    assert (draft.url, draft.categories, draft.cut) == ("", ("Sea",) * 8, ("url", "categories"))


@pytest.mark.parametrize("letter", ["a", "水"])
def test_a_long_category_is_cut_and_a_long_guid_is_none(letter: str) -> None:
    draft = Draft(categories=("Sea", letter * 201))
    assert (draft.categories, draft.cut) == (("Sea", letter * 200), ("categories",))
    for size, guid in ((500, letter * 500), (501, "")):
        draft = Draft(title="Lamp", url="https://skerry.example/1", key=letter * size)
        (article,), _, _ = make_articles(
            Feed((draft,), "Skerry", ADDRESS), Source("Skerry", "feed", ADDRESS), NOW
        )
        assert article.guid == guid


def test_the_cut_of_an_entry_is_reported() -> None:
    document = json.dumps({"items": [{"title": "Lighthouse " * 200_000, "url": "https://skerry.example/1"}]})
    feed = parse_feed(document.encode(), address=ADDRESS)
    (article,), (row,), _ = make_articles(feed, Source("Skerry", "feed", ADDRESS), NOW)
    assert len(article.title) <= 1_000
    assert row.detail.endswith("”: too long, only the beginning was kept (title)")
    assert row.id != article.id


def test_the_cut_of_a_file_is_reported(tmp_path: Path) -> None:
    record = {"title": "The lighthouse", "text": "It is sold. " * 80_000, "author": "Ann " * 500}
    collected = collect_file(tmp_path, "a.json", json.dumps(record))
    assert len(collected.articles[0].text) <= 500_000
    assert list_left_out(collected) == [
        ("a.json", "unreadable", "“The lighthouse”: too long, only the beginning was kept (text, author)")
    ]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_the_cut_of_a_long_text_is_reported(tmp_path: Path, name: str) -> None:
    collected = collect_file(
        tmp_path, name, "# The lighthouse\n\n" + "It is sold, and the lamp is out.\n\n" * 20_000
    )
    assert sum(len(article.text) for article in collected.articles) <= 500_000
    assert list_left_out(collected)[-1][2].endswith("too long, only the beginning was kept (text)")


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-03T08:00:00Z" + " " * 1_000_000,
        "Sun, 03 May 2026 08:00:00 GMT" + " " * 1_000_000,
        "3 May 2026 08:00" + " " * 1_000_000,
    ],
)
def test_a_date_is_read_from_its_beginning(text: str) -> None:
    assert parse_date(text) == datetime(2026, 5, 3, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "mai " * 300_000, "9" * 1_000_000, "五" * 1_000_000])
def test_a_million_letters_are_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_dotted_keys_without_end_are_no_front_matter(tmp_path: Path) -> None:
    collected = collect_file(tmp_path, "a.md", f"+++\n{'a.' * 100_000}a = 1\n+++\n# Sold\n\nIt is sold.\n")
    assert [article.title for article in collected.articles] == ["Sold"]


def test_an_archive_keeps_the_beginning_of_each_of_its_texts(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", f"Lamp {number} is lit again.\n\n" + "It shines. " * 100_000)
    collected = collect_file(tmp_path, "texts.zip", buffer.getvalue())
    assert [len(article.text) <= 500_000 for article in collected.articles] == [True] * 3
    assert len(collected.left_out) == 3


@pytest.mark.parametrize("digits", ["9" * 5_000, "0" * 4_000 + "1" * 4_000])
def test_a_reference_of_thousands_of_digits_is_no_character(digits: str) -> None:
    assert html_to_text(f"Lamp &#{digits}; is &#108;it") == "Lamp \ufffd is lit"


@pytest.mark.parametrize("sentence", ["The lamp is lit. ", "Die Lampe brennt. ", "灯が点いた。"])
def test_of_a_text_without_end_the_beginning_is_read(sentence: str, tmp_path: Path) -> None:
    collected = collect_file(tmp_path, "a.txt", "The lamp\n\n" + (sentence * 20 + "\n\n") * 12_000)
    (article,) = collected.articles
    assert sum(row.detail.endswith("only the beginning was kept (text)") for row in collected.left_out) == 1
    assert article.text.startswith(sentence.strip())
    assert len(article.text) <= 500_000


def test_the_lines_of_a_text_are_limited() -> None:
    assert limit_text("a\n" * 7_999) == "a\n" * 7_999
    assert limit_text("a\n" * 30_000).split("\n") == ["a"] * 8_000


def _write_records(count: int, name: str) -> str:
    records = [{"title": f"Lamp {number}", "text": f"It is lit {number} times."} for number in range(count)]
    if name.endswith(".json"):
        return json.dumps(records)
    if name.endswith(".jsonl"):
        return "\n".join(map(json.dumps, records))
    return "title,text\n" + "".join(f"{row['title']},{row['text']}\n" for row in records)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv"])
def test_the_first_and_the_last_records_of_a_long_file_are_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.sources.folder.saved_file.take_ends.__defaults__", (4,))
    collected = collect_file(tmp_path, name, _write_records(7, name))
    titles = sorted(article.title for article in collected.articles)
    assert titles == ["Lamp 0", "Lamp 1", "Lamp 5", "Lamp 6"]
    assert list_left_out(collected) == [
        (name, "unreadable", "it has 7 parts; the first and the last 2 were read")
    ]


def test_a_header_without_end_is_read_from_its_beginning(tmp_path: Path) -> None:
    words = "=?utf-8?Q?Lamp?= " * 100_000
    mail = (
        f"Subject: {words}\nContent-Type: text/plain; {'a=b; ' * 100_000}\n\nThe lamp of the pier is lit.\n"
    )
    (article,) = collect_file(tmp_path, "a.eml", mail).articles
    assert article.title.startswith("LampLamp")
    assert len(article.title) <= 1_000
