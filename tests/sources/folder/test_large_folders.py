"""A folder that is too large for one visit: it is read and saved in parts, and nothing shows it."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.errors import StoreError
from digest.http import Client
from digest.models import Article, Collected, LeftOut, Source, SourceState, Visit
from digest.runtime.executors import open_serial
from digest.sources import collect_whole_sources
from digest.sources.folder.folder_reader import read_folder
from digest.sources.folder.folder_state import FileState, fingerprint_values, make_stat_key, parse_state
from digest.sources.folder.scan import ListedFile, scan_folder
from digest.sources.sharing import visit_in_parts
from digest.store import Store, open_store
from tests.support.folders import NOW, collect

TITLES = ("Öl läuft aus", "Le pont est fermé", "A ponte reabre", "De sluis gaat open", "The mill turns")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eleven files in three folders: articles, one text twice, an empty file and one of an unknown type."""
    place = tmp_path / "inbox"
    for number, title in enumerate(TITLES):
        for part in ("a", "b"):
            write(place / f"{part}{number}" / f"{number}.txt", f"{title} {part}", f"{title} ({part})")
    write(place / "b2" / "copy.txt", "A ponte reabre b", "A ponte reabre (b)")
    (place / "a1" / "empty.txt").write_text("")
    (place / "c.xyz").write_text("?")
    return place


def write(path: Path, title: str, subject: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{title}\n\n" + " ".join(f"{subject}: {number} people came." for number in range(20)))


def read_in_parts(source: Source, state: SourceState | None = None) -> list[Collected]:
    with open_serial(1, None, lambda: None) as read_map:
        return list(collect_whole_sources([Visit(source, NOW, state or SourceState())], Client(), read_map))


@pytest.fixture(params=[(1, 200_000), (2, 1), (3, 400), (11, 700)])
def part_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """The number of files that one visit reads; the blocks of the state have various sizes, too."""
    size, block_bytes = request.param
    monkeypatch.setattr("digest.sources.folder.folder_state._BLOCK_BYTES", block_bytes)
    return set_part_size(monkeypatch, size)


def set_part_size(monkeypatch: pytest.MonkeyPatch, size: int) -> int:
    monkeypatch.setattr("digest.sources.folder.folder_changes.MAX_FILES", size)
    return size


def list_articles(visits: list[Collected]) -> list[Article]:
    return [article for visit in visits for article in visit.articles]


def read_files(visit: Collected, source: Source) -> list[tuple[str, FileState]]:
    return [(line.path, line.file) for line in parse_state(visit.state.body, source).read_lines()]


def test_the_parts_together_are_what_one_visit_reads(folder: Path, part_size: int) -> None:
    source = Source("Inbox", "folder", str(folder))
    parts = read_in_parts(source)
    with pytest.MonkeyPatch.context() as patch:
        set_part_size(patch, 100)
        (whole,) = read_in_parts(source)
    assert [visit.has_more for visit in parts] == [True] * (len(parts) - 1) + [False]
    assert len(parts) == -(-12 // part_size)
    assert max(len(visit.articles) for visit in parts) <= part_size
    assert list_articles(parts) == list(whole.articles)
    assert parts[-1].left_out == whole.left_out
    assert read_files(parts[-1], source) == read_files(whole, source)
    assert [row.why for row in whole.left_out] == ["not_an_article", "not_an_article", "same_text"]


def test_a_part_ends_when_its_files_are_large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.sources.folder.folder_changes.MAX_BYTES", 2_000)
    sizes = [path.stat().st_size for path in folder.rglob("*.txt")]
    parts = read_in_parts(Source("Inbox", "folder", str(folder)))
    assert sum(sizes) / 2_000 < len(parts) <= len(sizes) // 2 + 1


def test_a_huge_file_that_always_grows_does_not_keep_others_from_being_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.sources.folder.folder_changes.MAX_BYTES", 10_000)
    source = Source("Inbox", "folder", str(folder), max_bytes=2_000)
    log = folder / "a.txt"
    log.write_text("x" * 20_000)
    state, found = SourceState(), list[Collected]()
    with log.open("a") as stream:
        for _ in range(10):
            stream.write("x")
            stream.flush()
            found.append(read_folder(Visit(source, NOW, state), Client()))
            state = found[-1].state
            if not found[-1].has_more:
                break
    assert not found[-1].has_more
    assert len(list_articles(found)) == 10


def test_changes_are_read_in_parts_and_the_rest_is_remembered(folder: Path, part_size: int) -> None:
    source = Source("Inbox", "folder", str(folder))
    first = read_in_parts(source)
    ids = {article.title: article.id for article in list_articles(first)}
    write(folder / "a0" / "0.txt", "Öl läuft aus a", "Öl läuft weiter")
    (folder / "b4" / "4.txt").rename(folder / "a3" / "moved.txt")
    (folder / "a2" / "2.txt").rename(folder / "z.txt")
    write(folder / "0.txt", "Nouveau", "Le marché")
    (folder / "b2" / "2.txt").unlink()
    again = read_in_parts(source, first[-1].state)
    found = {article.title: article.id for article in list_articles(again)}
    # What was moved keeps its ids; the copy takes the place of the file that is gone.
    assert found.keys() == {
        "Öl läuft aus a",
        "The mill turns b",
        "A ponte reabre a",
        "Nouveau",
        "A ponte reabre b",
    }
    assert {title: id_ for title, id_ in found.items() if ids.get(title) == id_}.keys() == {
        "Öl läuft aus a",
        "The mill turns b",
        "A ponte reabre a",
    }
    assert [row.why for row in again[-1].left_out] == ["not_an_article", "not_an_article"]
    (last,) = read_in_parts(source, again[-1].state)
    assert last.unchanged


def test_new_times_alone_bring_nothing(folder: Path, part_size: int) -> None:
    source = Source("Inbox", "folder", str(folder))
    first = read_in_parts(source)
    for path in folder.rglob("*.txt"):
        os.utime(path, (1, 1))
    again = read_in_parts(source, first[-1].state)
    assert list_articles(again) == []
    assert again[-1].left_out == first[-1].left_out


def test_what_cannot_be_read_is_tried_once_in_a_round(folder: Path, part_size: int) -> None:
    source = Source("Inbox", "folder", str(folder), max_bytes=10)
    parts = read_in_parts(source)
    assert len(parts) == -(-12 // part_size)
    assert sum(row.why == "unreadable" for row in parts[-1].left_out) == 11
    later = read_folder(Visit(source, NOW + timedelta(minutes=5), parts[-1].state), Client())
    assert not later.unchanged


def test_phrases_apply_to_all_parts(folder: Path, part_size: int) -> None:
    source = Source("Inbox", "folder", str(folder), include=("ponte", "sluis"), exclude=("(b)",))
    parts = read_in_parts(source)
    assert [article.title for article in list_articles(parts)] == ["A ponte reabre a", "De sluis gaat open a"]
    write(folder / "new.txt", "A ponte fecha", "A ponte")
    again = read_in_parts(source, parts[-1].state)
    assert [article.title for article in list_articles(again)] == ["A ponte fecha"]
    assert [row for row in again[-1].left_out if row.why == "excluded"] == [
        row for row in parts[-1].left_out if row.why == "excluded"
    ]


@pytest.mark.parametrize("fails", [False, True])
def test_a_round_that_ends_early_is_continued(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    set_part_size(monkeypatch, 4)
    source = Source("Inbox", "folder", str(folder))
    with open_store("sqlite://") as store:
        assert read_round(store, source, stop_after=1, fails=fails) == 3
        saved = {article.id for article in store.articles.find()}
        left_out = store.sources.left_out([source.key])
        assert len(saved) == 3
        assert sorted(row.title for row in left_out) == ["a1/empty.txt", "c.xyz"]
        assert read_round(store, source) == 7
        everything = store.articles.find()
        assert len(everything) == 10
        assert saved < {row.id for row in everything}
        assert [row.title for row in store.sources.left_out([source.key])].count("c.xyz") == 1
        assert read_round(store, source) == 0


def read_round(store: Store, source: Source, stop_after: int = 100, fails: bool = False) -> int:
    """Collect a source in parts; return how many articles are new.

    stop_after: number of parts that are saved; then the process is interrupted or, if it `fails`, the
    database refuses articles.
    """
    calls = 0

    def visit(visits: Sequence[Visit], _failed: object) -> Iterator[Collected]:
        nonlocal calls
        calls += 1
        if calls > stop_after and not fails:
            raise KeyboardInterrupt
        yield from (read_folder(row, Client()) for row in visits)

    save = store.save_visits

    def save_or_fail(visits: list[Collected], *arguments: object) -> int:
        if fails and calls > stop_after and any(row.articles for row in visits):
            raise StoreError("digest.db", "the disk is full")
        return save(visits, *arguments)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "save_visits", save_or_fail)
        try:
            visited, new, failures = visit_in_parts(store, [[source]], visit, NOW, (), None)
        except KeyboardInterrupt:
            return len(store.articles.find())
        assert (visited, len(failures)) == (1, int(fails))
        return new


def test_the_state_of_an_older_version_is_converted(folder: Path) -> None:
    source = Source("Inbox", "folder", str(folder))
    files: dict[str, list[Any]] = {}
    for entry in scan_folder(folder):
        assert isinstance(entry, ListedFile)
        if entry.relative_path.endswith(".txt"):
            files[entry.relative_path] = [make_stat_key(entry), "", entry.relative_path, [], [], []]
    left = LeftOut("1", "a1/empty.txt", "Inbox", "not_an_article", "the file is empty", "")
    fields = [left.id, left.title, left.source, left.why, left.detail, left.url]
    files["a1/empty.txt"][4] = [fields]
    old = json.dumps([1, fingerprint_values(source), [], "", files])
    write(folder / "new.txt", "Nouveau", "Le marché")
    found = collect(folder, SourceState(body=old))
    assert [article.title for article in found.articles] == ["Nouveau"]
    assert left in found.left_out
    assert collect(folder, found.state).unchanged
    # It does not say what phrases exclude, so then everything is read again.
    phrases = Source("Inbox", "folder", str(folder), exclude=("sluis",))
    old = json.dumps([1, fingerprint_values(phrases), [], "", files])
    assert len(read_folder(Visit(phrases, NOW, SourceState(body=old)), Client()).articles) == 9


def test_a_damaged_state_is_ignored(folder: Path) -> None:
    state = collect(folder).state
    header, blocks = state.body.split("\n")
    others = (header, f"{header}\n\n{blocks}", "5", "null")
    for body in (f"{header}\n{blocks[:-8]}", f"{header}\n{blocks[::-1]}", *others):
        assert len(collect(folder, SourceState(body=body)).articles) == 10
    assert collect(folder, state).unchanged


def test_many_reasons_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.sources.folder.file_reasons.MAX_REASONS", 3)
    for number in range(7):
        (tmp_path / f"{number}.txt").write_text("")
    *named, counted = collect(tmp_path).left_out
    assert [row.title for row in named] == ["0.txt", "1.txt", "2.txt"]
    assert (counted.why, counted.detail) == (
        "not_an_article",
        "4 more files, or parts of files, are left out",
    )


def test_no_part_is_in_memory_when_the_next_is_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_part_size(monkeypatch, 4)
    write(tmp_path / "other" / "a.txt", "Another", "The lock")
    alive: list[int] = []

    def visit(visits: Sequence[Visit], _failed: object) -> Iterator[Collected]:
        for row in visits:
            kept = (value for value in gc.get_objects() if isinstance(value, Article))
            alive.append(sum(value.feed == sources[0].key for value in kept))
            yield read_folder(row, Client())

    sources = [Source(name, "folder", str(tmp_path / name)) for name in ("inbox", "other")]
    with open_store("sqlite://") as store:
        visit_in_parts(store, [sources], visit, NOW, (), None)
        assert len(store.articles.find()) == 11
    assert alive == [0, 0, 0, 0]


def test_a_folder_is_listed_once_for_all_parts(
    folder: Path, part_size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[Path] = []

    def scan(place: Path) -> Iterator[object]:
        listed.append(place)
        yield from scan_folder(place)

    monkeypatch.setattr("digest.sources.folder.folder_reader.scan_folder", scan)
    source = Source("Inbox", "folder", str(folder))
    with open_store("sqlite://") as store:
        assert read_round(store, source) == 10
        assert listed == [folder]
    assert len(list_articles(read_in_parts(source))) == 10
    assert listed == [folder] * 2


def test_files_that_change_between_two_parts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_part_size(monkeypatch, 4)
    monkeypatch.setattr("digest.sources.folder.folder_state._BLOCK_BYTES", 1)
    source = Source("Inbox", "folder", str(folder))
    first = read_folder(Visit(source, NOW), Client())
    write(folder / "a0" / "0.txt", "Öl läuft aus a", "Öl läuft weiter")  # was read
    write(folder / "a9.txt", "Nouveau", "Le marché")
    write(folder / "b0" / "0.txt", "Öl läuft aus b", "Öl läuft weiter b")
    (folder / "b1" / "1.txt").unlink()
    visits = [first]
    while visits[-1].has_more:
        last = visits[-1]
        visits.append(read_folder(Visit(source, NOW, last.state, last.continuation), Client()))
    texts = {article.title: article.text for article in list_articles(visits)}
    assert len(texts) == 9
    assert "weiter" in texts["Öl läuft aus b"]
    assert [row.title for row in visits[-1].left_out if row.why == "unreadable"] == ["b1/1.txt"]
    later = read_in_parts(source, visits[-1].state)
    texts = {article.title: article.text for article in list_articles(later)}
    assert texts.keys() == {"Öl läuft aus a", "Nouveau"}
    assert "weiter" in texts["Öl läuft aus a"]
    assert not [row for row in later[-1].left_out if row.why == "unreadable"]
    assert read_in_parts(source, later[-1].state)[0].unchanged


def test_a_state_that_another_process_has_changed_between_two_parts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_part_size(monkeypatch, 4)
    monkeypatch.setattr("digest.sources.folder.folder_state._BLOCK_BYTES", 1)
    source = Source("Inbox", "folder", str(folder))
    first = read_folder(Visit(source, NOW), Client())
    second = read_folder(Visit(source, NOW, first.state, first.continuation), Client())
    for state in (SourceState(), first.state, second.state):
        rest = [read_folder(Visit(source, NOW, state, second.continuation), Client())]
        while rest[-1].has_more:
            rest.append(read_folder(Visit(source, NOW, rest[-1].state, rest[-1].continuation), Client()))
        known = [row for _, file in read_files(rest[-1], source) for row in file.articles]
        assert len({row.id for row in known}) == len(known) == 10
        assert rest[-1].left_out == read_in_parts(source)[-1].left_out
