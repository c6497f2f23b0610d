"""Duplicates, ids and recurring lines of the articles in a folder."""

from __future__ import annotations

from pathlib import Path

from tests.support.folders import (
    BREAD,
    FILES,
    GOAT,
    RIVER,
    collect,
    collect_article,
    collect_file,
    list_left_out,
    make_record,
)


def test_an_id_does_not_depend_on_the_location_of_the_folder(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert (
        collect_article(here, "x/a.txt", FILES["a.txt"]).id
        == collect_article(there, "x/a.txt", FILES["a.txt"]).id
    )


def test_the_same_text_in_two_files_is_kept_once(tmp_path: Path) -> None:
    collect_file(tmp_path, "a.txt", f"High water\n\n{RIVER}")
    found = collect_file(tmp_path, "b.txt", f"Another headline over it\n\n{RIVER.upper()}")
    assert [article.title for article in found.articles] == ["High water"]
    detail = "“High water” (a.txt); repeated in b.txt, line 1"
    assert list_left_out(found) == [("Another headline over it", "same_text", detail)]


def test_the_same_text_from_two_outlets_is_kept_twice(tmp_path: Path) -> None:
    lines = [
        make_record(title="High water", text=RIVER, source=outlet)
        for outlet in ("Courier", "Post", "Courier")
    ]
    found = collect_file(tmp_path, "a.jsonl", "\n".join(lines))
    assert [article.source for article in found.articles] == ["Courier", "Post"]
    assert [left.why for left in found.left_out] == ["same_text"]


def test_a_short_text_is_a_duplicate_only_under_the_same_title(tmp_path: Path) -> None:
    titles = ("Ferry", "Ferry", "Train")
    found = collect_file(
        tmp_path, "a.jsonl", "\n".join(make_record(title=title, text="Strike over.") for title in titles)
    )
    assert [article.title for article in found.articles] == ["Ferry", "Train"]


def test_one_address_is_one_article_unless_many_articles_share_it(tmp_path: Path) -> None:
    address = "https://courier.example/1"
    lines = [
        make_record(title=title, text=text, url=address)
        for title, text in (("High water", RIVER), ("Bread", BREAD))
    ]
    found = collect_file(tmp_path, "a.jsonl", "\n".join(lines))
    assert [article.title for article in found.articles] == ["High water"]
    detail = "“High water” (a.jsonl), at the same address; repeated in a.jsonl, line 2"
    assert found.left_out[0].detail == detail
    found = collect_file(
        tmp_path, "a.jsonl", "\n".join([*lines, make_record(title="Goat", text=GOAT, url=address)])
    )
    assert len({article.id for article in found.articles}) == 3


def test_articles_with_one_title_in_one_file_have_different_ids(tmp_path: Path) -> None:
    lines = [make_record(title="In brief", text=text) for text in (RIVER, BREAD, GOAT)]
    assert len({article.id for article in collect_file(tmp_path, "a.jsonl", "\n".join(lines)).articles}) == 3


def test_an_article_without_a_title_gets_its_first_sentence_as_title(tmp_path: Path) -> None:
    article = collect_article(tmp_path, "a.jsonl", make_record(text=GOAT))
    assert article.title_derived
    assert GOAT.startswith(article.title)


def test_lines_that_recur_in_many_files_are_dropped(tmp_path: Path) -> None:
    plea = "Please support the Courier with a small gift."
    for number, text in enumerate((RIVER, BREAD, GOAT, f"{RIVER} {GOAT}", f"{GOAT} {BREAD}")):
        found = collect_file(
            tmp_path, f"{number}.txt", f"Headline {number}\n\n{text}\n\n{plea}\n\nAll rights kept"
        )
    assert [article.text for article in found.articles] == [
        RIVER, BREAD, GOAT, f"{RIVER} {GOAT}", f"{GOAT} {BREAD}"
    ]  # fmt: skip
    collect_file(tmp_path, "5.txt", f"One more\n\n{BREAD} {RIVER}\n\n{plea}\n\nAll rights kept")
    assert collect(tmp_path, found.state).articles[0].text == f"{BREAD} {RIVER}"
