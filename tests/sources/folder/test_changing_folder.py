"""Hostile folders: the reader never fails, changes no file, and reports each one."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import SourceError
from digest.http import Client
from digest.models import Collected, Source, SourceState, Visit
from digest.sources import collect_source
from digest.sources.folder.folder_reader import read_folder
from digest.sources.folder.formats import FORMATS
from digest.sources.folder.scan import ListedFile, read_file, scan_folder
from digest.store import Store, open_store

NOW = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
SUFFIXES = (*FORMATS, ".zip", ".txt.gz", ".json.gz", ".jpg", "")
PIECES = (
    *(b"\n", b"\n\n", b"\r", b" ", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x0c", b"\xc3", b"\x1f\x8b\x08"),
    *(b"PK\x03\x04", b"%PDF-1.4\n", b"{", b"}", b"[", b"]", b'"title": "Ferry"', b",", b'"', b'"text": 1'),
    *(b"<html>", b"<article>", b"<p>", b"<a href='https://a.example/1'>", b"</a>", b"<h2>", b"<!--"),
    *(b"<?xml version='1.0'?>", b"<rss>", b"<item>", b"<title>", b"]]>", b"&#xD800;", b"---\n", b"+++\n"),
    *(
        b"From a@b.example Mon May  4 07:00:00 2026\n",
        b"Subject: =?utf-8?B?RmzD?=\n",
        b"--b\n",
        b"title: x\n",
    ),
    *(b"Content-Type: text/html\n", b"Content-Type: multipart/mixed; boundary=b\n\n", b"title,text\n"),
    *(b"# Ferry\n", b"2 hours ago\n", b"Ferry aground\n", b"The ferry ran aground at dawn. "),
    b"Nobody was hurt, the harbour master said.\n",
)
bodies = st.one_of(
    st.binary(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)), max_size=40).map(b"".join),
    st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join).map(gzip.compress),
)
names = st.builds(
    str.__add__, st.sampled_from(("a", "b", "page_files", "Ä b", "x.y")), st.sampled_from(SUFFIXES)
)
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
STEMS = ("a", "Ä b", os.fsdecode(b"leer\xe9"), "a\x1b[31m", "a\u202eb", "a\u200d\u00a0b", "a\nb")
places = st.lists(names, min_size=1, max_size=3).map("/".join)


def visit(folder: Path, state: SourceState | None = None) -> Collected:
    return read_folder(Visit(Source("Inbox", "folder", str(folder)), NOW, state or SourceState()), Client())


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """{path: (time, mode, content)} of the files of a folder."""
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def is_reported(name: str, folder: Path, found: Collected) -> bool:
    """Whether a file gave an article, or is left out with a reason, alone or counted with its type."""
    address = (folder.resolve() / name).as_uri()
    suffix = PurePosixPath(name).suffix.lower() or name
    return (
        any(article.url.startswith(address) for article in found.articles)
        or any(left.url.startswith(address) or left.title.startswith(name) for left in found.left_out)
        or any(name in left.detail or left.title.startswith(f"{suffix} (") for left in found.left_out)
    )


def check_folder(folder: Path, names: list[str]) -> None:
    before = snapshot(folder)
    found = visit(folder)
    assert snapshot(folder) == before
    assert found.failure is None
    assert not [left for left in found.left_out if "the program failed" in left.detail]
    assert all(left.title and left.why and left.detail for left in found.left_out)
    assert len({article.id for article in found.articles}) == len(found.articles)
    assert [name for name in names if not is_reported(name, folder, found)] == []
    again = visit(folder, found.state)
    assert again.articles == ()
    assert again.unchanged or again.left_out == found.left_out


def check_stored(folder: Path, store: Store) -> None:
    """Check that the articles of a folder can be stored and printed to a terminal."""
    source = Source("Inbox", "folder", str(folder))
    found = collect_source(Visit(source, NOW), Client())
    assert found.failure is None
    store.save_visits([found], NOW)
    articles, left_out = store.articles.find(), store.sources.left_out([source.key])
    assert {article.id for article in found.articles} <= {article.id for article in articles}
    assert sorted(found.left_out, key=lambda left: left.id) == list(left_out)
    lines = [(row.title, row.source, row.author, row.section, row.url) for row in articles]
    left_lines = [(left.title, left.source, left.detail, left.url) for left in left_out]
    assert not [text for text in chain(*lines, *left_lines) if HIDDEN.search(text)]


def test_any_bytes_under_any_name_are_reported() -> None:
    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(stem=st.sampled_from(STEMS), suffix=st.sampled_from(SUFFIXES), body=bodies)
    def check(stem: str, suffix: str, body: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            try:
                (Path(folder) / f"{stem}{suffix}").write_bytes(body)
            except (OSError, UnicodeError):
                return  # this system does not allow the name
            check_folder(Path(folder), [f"{stem}{suffix}"])
            check_stored(Path(folder), store)

    with open_store("sqlite://") as store:
        check()


SPOILED = "The \ud83d \0mayor \x1b[31m\u202eresigns"
BODY = "The mayor of the town resigned on Monday after a long debate. The council said so in a letter."
RECORD = {"id": "\ud83d", "title": SPOILED, "text": f"{BODY} \ud83d", "author": SPOILED, "section": SPOILED}
WORDS = {"language": "\ud83d", "image": f"https://x.example/{SPOILED}", "url": f"https://x.example/{SPOILED}"}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (b"leer\xe9.txt", b""),
        ("a\u202eb\x1b.txt".encode(), b""),
        (b"a.json", json.dumps({"title": SPOILED, "items": [{"title": "It is so", "text": BODY}]}).encode()),
        (b"a.json", json.dumps([{**RECORD, **WORDS, "source": SPOILED}]).encode()),
        (b"a.jsonl", json.dumps({**RECORD, "source": [SPOILED, {"name": SPOILED}]}).encode()),
        (b"a.json", json.dumps([{"title": SPOILED}, {"title": SPOILED}]).encode()),
        (b"a.md", f"---\ntitle: So\nauthor: A\0b\nsource: S\0\u202eq\nsection: W\0\n---\n\n{BODY}".encode()),
        (b"a.eml", f"From: =?utf-8?q?a=00b?= <a@x.example>\nSubject: =?utf-8?q?T=00?=\n\n{BODY}".encode()),
        (b"a.eml", f"From: a\nMessage-ID: <\x1b>\nSubject: So\n\n{BODY}".encode()),
    ],
    ids=["latin name", "odd name", "feed", "record", "lines", "twice", "front matter", "mail", "message"],
)
def test_characters_that_databases_reject_are_removed(
    store: Store, tmp_path: Path, name: bytes, body: bytes
) -> None:
    (tmp_path / "good.txt").write_text(f"It is so\n\n{BODY} It is.\n", "utf-8")
    try:
        (tmp_path / os.fsdecode(name)).write_bytes(body)
    except (OSError, UnicodeError):
        pytest.skip("this system does not allow the name")
    check_stored(tmp_path, store)
    assert any("It is." in article.text for article in store.articles.find())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    files=st.dictionaries(places, bodies, max_size=6), links=st.lists(st.tuples(places, places), max_size=3)
)
def test_any_tree_of_files_is_reported(files: dict[str, bytes], links: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        written = []
        for name, body in files.items():
            path = folder / name
            if any(parent.is_file() for parent in path.parents) or path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
            written.append(name)
        for name, target in links:
            path = folder / name
            if path.parent.is_dir() and not path.exists() and not path.is_symlink():
                path.symlink_to(folder / target)
        check_folder(folder, [name for name in written if "page_files" not in name])


ODD_VALUES = (
    *(
        "1e9",
        "-1e9",
        "1e400",
        "NaN",
        "-Infinity",
        "9" * 50,
        "9" * 5_000,
        "true",
        "null",
        "[]",
        "{}",
        "[[1], {}]",
    ),
    *(
        '{"name": [1]}',
        '"1e9"',
        '"nan"',
        '"9999-12-31T23:59:59-12:00"',
        '"http://[::1"',
        "[" * 500 + "]" * 500,
    ),
)
GOOD = f'{{"title": "It is so", "text": "{BODY}"}}'


@pytest.mark.parametrize(
    "field", ["title", "text", "date", "age_hours", "id", "url", "author", "image", "lang"]
)
def test_odd_values_in_a_record_do_not_affect_other_records(tmp_path: Path, field: str) -> None:
    for number, value in enumerate(ODD_VALUES):
        record = f'{{"text": "Short words, {number}.", "{field}": {value}}}'
        (tmp_path / f"{number}.jsonl").write_text(f"{record}\n{GOOD.replace('so', f'so {number}')}\n")
        (tmp_path / f"{number}.json").write_text(f"[{record}, {GOOD.replace('so', f'as {number}')}]")
        (tmp_path / f"{number}.md").write_text(f"+++\n{field} = {value}\n+++\n{BODY} At {number}.")
    found = visit(tmp_path)
    unreadable = [left.detail for left in found.left_out if left.why == "unreadable"]
    assert [detail for detail in unreadable if "too long, only the beginning was kept" not in detail] == []
    titles = {article.title for article in found.articles}
    assert {f"It is {way} {number}" for number in range(len(ODD_VALUES)) for way in ("so", "as")} <= titles


def test_records_before_a_deeply_nested_list_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(f"[{GOOD}, {'[' * 200_000}")
    found = visit(tmp_path)
    assert [article.title for article in found.articles] == ["It is so"]
    assert [left.detail for left in found.left_out] == ["it is nested too deeply"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other pipes")
@pytest.mark.parametrize("change", ["removed", "pipe", "grown"])
def test_a_file_that_changes_between_listing_and_reading_is_read_or_an_error(
    tmp_path: Path, change: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Ferry")
    (listed,) = scan_folder(tmp_path)
    assert isinstance(listed, ListedFile)
    if change == "grown":
        path.write_bytes(b"Ferry aground")
        assert read_file(listed, 100) == b"Ferry aground"
        return
    path.unlink()
    if change == "pipe":
        os.mkfifo(path)
    with pytest.raises(SourceError, match="it cannot be read"):
        read_file(listed, 100)


def test_a_file_that_changes_while_it_is_read_is_read_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, look = tmp_path / "a.txt", os.fstat
    path.write_bytes(b"Ferry")
    (listed,) = scan_folder(tmp_path)
    assert isinstance(listed, ListedFile)

    def change_and_look(descriptor: int) -> os.stat_result:
        with path.open("ab") as file:
            file.write(b".")
        return look(descriptor)

    monkeypatch.setattr("digest.sources.folder.scan.os.fstat", change_and_look)
    with pytest.raises(SourceError, match="it changed while it was being read"):
        read_file(listed, 100)


def test_a_file_of_any_size_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        try:
            file.truncate(10**12)
        except OSError:
            pytest.skip("the disk has no sparse files of this size")
    (listed,) = scan_folder(tmp_path)
    assert isinstance(listed, ListedFile)
    with pytest.raises(SourceError, match="it is larger than 1 MB"):
        read_file(listed, 1_000_000)


# ---- shared test data -----------------------------------------------------------------------------------

BAD = Path(__file__).parents[3].parent / "shared" / "data" / "bad" / "folder"


def has_reason(why: str, detail: str) -> Callable[[Collected], bool]:
    """A check that there is no article, and one reason that contains this detail."""

    def check(found: Collected) -> bool:
        (left,) = found.left_out
        return found.articles == () and left.why == why and detail in left.detail

    return check


EXPECTED: dict[str, Callable[[Collected], bool]] = {
    "01_utf8_bom.txt": lambda found: "\ufeff" not in found.articles[0].title,
    "02_utf16.txt": lambda found: found.articles[0].title.isascii(),
    "03_cp1252.txt": lambda found: "ä" in found.articles[0].title,
    "04_binary.txt": has_reason("not_an_article", "not text"),
    "05_image.html": has_reason("not_an_article", "not text"),
    "06_doc.pdf": lambda found: found.articles == () and len(found.left_out) == 1,
    "08_zipbomb.zip": has_reason("unreadable", "once unpacked"),
    "09_page.html.gz": lambda found: len(found.articles) == 1,
    "10_mail.mbox": lambda found: len(found.articles) == 2 and "=?" not in found.articles[0].title,
    "11_newsletter.eml": lambda found: len(found.articles) == 1 and "K=E4lte" not in found.articles[0].text,
    "12_frontmatter.md": lambda found: bool(found.articles[0].author and found.articles[0].published),
    "15_mixed_newlines.txt": lambda found: len(found.articles[0].text.split()) == 10,
    "16_empty.txt": has_reason("not_an_article", "empty"),
    "19_articles.json": lambda found: found.left_out[0].why == "unreadable",
    "20_articles.csv": lambda found: len(found.articles) == 1 and found.left_out[0].why == "unreadable",
    ".hidden.txt": lambda found: not found.articles and not found.left_out,
    "Thumbs.db": lambda found: not found.articles and not found.left_out,
}


@pytest.mark.shared
@pytest.mark.skipif(not BAD.is_dir(), reason="the shared test data is not next to the project")
@pytest.mark.parametrize("name", EXPECTED)
def test_a_damaged_file_gives_what_is_expected(tmp_path: Path, name: str) -> None:
    shutil.copy(BAD / name, tmp_path / name)
    assert EXPECTED[name](visit(tmp_path))


@pytest.mark.shared
@pytest.mark.skipif(not BAD.is_dir(), reason="the shared test data is not next to the project")
def test_a_duplicate_is_left_out_with_the_names_of_both_files(tmp_path: Path) -> None:
    for name in ("21_same_a.txt", "22_same_b.txt"):
        shutil.copy(BAD / name, tmp_path / name)
    found = visit(tmp_path)
    (left,) = found.left_out
    assert len(found.articles) == 1
    assert "21_same_a.txt" in left.detail
    assert "22_same_b.txt" in left.detail
