"""File formats: each gives its articles, and a damaged file gives a reason."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import textwrap
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.folders import (
    BREAD,
    FEED,
    FILES,
    GOAT,
    MAIL,
    NOW,
    RIVER,
    WEB_ARCHIVE,
    collect,
    collect_article,
    collect_file,
    list_left_out,
    make_page,
    make_record,
    make_zip,
)

# ---- every format -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_its_article(tmp_path: Path, name: str) -> None:
    article = collect_article(tmp_path, name, FILES[name])
    assert (article.title, article.text) == ("High water", RIVER)
    assert (article.feed, article.language, article.first_seen) == (str(tmp_path), "en", NOW)


def make_pdf(*lines: str) -> bytes:
    """The smallest PDF file that shows these lines."""
    operators = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F 12 Tf 50 700 Td 14 TL {operators} ET"
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


def test_a_pdf_is_read_where_pypdf_is_installed(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="the pdf extra is not installed")
    lines = ("High water in the lower town", "", *textwrap.wrap(RIVER, 80))
    article = collect_article(tmp_path, "a.pdf", make_pdf(*lines))
    assert article.title == "High water in the lower town"
    assert article.text.split() == RIVER.split()


def test_a_pdf_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    ((name, _, detail),) = list_left_out(collect_file(tmp_path, "a.pdf", b"%PDF-1.4 and no more"))
    assert name == "a.pdf"
    assert "pip install 'daily-news-digest[pdf]'" in detail or "damaged" in detail


def test_a_pdf_needs_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    ((_, why, detail),) = list_left_out(collect_file(tmp_path, "a.pdf", make_pdf("High water")))
    assert (why, detail) == (
        "not_an_article",
        "reading PDF needs an extra: pip install 'daily-news-digest[pdf]'",
    )


@pytest.mark.parametrize("end", ["", " ", "<!-- none -->"])
def test_a_list_of_bookmarks_that_ends_at_once_is_damaged(tmp_path: Path, end: str) -> None:
    body = f"<!DOCTYPE NETSCAPE-Bookmark-file-1>{end}".encode()
    ((_, why, detail),) = list_left_out(collect_file(tmp_path, "a.html", body))
    assert (why, detail) == ("unreadable", "it is a damaged list of bookmarks")


def test_every_field_of_a_record_is_read(tmp_path: Path) -> None:
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
    article = collect_article(tmp_path, "a.jsonl", json.dumps(fields))
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
def test_a_date_is_parsed_or_unknown(tmp_path: Path, published: str, moment: datetime | None) -> None:
    body = make_record(title="High water", text=RIVER, published=published)
    assert collect_article(tmp_path, "a.jsonl", body).published == moment


def test_an_age_is_subtracted_from_the_time_of_reading(tmp_path: Path) -> None:
    body = make_record(title="High water", text=RIVER, age_hours=2.5)
    assert collect_article(tmp_path, "a.jsonl", body).published == datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
    first = collect(tmp_path)
    assert not collect(tmp_path, first.state, NOW + timedelta(hours=1)).unchanged


@pytest.mark.parametrize(
    ("saved", "age"), [(timedelta(hours=3), timedelta(hours=5)), (timedelta(days=3), None)]
)
def test_an_age_on_a_saved_page_is_subtracted_from_the_time_of_a_recent_file(
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
    article = collect_article(tmp_path, "a.md", f"{head}\n# High water\n\n{RIVER}\n")
    assert (article.title, article.text, article.author) == ("High: water", RIVER, "Ann, Bob")
    assert (article.url, article.published) == ("https://courier.example/1", datetime(2026, 5, 3, tzinfo=UTC))


def test_header_lines_of_a_text_are_read(tmp_path: Path) -> None:
    head = "Title: High water\nSource: Ambel Courier\nDate: 2026-05-03T10:00:00Z\n"
    article = collect_article(tmp_path, "a.txt", f"{head}\n{RIVER}\n")
    assert (article.title, article.source, article.text) == ("High water", "Ambel Courier", RIVER)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Title: Hochwasser am Kai\n\nDas Wasser stand am Montag bis zur Brücke.\n", "Hochwasser am Kai"),
        ("title: Haute mer\n\nL’eau est montée lundi jusqu’au pont.\n", "Haute mer"),
        ("Note: High water\n\nThe water stood up to the bridge on Monday.\n", "Note: High water"),
    ],
)
def test_a_title_alone_is_a_header(tmp_path: Path, text: str, title: str) -> None:
    assert collect_article(tmp_path, "note.txt", text).title == title


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("The [Heron](https://w.example/Heron_(boat)) sank.", "The Heron sank."),
        ('Die [Fähre](<https://w.example/F%C3%A4hre> "die alte") sank.', "Die Fähre sank."),
        (
            "船[あおさぎ号（二代目）](https://w.example/船_(二代目))は沈んだ。",
            "船あおさぎ号（二代目）は沈んだ。",
        ),
        ("See [1] (https://w.example/a) or [a](b).", "See [1] (https://w.example/a) or [a](b)."),
    ],
)
def test_links_of_markdown_in_a_text_become_their_words(tmp_path: Path, written: str, plain: str) -> None:
    assert (
        collect_article(tmp_path, "note.txt", f"High water\n\n{RIVER} {written}\n").text == f"{RIVER} {plain}"
    )


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ('"Never again," said the baker of Ambel.', '"Never again," said the baker of Ambel.'),
        ('"Never" and "again", said the "baker"', '"Never" and "again", said the "baker"'),
        ('"Never again, said the baker', '"Never again, said the baker'),
        ('"The baker said ""never""."', 'The baker said "never".'),
        ('"The baker said:\nnever."', "The baker said: never."),
        ('The 3" pipe of Ambel', 'The 3" pipe of Ambel'),
        ('"', '"'),
    ],
)
def test_between_tabs_a_quotation_mark_is_a_letter_unless_it_encloses_the_field(
    tmp_path: Path, field: str, text: str
) -> None:
    for row in (f"Bread is short\t{field}\t2026-05-03", f"Bread is short\t2026-05-03\t{field}"):
        header = "title\ttext\tdate" if row.endswith("03") else "title\tdate\ttext"
        body = f"{header}\n{row}\nGoat comes down\t2026-05-03\t2026-05-03\n"
        first, second = collect_file(tmp_path, "a.tsv", body).articles
        assert (first.title, " ".join(first.text.split())) == ("Bread is short", text)
        assert second.title == "Goat comes down"


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize(
    ("field", "text"),
    [
        (r'"The baker said \"never\", twice."', 'The baker said "never", twice.'),
        (r'"Die \"alte\" Mühle; sie brennt."', 'Die "alte" Mühle; sie brennt.'),
    ],
)
def test_a_backslash_before_a_quotation_mark_is_no_text(
    tmp_path: Path, delimiter: str, field: str, text: str
) -> None:
    rows = (("title", "text"), ("Bread is short", field), ("Goat comes down", BREAD))
    body = "\n".join(delimiter.join(row) for row in rows)
    first, second = collect_file(tmp_path, "a.csv", body).articles
    assert (first.text, second.title) == (text, "Goat comes down")


def test_a_field_may_end_with_a_backslash(tmp_path: Path) -> None:
    body = f'title,text\n"Bread \\","The flour of Ambel lies in \\"\nGoat comes down,{BREAD}\n'
    assert [article.title for article in collect_file(tmp_path, "a.csv", body).articles] == [
        "Bread \\",
        "Goat comes down",
    ]


def test_markdown_becomes_plain_text(tmp_path: Path) -> None:
    body = (
        "# High water\n\n![The mill](mill.jpg)\n\nThe **river** has [risen](https://courier.example/r) by "
        "_two_ metres, `snake_case` and 2 * 3 * 4 stay.\n\n"
        "## Sandbags\n\n- one heap\n- another\n\n> Quoted.\n"
    )
    text = collect_article(tmp_path, "a.md", body).text
    sentence = "The river has risen by two metres, snake_case and 2 * 3 * 4 stay."
    assert text.split("\n\n") == [sentence, "Sandbags", "one heap", "another", "Quoted."]


def test_several_level_1_headings_in_markdown_are_several_articles(tmp_path: Path) -> None:
    found = collect_file(tmp_path, "a.md", f"# High water\n\n{RIVER}\n\n# Bread\n\n{BREAD}\n").articles
    assert [(article.title, article.text) for article in found] == [("High water", RIVER), ("Bread", BREAD)]
    assert [article.url.rpartition("#")[2] for article in found] == ["high-water", "bread"]


def test_a_mail_is_an_article(tmp_path: Path) -> None:
    article = collect_article(tmp_path, "a.eml", MAIL)
    assert (article.title, article.text, article.source) == ("Flüsse", RIVER, "Ambel Courier")
    assert article.published == datetime(2026, 5, 4, 5, 0, tzinfo=UTC)


def test_the_fuller_part_of_a_mail_is_read(tmp_path: Path) -> None:
    parts = (
        ("text/plain", "See our page."),
        ("text/html", f"<p>{RIVER}</p><p>{GOAT}</p>"),
    )
    body = "".join(f"--b\nContent-Type: {kind}; charset=utf-8\n\n{text}\n" for kind, text in parts)
    head = 'Subject: High water\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n'
    assert collect_article(tmp_path, "a.eml", f"{head}{body}--b--\n").text == f"{RIVER}\n\n{GOAT}"


def test_each_item_of_a_newsletter_is_an_article_with_its_url(tmp_path: Path) -> None:
    stories = (("High water in the lower town", RIVER), ("Bread is short beyond the bridge", BREAD))
    items = "".join(
        f"<h2><a href='https://courier.example/{n}'>{title}</a></h2><p>{text}</p>"
        for n, (title, text) in enumerate((*stories, ("A goat comes down by itself", GOAT)))
    )
    head = MAIL.partition("\n\n")[0].replace("text/plain", "text/html")
    found = collect_file(tmp_path, "a.eml", f"{head}\n\n<p>Good morning.</p>{items}<p>Bye.</p>").articles
    assert [(article.title, article.text) for article in found[:2]] == list(stories)
    assert [article.url for article in found] == [f"https://courier.example/{n}" for n in range(3)]
    assert {(article.source, article.published) for article in found} == {
        ("Ambel Courier", datetime(2026, 5, 4, 5, 0, tzinfo=UTC))
    }


def test_each_mail_of_a_mailbox_is_an_article(tmp_path: Path) -> None:
    start = "From news@courier.example Mon May  4 07:00:00 2026\n"
    second = f"Subject: Bread\n\n{BREAD}\n>From the old town.\n"
    found = collect_file(tmp_path, "a.mbox", f"{start}{MAIL}\n{start}{second}").articles
    assert [article.title for article in found] == ["Flüsse", "Bread"]
    assert found[1].text.endswith("From the old town.")


def test_a_saved_feed_gives_its_entries(tmp_path: Path) -> None:
    article = collect_article(tmp_path, "a.xml", FEED)
    assert (article.url, article.source) == ("https://courier.example/1", "Ambel Courier")


def test_a_web_archive_names_the_url_of_its_page(tmp_path: Path) -> None:
    assert collect_article(tmp_path, "a.mht", WEB_ARCHIVE).url == "https://courier.example/1"


def test_compressed_files_are_unpacked_in_memory(tmp_path: Path) -> None:
    inner = {
        "one_txt": FILES["a.txt"],
        "sub__two_jsonl": make_record(title="Bread", text=BREAD),
        "_____evil_txt": "x",
    }
    (tmp_path / "a.zip").write_bytes(make_zip(**inner))
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(make_page("Goat", GOAT).encode()))
    assert sorted(article.title for article in collect(tmp_path).articles) == ["Bread", "Goat", "High water"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.html.gz"]


# ---- misnamed and damaged files ----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body", "title"),
    [
        ("a.txt", make_page("High water", RIVER), "High water"),
        ("a.xml", make_page("High water", RIVER), "High water"),
        ("a.html", gzip.compress(make_page("High water", RIVER).encode()), "High water"),
        (
            "a.json",
            "\n".join([make_record(title="High water", text=RIVER), make_record(title="Bread", text=BREAD)]),
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
def test_the_content_decides_about_the_format(
    tmp_path: Path, name: str, body: str | bytes, title: str
) -> None:
    assert collect_file(tmp_path, name, body).articles[0].title == title


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
        ("a.zip", make_zip(a_png="x"), "not_an_article"),
        ("a.txt.gz", gzip.compress(b"x" * 11_000_000), "unreadable"),
        ("a.zip", make_zip(a_txt="x" * 11_000_000), "unreadable"),
        ("a.eml", "Subject: x\nContent-Type: image/png\n\n", "not_an_article"),
        ("a.jpg", b"\xff\xd8\xff", "not_an_article"),
    ],
)  # fmt: skip
def test_a_file_without_an_article_is_left_out_with_the_reason(
    tmp_path: Path, name: str, body: str | bytes, why: str
) -> None:
    found = collect_file(tmp_path, name, body)
    assert found.articles == ()
    assert found.failure is None
    assert {left.why for left in found.left_out} == {why}
    assert found.warnings == ("the folder contains no articles",)


@pytest.mark.parametrize(
    ("name", "body", "location"),
    [
        (
            "a.jsonl",
            f"{make_record(title='A', text=RIVER)}\n{{broken\n{make_record(title='B', text=BREAD)}\n",
            "line 2",
        ),
        (
            "a.json",
            f'[{make_record(title="A", text=RIVER)},\n{make_record(title="B", text=BREAD)},\n{{"title":',
            "line 3",
        ),
        ("a.csv", f'title,text\nA,"{RIVER}"\nB,"{BREAD}"\nC,"open', "line 4"),
    ],
)
def test_a_damaged_record_is_left_out_with_its_line_and_the_others_are_read(
    tmp_path: Path, name: str, body: str, location: str
) -> None:
    found = collect_file(tmp_path, name, body)
    assert [article.title for article in found.articles] == ["A", "B"]
    ((_, why, detail),) = list_left_out(found)
    assert why == "unreadable"
    assert location in detail


def test_decompression_bombs_in_an_archive_count_together(tmp_path: Path) -> None:
    bomb = gzip.compress(b"x" * 110_000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(100):
            archive.writestr(f"{number:02}.txt.gz", bomb)
    (tmp_path / "a.zip").write_bytes(buffer.getvalue())
    left = list_left_out(collect(tmp_path, max_bytes=100_000))
    assert len(left) == 4
    detail = "it holds more than 0.3 MB once unpacked; the rest was not read"
    assert left[-1] == ("a.zip", "unreadable", detail)


def test_of_many_invalid_lines_the_first_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    left = list_left_out(collect_file(tmp_path, "a.jsonl", "x\n" * 10_000))
    assert len(left) == 51
    assert left[-1] == ("a.jsonl", "not_an_article", "9950 more parts of this file are no articles")


def test_a_truncated_gzip_file_gives_the_articles_before_the_end(tmp_path: Path) -> None:
    lines = "\n".join(
        make_record(title=f"{n}", text=f"{n} {os.urandom(200).hex()}. {RIVER}") for n in range(50)
    )
    found = collect_file(tmp_path, "a.jsonl.gz", gzip.compress(lines.encode())[:-4000])
    assert len(found.articles) > 10
    assert ("a.jsonl.gz", "unreadable", "its end is missing") in list_left_out(found)


def test_a_file_over_the_size_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 1000, encoding="utf-8")
    found = collect(tmp_path, max_bytes=1000)
    assert list_left_out(found) == [("a.txt", "unreadable", "it is larger than 0.001 MB")]


def test_a_line_of_megabytes_is_read(tmp_path: Path) -> None:
    assert len(collect_file(tmp_path, "a.txt", "word " * 400_000).articles) <= 1


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("title", ['"No" says the miller', '"No, says the miller', '5" pipe bursts'])
def test_a_quotation_mark_at_the_start_of_a_field_loses_no_row(
    tmp_path: Path, title: str, delimiter: str
) -> None:
    rows = [
        (title.replace(",", ""), RIVER.replace(delimiter, " ")),
        ("B", f'"{BREAD.replace(delimiter, " ")}"'),
    ]
    table = "\n".join(delimiter.join(row) for row in [("title", "text"), *rows])
    found = collect_file(tmp_path, "a.csv", table + "\n")
    assert {article.title for article in found.articles} == {rows[0][0], "B"}
