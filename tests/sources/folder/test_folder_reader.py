"""A folder as a source: files are listed and remembered, and none of them is changed."""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from digest.errors import SourceError
from digest.http import Client
from digest.models import Source, SourceState, Visit
from digest.sources import collect_source
from tests.support.folders import (
    BREAD,
    FILES,
    GOAT,
    NOW,
    RIVER,
    collect,
    collect_file,
    list_left_out,
    make_page,
    make_zip,
)

SHARED = Path(__file__).parents[3].parent / "shared"


def test_files_are_read_in_order_of_name_and_hidden_ones_are_skipped(tmp_path: Path) -> None:
    for name, text in {"b.txt": RIVER, "a/z.txt": BREAD, "c.txt/d.txt": GOAT}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"About {name[0]}\n\n{text}", encoding="utf-8")
    for name in (".hidden.txt", ".git/x.txt", "Thumbs.db", "~lock.txt", "__MACOSX/y.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Unseen\n\nThis text is never read.", encoding="utf-8")
    found = collect(tmp_path)
    assert [article.title for article in found.articles] == ["About a", "About b", "About c"]
    assert found.left_out == ()


def test_files_that_a_browser_saves_with_a_page_are_skipped(tmp_path: Path) -> None:
    collect_file(tmp_path, "rock_files/frame.html", make_page("An advertisement", BREAD))
    collect_file(tmp_path, "rock_files/lamp.png", b"\x89PNG")
    assert [
        article.title for article in collect_file(tmp_path, "rock.html", make_page("Rock", GOAT)).articles
    ] == ["Rock"]
    assert collect(tmp_path).left_out == ()


def test_files_of_unsupported_types_are_named_and_many_are_counted(tmp_path: Path) -> None:
    for name in ("1.jpg", "2.jpg", "3.css"):
        (tmp_path / name).write_bytes(b"x")
    assert [left.title for left in collect(tmp_path).left_out] == ["1.jpg", "2.jpg", "3.css"]
    for number in range(60):
        (tmp_path / f"a{number:02}.jpg").write_bytes(b"x")
    titles = [left.title for left in collect(tmp_path).left_out]
    assert titles[:4] == ["1.jpg", "2.jpg", "3.css", "a00.jpg"]
    assert titles[50:] == [".jpg (13 more)"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other links and pipes")
def test_links_out_of_the_folder_pipes_and_loops_are_left_out(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(f"Outside\n\n{GOAT}", encoding="utf-8")
    folder = tmp_path / "inbox"
    collect_file(folder, "sub/a.txt", f"Inside\n\n{RIVER}")
    (folder / "loop").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "sub" / "again.txt").symlink_to(folder / "sub" / "a.txt")
    (folder / "out.txt").symlink_to(outside)
    (folder / "dead.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.txt")
    found = collect(folder)
    assert [article.title for article in found.articles] == ["Inside"]
    details = {name: detail for name, _, detail in list_left_out(found)}
    assert details["out.txt"] == "a link that leads out of the folder"
    assert details["pipe.txt"] == "a pipe, a device or a socket"
    assert details["self"] == "it cannot be read (too many levels of symbolic links)"
    assert details.keys() == {"out.txt", "pipe.txt", "dead.txt", "self"}


@contextmanager
def run_unprivileged() -> Iterator[None]:
    """Drop the rights of the superuser, who may read files of any mode."""
    if sys.platform == "win32":
        pytest.skip("Windows has other file modes")
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(65534)
        yield
    except PermissionError:
        pytest.skip("the user cannot be changed here")
    finally:
        os.seteuid(user)


def test_a_file_without_read_permission_is_left_out() -> None:
    # Not tmp_path: only its owner may list that.
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        collect_file(folder, "a.txt", f"High water\n\n{RIVER}")
        (folder / "a.txt").chmod(0)
        with run_unprivileged():
            left = list_left_out(collect(folder))
    assert left == [("a.txt", "unreadable", "it cannot be read (permission denied)")]


@pytest.mark.parametrize("name", ["missing", "file.txt"])
def test_a_missing_folder_or_a_file_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SourceError):
        collect(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other links")
def test_a_loop_of_links_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(SourceError, match="cannot be read"):
        collect(tmp_path / "loop")


def test_an_empty_folder_is_a_warning_and_no_error(tmp_path: Path) -> None:
    found = collect(tmp_path)
    assert (found.articles, found.failure, found.warnings) == ((), None, ("the folder contains no articles",))


def test_files_stay_as_they_are_and_an_unchanged_folder_is_not_read_again(tmp_path: Path) -> None:
    for name, body in FILES.items():
        (tmp_path / name).write_text(body, encoding="utf-8")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()}
    first = collect(tmp_path)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()} == before
    assert collect(tmp_path, first.state).unchanged
    (tmp_path / "new.txt").write_text(f"Goat\n\n{GOAT}", encoding="utf-8")
    again = collect(tmp_path, first.state)
    assert [article.title for article in again.articles] == ["Goat"]
    assert again.left_out == first.left_out


def test_a_changed_configuration_makes_the_folder_be_read_again(tmp_path: Path) -> None:
    first = collect_file(tmp_path, "a.txt", FILES["a.txt"])
    assert not collect(tmp_path, first.state, section="World").unchanged


def test_a_changed_file_is_read_again_and_its_article_keeps_its_id(tmp_path: Path) -> None:
    collect_file(tmp_path, "b.txt", f"Bread\n\n{BREAD}")
    first = collect_file(tmp_path, "a.txt", f"High water\n\n{RIVER}")
    (tmp_path / "a.txt").write_text(f"High water\n\n{RIVER}\n\n{GOAT}", encoding="utf-8")
    (article,) = collect(tmp_path, first.state).articles
    assert article.id == first.articles[0].id
    assert article.text == f"{RIVER}\n\n{GOAT}"


def test_a_file_with_new_times_and_the_same_content_brings_nothing(tmp_path: Path) -> None:
    first = collect_file(tmp_path, "a.txt", FILES["a.txt"])
    os.utime(tmp_path / "a.txt", (1, 1))
    again = collect(tmp_path, first.state)
    assert (again.articles, again.warnings) == ((), ())
    assert collect(tmp_path, again.state).unchanged


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl.gz", "a.zip"])
def test_a_moved_file_keeps_the_ids_of_its_articles(tmp_path: Path, name: str) -> None:
    bodies = {
        "a.txt": FILES["a.txt"].encode(),
        "a.jsonl.gz": gzip.compress(FILES["a.jsonl"].encode()),
        "a.zip": make_zip(x_txt=FILES["a.txt"]),
    }
    first = collect_file(tmp_path, name, bodies[name])
    (tmp_path / "done").mkdir()
    (tmp_path / name).rename(tmp_path / "done" / f"b-{name}")
    again = collect(tmp_path, first.state)
    assert [article.id for article in again.articles] == [article.id for article in first.articles]
    assert "/done/b-" in again.articles[0].url
    assert collect(tmp_path, again.state).unchanged


def test_a_duplicate_replaces_an_original_that_was_deleted(tmp_path: Path) -> None:
    collect_file(tmp_path, "a.txt", f"High water\n\n{RIVER}")
    first = collect_file(tmp_path, "b.txt", f"Another headline over it\n\n{RIVER}")
    (tmp_path / "a.txt").unlink()
    assert [article.title for article in collect(tmp_path, first.state).articles] == [
        "Another headline over it"
    ]


def test_a_duplicate_in_a_new_file_is_left_out_at_a_later_visit(tmp_path: Path) -> None:
    first = collect_file(tmp_path, "b.txt", f"High water\n\n{RIVER}")
    collect_file(tmp_path, "a.txt", f"Another headline over it\n\n{RIVER}")
    again = collect(tmp_path, first.state)
    assert again.articles == ()
    assert [left.why for left in again.left_out] == ["same_text"]


def test_excluded_articles_are_listed_again_at_a_later_visit(tmp_path: Path) -> None:
    collect_file(tmp_path, "a.txt", f"High water\n\n{RIVER}")
    source = Source("Inbox", "folder", str(tmp_path), exclude=("sandbags",))
    first = collect_source(Visit(source, NOW), Client())
    collect_file(tmp_path, "b.txt", f"Goat\n\n{GOAT}")
    again = collect_source(Visit(source, NOW, first.state), Client())
    assert [left.why for left in again.left_out] == [left.why for left in first.left_out] == ["excluded"]
    assert [article.title for article in again.articles] == ["Goat"]


def test_an_unreadable_file_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("word " * 1000, encoding="utf-8")
    first = collect(tmp_path, max_bytes=1000)
    later = NOW + timedelta(hours=1)
    assert not collect(tmp_path, first.state, later, max_bytes=1000).unchanged


@pytest.mark.parametrize("body", ["", "0123456789abcdef", "[1]", '{"a": 1}'])
def test_an_invalid_state_is_ignored(tmp_path: Path, body: str) -> None:
    collect_file(tmp_path, "a.txt", FILES["a.txt"])
    assert len(collect(tmp_path, SourceState(body=body)).articles) == 1


# ---- shared test data ---------------------------------------------------------------------------------

needs_shared_data = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared test data is not next to the project"
)


@pytest.mark.shared
@needs_shared_data
def test_three_saved_pages_give_eleven_articles() -> None:
    truth = json.loads((SHARED / "seeds" / "truth.json").read_text("utf-8"))
    folder = SHARED / "seeds"
    found = collect(folder)
    expected = [
        (name, article)
        for name, page in sorted(truth.items())
        for article in page["articles"]
        if not article.get("duplicate_of")
    ]
    assert len(found.articles) == len(expected) == 11
    for article, (name, saved) in zip(found.articles, expected, strict=True):
        assert urlsplit(article.url).path.endswith(name)
        assert saved["title"] == (None if article.title_derived else article.title)
        assert article.source == (saved["source"] or "Inbox")
        assert article.text.startswith(saved["first_words"])
        assert article.text.endswith(saved["last_words"])
    reasons = [left.why for left in found.left_out if left.title != "truth.json"]
    assert reasons == ["same_text", "not_an_article"]  # the duplicate, and a promotion below the articles


@pytest.mark.shared
@needs_shared_data
@pytest.mark.parametrize("kind", ["folder", "pages", "feeds"])
def test_no_damaged_file_stops_a_folder(kind: str) -> None:
    folder = SHARED / "data" / "bad" / kind
    found = collect(folder)
    assert found.failure is None
    assert not [left for left in found.left_out if "the program failed" in left.detail]
