"""A folder as a source: every kind of file, every kind of trouble, and nothing in it is changed."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tempfile
import textwrap
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from digest.errors import SourceError
from digest.http import Client
from digest.models import Article, Collected, Source, SourceState, Visit
from digest.sources import collect_source
from digest.sources.folder.folder_reader import read_folder

SHARED = Path(__file__).parents[3].parent / "shared"
NOW = datetime(2026, 5, 4, 6, 30, 45, tzinfo=UTC)
RIVER = (
    "The river Ambel has risen by two metres since Sunday and stands at the third step of the mill, the "
    "water board said. Sandbags were handed out in the lower town."
)
BREAD = (
    "Bakers in the old town baked through the night because the bridge that the bread vans use is closed. "
    "They expect to run out of flour by Thursday, said the oldest of them."
)
GOAT = (
    "A goat that had lived on the roof of the town hall for a week came down by itself on Monday. It had "
    "eaten the flag, two geraniums and a part of the minutes."
)


def collect(folder: Path, state: SourceState | None = None, **settings: object) -> Collected:
    source = replace(Source("Inbox", "folder", str(folder)), **settings)  # type: ignore[arg-type]
    return read_folder(Visit(source, NOW, state or SourceState()), Client())


def read(folder: Path, name: str, body: str | bytes) -> Collected:
    """What a folder gives whose only file has this name and body."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return collect(folder)


def read_one(folder: Path, name: str, body: str | bytes) -> Article:
    (article,) = read(folder, name, body).articles
    return article


def why_left(collected: Collected) -> list[tuple[str, str, str]]:
    return [(left.title, left.why, left.detail) for left in collected.left_out]


def zip_of(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), body)
    return packed.getvalue()


def saved_page(title: str, text: str) -> str:
    body = f"<article><h1>{title}</h1><p>{text}</p></article>"
    return f"<!DOCTYPE html><html lang=en><title>{title}</title>{body}</html>"


def record(**fields: object) -> str:
    return json.dumps(fields)


# ---- every format -------------------------------------------------------------------------------------

MAIL = f"""\
From: Ambel Courier <news@courier.example>
Subject: =?utf-8?B?RmzDvHNzZQ==?=
Date: Mon, 4 May 2026 07:00:00 +0200
Content-Type: text/plain; charset=utf-8

{RIVER}
"""
FEED = f"""\
<?xml version='1.0'?>
<rss version='2.0'><channel><title>Ambel Courier</title><item><title>High water</title>
<link>https://courier.example/1</link><description>{RIVER}</description></item></channel></rss>
"""
ARCHIVE = f"""\
MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Type: text/html; charset=utf-8
Content-Location: https://courier.example/1

{saved_page("High water", RIVER)}
--b--
"""
WHOLE = {
    "a.txt": f"High water\n\n{RIVER}\n",
    "a.md": f"# High *water*\n\n{RIVER}\n",
    "a.html": saved_page("High water", RIVER),
    "a.mht": ARCHIVE,
    "a.json": record(articles=[{"headline": "High water", "content": RIVER}]),
    "a.jsonl": record(title="High water", text=RIVER),
    "a.csv": f'title,text\nHigh water,"{RIVER}"\n',
    "a.tsv": f"Title\tText\nHigh water\t{RIVER}\n",
    "a.xml": FEED,
}


@pytest.mark.parametrize("name", WHOLE)
def test_every_format_gives_its_article(tmp_path: Path, name: str) -> None:
    article = read_one(tmp_path, name, WHOLE[name])
    assert (article.title, article.text) == ("High water", RIVER)
    assert (article.feed, article.language, article.first_seen) == (str(tmp_path), "en", NOW)


def pdf_of(*lines: str) -> bytes:
    """The smallest file of that kind that shows these lines."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F 12 Tf 50 700 Td 14 TL {shown} ET"
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F {font}>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
    )
    body, starts = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        starts.append(f"{len(body):010} 00000 n \n")
        body += f"{number} 0 obj{part}endobj\n"
    table = f"xref\n0 5\n0000000000 65535 f \n{''.join(starts)}"
    return f"{body}{table}trailer<</Size 5/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF".encode()


def test_a_pdf_is_read_with_its_extra(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="the pdf extra is not installed")
    lines = ("High water in the lower town", "", *textwrap.wrap(RIVER, 80))
    article = read_one(tmp_path, "a.pdf", pdf_of(*lines))
    assert article.title == "High water in the lower town"
    assert article.text.split() == RIVER.split()


def test_a_pdf_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    ((name, _, detail),) = why_left(read(tmp_path, "a.pdf", b"%PDF-1.4 and no more"))
    assert name == "a.pdf"
    assert "pip install 'daily-news-digest[pdf]'" in detail or "damaged" in detail


def test_a_record_may_say_everything(tmp_path: Path) -> None:
    fields = {
        "title": "High <b>water</b>",
        "text": f"<p>{RIVER}</p><p>{GOAT}</p>",
        "url": "https://courier.example/1?utm_source=x",
        "source": {"name": "Ambel Courier"},
        "published": "Mon, 04 May 2026 07:00:00 +0200",
        "lang": "en-GB",
        "authors": ["Ann", "Bob"],
        "image": "https://courier.example/1.jpg",
        "section": "Local",
    }
    article = read_one(tmp_path, "a.jsonl", json.dumps(fields))
    assert (article.title, article.text) == ("High water", f"{RIVER}\n\n{GOAT}")
    assert (article.url, article.image) == ("https://courier.example/1", "https://courier.example/1.jpg")
    assert (article.source, article.feed, article.author) == ("Ambel Courier", str(tmp_path), "Ann, Bob")
    assert article.published == datetime(2026, 5, 4, 5, 0, tzinfo=UTC)
    assert (article.language, article.section) == ("en", "Local")


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2026-05-04T07:00:00+02:00", datetime(2026, 5, 4, 5, 0, tzinfo=UTC)),
        ("2026-05-04T05:00:00", datetime(2026, 5, 4, 5, 0, tzinfo=UTC)),
        ("2026-05-03", datetime(2026, 5, 3, tzinfo=UTC)),
        ("soon", None),
        ("2031-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("", None),
    ],
)
def test_a_time_is_read_or_unknown(tmp_path: Path, published: str, moment: datetime | None) -> None:
    body = record(title="High water", text=RIVER, published=published)
    assert read_one(tmp_path, "a.jsonl", body).published == moment


def test_an_age_counts_back_from_the_run(tmp_path: Path) -> None:
    body = record(title="High water", text=RIVER, age_hours=2.5)
    assert read_one(tmp_path, "a.jsonl", body).published == datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
    first = collect(tmp_path)
    assert not collect(tmp_path, first.state).unchanged


@pytest.mark.parametrize(
    ("saved", "age"), [(timedelta(hours=3), timedelta(hours=5)), (timedelta(days=3), None)]
)
def test_an_age_on_a_saved_page_counts_from_its_file_while_that_is_new(
    tmp_path: Path, saved: timedelta, age: timedelta | None
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"High water\n\nAmbel Courier\n2 hours ago\n\n{RIVER}\n\n{GOAT}\n", encoding="utf-8")
    moment = (NOW - saved).timestamp()
    os.utime(path, (moment, moment))
    (article,) = collect(tmp_path).articles
    assert article.published == (NOW - age if age else None)


@pytest.mark.parametrize(
    "head",
    [
        '---\ntitle: "High: water"\ndate: 2026-05-03\nauthor: [Ann, Bob]\nurl: https://courier.example/1\n---\n',
        "---\ntitle: 'High: water'\ndate: 2026-05-03\nauthor:\n  - Ann\n  - Bob\nurl: https://courier.example/1\n---\n",
        '+++\ntitle = "High: water"\ndate = 2026-05-03\nauthor = ["Ann", "Bob"]\nurl = "https://courier.example/1"\n+++\n',
    ],
    ids=["yaml", "yaml list", "toml"],
)
def test_front_matter_is_read(tmp_path: Path, head: str) -> None:
    article = read_one(tmp_path, "a.md", f"{head}\n# High water\n\n{RIVER}\n")
    assert (article.title, article.text, article.author) == ("High: water", RIVER, "Ann, Bob")
    assert (article.url, article.published) == ("https://courier.example/1", datetime(2026, 5, 3, tzinfo=UTC))


def test_a_text_may_have_a_head_of_fields(tmp_path: Path) -> None:
    head = "Title: High water\nSource: Ambel Courier\nDate: 2026-05-03T10:00:00Z\n"
    article = read_one(tmp_path, "a.txt", f"{head}\n{RIVER}\n")
    assert (article.title, article.source, article.text) == ("High water", "Ambel Courier", RIVER)


def test_markdown_loses_its_marks_and_keeps_its_words(tmp_path: Path) -> None:
    body = (
        "# High water\n\n![The mill](mill.jpg)\n\nThe **river** has [risen](https://courier.example/r) by "
        "_two_ metres, `snake_case` and 2 * 3 * 4 stay.\n\n"
        "## Sandbags\n\n- one heap\n- another\n\n> Quoted.\n"
    )
    text = read_one(tmp_path, "a.md", body).text
    told = "The river has risen by two metres, snake_case and 2 * 3 * 4 stay."
    assert text.split("\n\n") == [told, "Sandbags", "one heap", "another", "Quoted."]


def test_several_headlines_in_markdown_are_several_articles(tmp_path: Path) -> None:
    found = read(tmp_path, "a.md", f"# High water\n\n{RIVER}\n\n# Bread\n\n{BREAD}\n").articles
    assert [(article.title, article.text) for article in found] == [("High water", RIVER), ("Bread", BREAD)]
    assert [article.url.rpartition("#")[2] for article in found] == ["high-water", "bread"]


def test_a_mail_is_an_article(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.eml", MAIL)
    assert (article.title, article.text, article.source) == ("Flüsse", RIVER, "Ambel Courier")
    assert article.published == datetime(2026, 5, 4, 5, 0, tzinfo=UTC)


def test_the_fuller_part_of_a_mail_is_read_once(tmp_path: Path) -> None:
    parts = (
        ("text/plain", "See our page."),
        ("text/html", f"<p>{RIVER}</p><p>{GOAT}</p>"),
    )
    body = "".join(f"--b\nContent-Type: {kind}; charset=utf-8\n\n{text}\n" for kind, text in parts)
    head = 'Subject: High water\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n'
    assert read_one(tmp_path, "a.eml", f"{head}{body}--b--\n").text == f"{RIVER}\n\n{GOAT}"


def test_a_newsletter_is_many_teasers_with_their_addresses(tmp_path: Path) -> None:
    stories = (("High water in the lower town", RIVER), ("Bread is short beyond the bridge", BREAD))
    items = "".join(
        f"<h2><a href='https://courier.example/{n}'>{title}</a></h2><p>{text}</p>"
        for n, (title, text) in enumerate((*stories, ("A goat comes down by itself", GOAT)))
    )
    head = MAIL.partition("\n\n")[0].replace("text/plain", "text/html")
    found = read(tmp_path, "a.eml", f"{head}\n\n<p>Good morning.</p>{items}<p>Bye.</p>").articles
    assert [(article.title, article.text) for article in found[:2]] == list(stories)
    assert [article.url for article in found] == [f"https://courier.example/{n}" for n in range(3)]
    assert {(article.source, article.published) for article in found} == {
        ("Ambel Courier", datetime(2026, 5, 4, 5, 0, tzinfo=UTC))
    }


def test_the_mails_of_a_mailbox_are_articles(tmp_path: Path) -> None:
    start = "From news@courier.example Mon May  4 07:00:00 2026\n"
    second = f"Subject: Bread\n\n{BREAD}\n>From the old town.\n"
    found = read(tmp_path, "a.mbox", f"{start}{MAIL}\n{start}{second}").articles
    assert [article.title for article in found] == ["Flüsse", "Bread"]
    assert found[1].text.endswith("From the old town.")


def test_a_saved_feed_gives_its_entries(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.xml", FEED)
    assert (article.url, article.source) == ("https://courier.example/1", "Ambel Courier")


def test_a_web_archive_tells_where_it_came_from(tmp_path: Path) -> None:
    assert read_one(tmp_path, "a.mht", ARCHIVE).url == "https://courier.example/1"


def test_packed_files_are_read_from_memory(tmp_path: Path) -> None:
    inner = {
        "one_txt": WHOLE["a.txt"],
        "sub__two_jsonl": record(title="Bread", text=BREAD),
        "_____evil_txt": "x",
    }
    (tmp_path / "a.zip").write_bytes(zip_of(**inner))
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(saved_page("Goat", GOAT).encode()))
    assert sorted(article.title for article in collect(tmp_path).articles) == ["Bread", "Goat", "High water"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.html.gz"]


# ---- files that are not what they say, or are broken ----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body", "title"),
    [
        ("a.txt", saved_page("High water", RIVER), "High water"),
        ("a.xml", saved_page("High water", RIVER), "High water"),
        ("a.html", gzip.compress(saved_page("High water", RIVER).encode()), "High water"),
        (
            "a.json",
            "\n".join([record(title="High water", text=RIVER), record(title="Bread", text=BREAD)]),
            "High water",
        ),
        ("a.txt", f"\ufeffHigh water\n\n{RIVER}".encode(), "High water"),
        ("a.txt", f"High water\r\n\r\n{RIVER}".encode("utf-16"), "High water"),
        ("a.txt", f"Hohes Wasser für alle\n\n{RIVER}".encode("cp1252"), "Hohes Wasser für alle"),
        ("A.TXT", f"High water\n\n{RIVER}", "High water"),
    ],
    ids=[
        "page as text",
        "page as feed",
        "packed page",
        "lines as json",
        "bom",
        "utf-16",
        "windows",
        "capitals",
    ],
)
def test_the_content_decides(tmp_path: Path, name: str, body: str | bytes, title: str) -> None:
    assert read(tmp_path, name, body).articles[0].title == title


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.txt", "", "not_an_article"),
        ("a.txt", " \n\n", "not_an_article"),
        ("a.txt", bytes(range(256)) * 20, "not_an_article"),
        ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_an_article"),
        ("a.html", "<html><title>Gull</title><h1>Not here</h1><p>Gone away.</p></html>", "not_an_article"),
        ("a.xml", "<opml><body/></opml>", "not_an_article"),
        ("a.mht", "MIME-Version: 1.0\nContent-Type: image/png\n\nx", "not_an_article"),
        ("a.json", "[" * 200_000, "unreadable"),
        ("a.json", '{"kind": "settings"}', "not_an_article"),
        ("a.json", "[1, 2]", "not_an_article"),
        ("a.csv", "name;size\nx;1\n", "not_an_article"),
        ("a.zip", b"PK\x03\x04 but no more", "unreadable"),
        ("a.zip", zip_of(a_png="x"), "not_an_article"),
        ("a.txt.gz", gzip.compress(b"x" * 11_000_000), "unreadable"),
        ("a.zip", zip_of(a_txt="x" * 11_000_000), "unreadable"),
        ("a.eml", "Subject: x\nContent-Type: image/png\n\n", "not_an_article"),
        ("a.jpg", b"\xff\xd8\xff", "not_an_article"),
    ],
)  # fmt: skip
def test_what_gives_no_article_is_left_out_with_the_reason(
    tmp_path: Path, name: str, body: str | bytes, why: str
) -> None:
    found = read(tmp_path, name, body)
    assert found.articles == ()
    assert found.failure is None
    assert {left.why for left in found.left_out} == {why}
    assert found.warnings == ("the folder holds no article",)


@pytest.mark.parametrize(
    ("name", "body", "place"),
    [
        (
            "a.jsonl",
            f"{record(title='A', text=RIVER)}\n{{broken\n{record(title='B', text=BREAD)}\n",
            "line 2",
        ),
        (
            "a.json",
            f'[{record(title="A", text=RIVER)},\n{record(title="B", text=BREAD)},\n{{"title":',
            "line 3",
        ),
        ("a.csv", f'title,text\nA,"{RIVER}"\nB,"{BREAD}"\nC,"open', "line 4"),
    ],
)
def test_a_broken_part_is_told_with_its_line_and_the_rest_is_read(
    tmp_path: Path, name: str, body: str, place: str
) -> None:
    found = read(tmp_path, name, body)
    assert [article.title for article in found.articles] == ["A", "B"]
    ((_, why, detail),) = why_left(found)
    assert why == "unreadable"
    assert place in detail


def test_bombs_within_an_archive_count_together(tmp_path: Path) -> None:
    bomb = gzip.compress(b"x" * 110_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(100):
            archive.writestr(f"{number:02}.txt.gz", bomb)
    (tmp_path / "a.zip").write_bytes(packed.getvalue())
    left = why_left(collect(tmp_path, max_bytes=100_000))
    assert len(left) == 12
    told = "it holds more than 1 MB once unpacked; the rest was not read"
    assert left[-1] == ("a.zip", "unreadable", told)


def test_of_many_broken_lines_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    left = why_left(read(tmp_path, "a.jsonl", "x\n" * 10_000))
    assert len(left) == 51
    assert left[-1] == ("a.jsonl", "not_an_article", "9950 more places in it gave no article")


def test_a_packed_file_without_its_end_gives_what_there_is(tmp_path: Path) -> None:
    lines = "\n".join(record(title=f"{n}", text=f"{n} {os.urandom(200).hex()}. {RIVER}") for n in range(50))
    found = read(tmp_path, "a.jsonl.gz", gzip.compress(lines.encode())[:-4000])
    assert len(found.articles) > 10
    assert ("a.jsonl.gz", "unreadable", "its end is missing") in why_left(found)


def test_a_file_over_the_cap_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 1000, encoding="utf-8")
    found = collect(tmp_path, max_bytes=1000)
    assert why_left(found) == [("a.txt", "unreadable", "it is larger than 0.001 MB")]


def test_a_line_of_megabytes_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, "a.txt", "word " * 400_000).articles) <= 1


# ---- folders --------------------------------------------------------------------------------------------


def test_folders_are_read_in_order_and_hidden_things_are_not(tmp_path: Path) -> None:
    for name, text in {"b.txt": RIVER, "a/z.txt": BREAD, "c.txt/d.txt": GOAT}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"About {name[0]}\n\n{text}", encoding="utf-8")
    for name in (".hidden.txt", ".git/x.txt", "Thumbs.db", "~lock.txt", "__MACOSX/y.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Unseen\n\nIt is not to be read by anybody.", encoding="utf-8")
    found = collect(tmp_path)
    assert [article.title for article in found.articles] == ["About a", "About b", "About c"]
    assert found.left_out == ()


def test_what_a_browser_saves_beside_a_page_is_part_of_it(tmp_path: Path) -> None:
    read(tmp_path, "rock_files/frame.html", saved_page("An advertisement", BREAD))
    read(tmp_path, "rock_files/lamp.png", b"\x89PNG")
    assert [article.title for article in read(tmp_path, "rock.html", saved_page("Rock", GOAT)).articles] == [
        "Rock"
    ]
    assert collect(tmp_path).left_out == ()


def test_kinds_that_are_not_read_are_counted(tmp_path: Path) -> None:
    for name in ("1.jpg", "2.jpg", "3.css"):
        read(tmp_path, name, "x")
    assert [left.title for left in collect(tmp_path).left_out] == [".css (1)", ".jpg (2)"]


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are another matter there")
def test_links_pipes_and_loops(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(f"Outside\n\n{GOAT}", encoding="utf-8")
    folder = tmp_path / "inbox"
    read(folder, "sub/a.txt", f"Inside\n\n{RIVER}")
    (folder / "loop").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "sub" / "again.txt").symlink_to(folder / "sub" / "a.txt")
    (folder / "out.txt").symlink_to(outside)
    (folder / "dead.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.txt")
    found = collect(folder)
    assert [article.title for article in found.articles] == ["Inside"]
    told = {name: detail for name, _, detail in why_left(found)}
    assert told["out.txt"] == "a link that leads out of the folder"
    assert told["pipe.txt"] == "a pipe, a device or a socket"
    assert told.keys() == {"out.txt", "pipe.txt", "dead.txt", "self"}


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the superuser's rights, whom no mode of a file keeps out."""
    if sys.platform == "win32":
        pytest.skip("modes of files are another matter there")
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(65534)
        yield
    except PermissionError:
        pytest.skip("the superuser cannot become another user here")
    finally:
        os.seteuid(user)


def test_a_file_that_may_not_be_read_is_told() -> None:
    # Not pytest's own folder: nobody but its owner can look into that.
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        read(folder, "a.txt", f"High water\n\n{RIVER}")
        (folder / "a.txt").chmod(0)
        with as_nobody():
            left = why_left(collect(folder))
    assert left == [("a.txt", "unreadable", "it cannot be read (permission denied)")]


@pytest.mark.parametrize("name", ["missing", "file.txt"])
def test_a_folder_that_is_none_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SourceError):
        collect(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32", reason="links are another matter there")
def test_a_folder_that_is_a_loop_of_links_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(SourceError, match="cannot be read"):
        collect(tmp_path / "loop")


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    found = collect(tmp_path)
    assert (found.articles, found.failure, found.warnings) == ((), None, ("the folder holds no article",))


def test_nothing_is_changed_and_an_unchanged_folder_is_not_read_again(tmp_path: Path) -> None:
    for name, body in WHOLE.items():
        (tmp_path / name).write_text(body, encoding="utf-8")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()}
    first = collect(tmp_path)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()} == before
    assert collect(tmp_path, first.state).unchanged
    (tmp_path / "new.txt").write_text(f"Goat\n\n{GOAT}", encoding="utf-8")
    again = collect(tmp_path, first.state)
    assert [article.title for article in again.articles] == ["Goat"]
    assert again.left_out == first.left_out


def test_the_folder_is_read_again_when_its_source_is_set_otherwise(tmp_path: Path) -> None:
    first = read(tmp_path, "a.txt", WHOLE["a.txt"])
    assert not collect(tmp_path, first.state, section="World").unchanged


def test_a_changed_file_is_read_again_and_keeps_its_article(tmp_path: Path) -> None:
    read(tmp_path, "b.txt", f"Bread\n\n{BREAD}")
    first = read(tmp_path, "a.txt", f"High water\n\n{RIVER}")
    (tmp_path / "a.txt").write_text(f"High water\n\n{RIVER}\n\n{GOAT}", encoding="utf-8")
    (article,) = collect(tmp_path, first.state).articles
    assert article.id == first.articles[0].id
    assert article.text == f"{RIVER}\n\n{GOAT}"


def test_a_file_that_was_only_touched_is_not_read_again(tmp_path: Path) -> None:
    first = read(tmp_path, "a.txt", WHOLE["a.txt"])
    os.utime(tmp_path / "a.txt", (1, 1))
    again = collect(tmp_path, first.state)
    assert (again.articles, again.warnings) == ((), ())
    assert collect(tmp_path, again.state).unchanged


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl.gz", "a.zip"])
def test_a_file_that_was_moved_is_not_news(tmp_path: Path, name: str) -> None:
    packed = {
        "a.txt": WHOLE["a.txt"].encode(),
        "a.jsonl.gz": gzip.compress(WHOLE["a.jsonl"].encode()),
        "a.zip": zip_of(x_txt=WHOLE["a.txt"]),
    }
    first = read(tmp_path, name, packed[name])
    (tmp_path / "done").mkdir()
    (tmp_path / name).rename(tmp_path / "done" / f"b-{name}")
    again = collect(tmp_path, first.state)
    assert [article.id for article in again.articles] == [article.id for article in first.articles]
    assert "/done/b-" in again.articles[0].url
    assert collect(tmp_path, again.state).unchanged


def test_a_copy_takes_the_place_of_an_original_that_is_gone(tmp_path: Path) -> None:
    read(tmp_path, "a.txt", f"High water\n\n{RIVER}")
    first = read(tmp_path, "b.txt", f"Another headline over it\n\n{RIVER}")
    (tmp_path / "a.txt").unlink()
    assert [article.title for article in collect(tmp_path, first.state).articles] == [
        "Another headline over it"
    ]


def test_a_text_that_is_known_already_is_left_out_at_a_later_visit_too(tmp_path: Path) -> None:
    first = read(tmp_path, "b.txt", f"High water\n\n{RIVER}")
    read(tmp_path, "a.txt", f"Another headline over it\n\n{RIVER}")
    again = collect(tmp_path, first.state)
    assert again.articles == ()
    assert [left.why for left in again.left_out] == ["same_text"]


def test_what_a_word_rules_out_is_told_at_a_later_visit_too(tmp_path: Path) -> None:
    read(tmp_path, "a.txt", f"High water\n\n{RIVER}")
    source = Source("Inbox", "folder", str(tmp_path), exclude=("sandbags",))
    first = collect_source(Visit(source, NOW), Client())
    read(tmp_path, "b.txt", f"Goat\n\n{GOAT}")
    again = collect_source(Visit(source, NOW, first.state), Client())
    assert [left.why for left in again.left_out] == [left.why for left in first.left_out] == ["excluded"]
    assert [article.title for article in again.articles] == ["Goat"]


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("word " * 1000, encoding="utf-8")
    first = collect(tmp_path, max_bytes=1000)
    assert not collect(tmp_path, first.state, max_bytes=1000).unchanged


@pytest.mark.parametrize("body", ["", "0123456789abcdef", "[1]", '{"a": 1}'])
def test_a_memory_that_cannot_be_used_is_none(tmp_path: Path, body: str) -> None:
    read(tmp_path, "a.txt", WHOLE["a.txt"])
    assert len(collect(tmp_path, SourceState(body=body)).articles) == 1


def test_lines_that_stand_in_many_files_are_furniture(tmp_path: Path) -> None:
    plea = "Please support the Courier with a small gift."
    for number, text in enumerate((RIVER, BREAD, GOAT, f"{RIVER} {GOAT}", f"{GOAT} {BREAD}")):
        found = read(tmp_path, f"{number}.txt", f"Headline {number}\n\n{text}\n\n{plea}\n\nAll rights kept")
    assert [article.text for article in found.articles] == [
        RIVER, BREAD, GOAT, f"{RIVER} {GOAT}", f"{GOAT} {BREAD}"
    ]  # fmt: skip
    read(tmp_path, "5.txt", f"One more\n\n{BREAD} {RIVER}\n\n{plea}\n\nAll rights kept")
    assert collect(tmp_path, found.state).articles[0].text == f"{BREAD} {RIVER}"


# ---- identity -------------------------------------------------------------------------------------------


def test_an_id_does_not_depend_on_where_the_folder_stands(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert read_one(here, "x/a.txt", WHOLE["a.txt"]).id == read_one(there, "x/a.txt", WHOLE["a.txt"]).id


def test_the_same_text_is_kept_once(tmp_path: Path) -> None:
    read(tmp_path, "a.txt", f"High water\n\n{RIVER}")
    found = read(tmp_path, "b.txt", f"Another headline over it\n\n{RIVER.upper()}")
    assert [article.title for article in found.articles] == ["High water"]
    told = "“High water” (a.txt); it stands in b.txt, line 1"
    assert why_left(found) == [("Another headline over it", "same_text", told)]


def test_the_same_text_from_two_outlets_is_two_voices(tmp_path: Path) -> None:
    lines = [
        record(title="High water", text=RIVER, source=outlet) for outlet in ("Courier", "Post", "Courier")
    ]
    found = read(tmp_path, "a.jsonl", "\n".join(lines))
    assert [article.source for article in found.articles] == ["Courier", "Post"]
    assert [left.why for left in found.left_out] == ["same_text"]


def test_a_short_text_is_the_same_under_the_same_title_only(tmp_path: Path) -> None:
    titles = ("Ferry", "Ferry", "Train")
    found = read(tmp_path, "a.jsonl", "\n".join(record(title=title, text="Strike over.") for title in titles))
    assert [article.title for article in found.articles] == ["Ferry", "Train"]


def test_one_address_is_one_article_unless_everybody_has_it(tmp_path: Path) -> None:
    address = "https://courier.example/1"
    two = [
        record(title=title, text=text, url=address)
        for title, text in (("High water", RIVER), ("Bread", BREAD))
    ]
    found = read(tmp_path, "a.jsonl", "\n".join(two))
    assert [article.title for article in found.articles] == ["High water"]
    told = "“High water” (a.jsonl), at the same address; it stands in a.jsonl, line 2"
    assert found.left_out[0].detail == told
    found = read(tmp_path, "a.jsonl", "\n".join([*two, record(title="Goat", text=GOAT, url=address)]))
    assert len({article.id for article in found.articles}) == 3


def test_articles_of_one_title_in_one_file_are_told_apart(tmp_path: Path) -> None:
    lines = [record(title="In brief", text=text) for text in (RIVER, BREAD, GOAT)]
    assert len({article.id for article in read(tmp_path, "a.jsonl", "\n".join(lines)).articles}) == 3


def test_an_article_without_a_title_has_its_first_sentence_for_one(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.jsonl", record(text=GOAT))
    assert article.title_derived
    assert GOAT.startswith(article.title)


# ---- the measuring data ---------------------------------------------------------------------------------

shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the measuring data is not beside the project")


@pytest.mark.shared
@shared
def test_the_three_saved_pages_give_their_eleven_articles() -> None:
    truth = json.loads((SHARED / "seeds" / "truth.json").read_text("utf-8"))
    folder = SHARED / "seeds"
    found = collect(folder)
    wanted = [
        (name, article)
        for name, saved in sorted(truth.items())
        for article in saved["articles"]
        if not article.get("duplicate_of")
    ]
    assert len(found.articles) == len(wanted) == 11
    for article, (name, told) in zip(found.articles, wanted, strict=True):
        assert urlsplit(article.url).path.endswith(name)
        assert told["title"] == (None if article.title_derived else article.title)
        assert article.source == (told["source"] or "Inbox")
        assert article.text.startswith(told["first_words"])
        assert article.text.endswith(told["last_words"])
    reasons = [left.why for left in found.left_out if left.title != "truth.json"]
    assert reasons == ["same_text", "not_an_article"]  # the copy, and a promotion below the articles


@pytest.mark.shared
@shared
@pytest.mark.parametrize("kind", ["folder", "pages", "feeds"])
def test_no_bad_file_stops_a_folder(kind: str) -> None:
    folder = SHARED / "data" / "bad" / kind
    found = collect(folder)
    assert found.failure is None
    assert not [left for left in found.left_out if "this program failed" in left.detail]
