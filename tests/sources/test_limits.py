"""The limits of what is read: each holds, and says what was left out where a reader can see it."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digest.errors import SourceError
from digest.http import Client
from digest.models import Collected, Source, Visit
from digest.models.secret_text import SecretText
from digest.sources import collect_source
from digest.sources.feed import feed_parser, jsonfeed
from digest.sources.feed.discovery import discover_feeds
from digest.sources.feed.feed_parser import parse_feed
from digest.sources.folder.formats import (
    mail_files,
    markdown_files,
    office_files,
    pdf_files,
    record_files,
    rich_text_files,
    web_archive_files,
)
from digest.text import html_text, html_to_text
from tests.sources.folder.formats.test_office_files import make_docx, make_odt, paragraph
from tests.sources.folder.formats.test_web_archive_files import make_record, make_response
from tests.support.folders import BREAD, GOAT, RIVER, collect_file, list_left_out, make_page
from tests.support.webserver import Route, WebServer

NOW = datetime(2026, 5, 4, 6, tzinfo=UTC)
ADDRESS = "https://skerry.example/feed"
TITLES = ("Lamp 0", "Lamp 1", "Lamp 2", "Lamp 3", "Lamp 4", "Lamp 5")


def visit(web: WebServer, path: str, **settings: Any) -> Collected:
    source = Source("Skerry", "feed", web.url(path), full_text="never", **settings)
    return collect_source(Visit(source, NOW), Client(private_hosts=("*",)))


def list_titles(collected: Collected) -> list[str]:
    return sorted(article.title for article in collected.articles)


def make_rss(*titles: str, more: str = "") -> bytes:
    items = "".join(f"<item><title>{title}</title></item>" for title in titles)
    return f'<rss version="2.0"><channel><title>Skerry</title>{items}{more}</channel></rss>'.encode()


def test_the_first_entries_of_a_feed_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_parser, "MAX_ENTRIES", 4)
    monkeypatch.setattr(jsonfeed, "MAX_ENTRIES", 4)
    items = json.dumps({"version": "1", "items": [{"title": title} for title in TITLES]}).encode()
    for document in (make_rss(*TITLES), items):
        feed = parse_feed(document, address=ADDRESS)
        assert [entry.title for entry in feed.entries] == list(TITLES[:4])
        assert feed.warnings == ("only its first 4 entries were read",)


def test_the_first_tags_of_an_unusual_feed_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_parser, "MAX_LENIENT_TAGS", 9)
    feed = parse_feed(make_rss(*TITLES, more="<item><title>a & <b>c</title></channel>"), address=ADDRESS)
    assert 0 < len(feed.entries) < len(TITLES)
    assert "only its first 9 tags were read" in feed.warnings[0]


def test_a_parser_that_fails_is_a_failure_of_the_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AttributeError("no attribute of a parser")

    monkeypatch.setattr("digest.sources.feed.lenient_parser.feedparser.parse", fail)
    with pytest.raises(SourceError, match="its XML is too broken to read"):
        parse_feed(make_rss("a & <b>c"), address=ADDRESS)


def test_eight_feeds_of_a_site_are_tried_at_most(web: WebServer) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/x{n}">' for n in range(30))
    web.routes["/"] = Route(f"<!doctype html><html><head>{links}</head></html>".encode())
    with pytest.raises(SourceError) as raised:
        discover_feeds(web.url("/"), Client(timeout_seconds=5))
    assert sum(request.path.startswith("/x") for request in web.requests) == 8
    assert raised.value.message.count("/x") == 3


def test_a_site_map_that_cannot_be_fetched_is_none(web: WebServer) -> None:
    web.routes["/"] = Route(b"<!doctype html><title>Mill</title>")
    web.routes["/sitemap.xml"] = Route(raw=b"")
    with pytest.raises(SourceError, match="no feed was found there"):
        discover_feeds(web.url("/"), Client(timeout_seconds=5))


def test_a_page_that_sends_on_for_the_third_time_is_not_followed(web: WebServer) -> None:
    for step in range(5):
        page = f"<html><meta http-equiv=refresh content='0;url=/{step + 1}'></html>"
        web.routes[f"/{step}"] = Route(page.encode())
    assert visit(web, "/0").failure
    assert [request.path for request in web.requests] == ["/0", "/1", "/2"]


def test_a_page_that_sends_to_itself_is_fetched_once(web: WebServer) -> None:
    web.routes["/0"] = Route(b"<html><meta http-equiv=refresh content='0;url=/0'></html>")
    assert visit(web, "/0").failure
    assert len(web.requests) == 1


def test_a_page_that_sends_nowhere_is_what_was_fetched(web: WebServer) -> None:
    web.routes["/0"] = Route(b"<html><title>Mill</title><meta http-equiv=refresh content='0;url=/1'></html>")
    web.routes["/1"] = Route(raw=b"")
    failure = visit(web, "/0").failure
    assert failure
    assert "it is a web page, not a feed" in failure.message


def test_a_page_of_some_size_does_not_send_on_by_its_script(web: WebServer) -> None:
    script = "<script>location.href = '/rss.xml'</script>"
    for path, filler in (("/short", ""), ("/long", "x" * 6_000)):
        web.routes[path] = Route(f"<!doctype html><html>{script}<p>{filler}</p></html>".encode())
    short, long = (visit(web, path).failure for path in ("/short", "/long"))
    assert short
    assert "/rss.xml" in short.advice
    assert long
    assert "/rss.xml" not in long.advice


def test_words_deep_in_a_page_are_no_bot_check(web: WebServer) -> None:
    check = "<p>Just a moment...</p>"
    web.routes["/check"] = Route(f"<html><body>{check}</body></html>".encode())
    web.routes["/page"] = Route(f"<html><body><p>{RIVER}</p>{'<br>' * 200}{check}</body></html>".encode())
    check_page, other = (visit(web, path).failure for path in ("/check", "/page"))
    assert check_page
    assert "bot check" in check_page.message
    assert other
    assert "bot check" not in other.message


def test_the_beginning_of_markup_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_text, "MAX_MARKUP_CHARACTERS", 7)
    assert html_to_text("<p>Tide</p><p>Ebb</p>") == "Tide"


def test_in_deeply_nested_markup_nothing_is_hidden() -> None:
    inner = "<span hidden>hidden</span> shown"
    assert html_to_text(f"<p>{inner}</p>") == "shown"
    assert html_to_text("<i>" * 1_100 + inner) == "hidden shown"


def make_zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def test_the_first_files_of_an_archive_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.sources.folder.formats.file_formats.MAX_MEMBERS", 2)
    texts = {"a.txt": RIVER, "b.txt": BREAD, "c.txt": GOAT}
    archive = make_zip({name: f"Title: {name}\n\n{text}".encode() for name, text in texts.items()})
    collected = collect_file(tmp_path, "a.zip", archive)
    assert list_titles(collected) == ["a.txt", "b.txt"]
    assert list_left_out(collected)[0][2] == "it contains 3 files; only the first 2 were read"


@pytest.mark.parametrize("kind", ["zip", "gz"])
def test_the_fourth_archive_in_another_is_not_opened(tmp_path: Path, kind: str) -> None:
    body, name = f"Title: Lamp\n\n{RIVER}".encode(), "a.txt"
    for _ in range(4):
        body = make_zip({name: body}) if kind == "zip" else gzip.compress(body)
        name = "a.zip" if kind == "zip" else "a.txt.gz"
    collected = collect_file(tmp_path, name, body)
    assert collected.articles == ()
    assert "its archives are nested too deep" in str(list_left_out(collected))


@pytest.mark.parametrize(("name", "limit"), [("MAX_CHARACTERS", len(RIVER) + 40), ("MAX_LINES", 4)])
def test_the_beginning_of_markdown_is_parsed(
    name: str, limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown_files, name, limit)
    (article,) = collect_file(tmp_path, "a.md", f"# Lamp\n\n{RIVER}\n\n{BREAD}\n").articles
    assert RIVER in article.text
    assert "flour" not in article.text


@pytest.mark.parametrize("value", ["9" * 5_000, "[" * 2_000, '"open', "a = b"])
def test_front_matter_that_cannot_be_read_has_no_fields(tmp_path: Path, value: str) -> None:
    collected = collect_file(tmp_path, "a.md", f"+++\ntitle = {value}\n+++\n# Lamp\n\n{RIVER}\n")
    assert list_titles(collected) == ["Lamp"]


def test_the_first_and_the_last_mails_of_a_mailbox_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_files, "MAX_MAILS", 4)
    mails = (
        f"From ann@skerry.example Mon May  4 06:00:00 2026\nSubject: {title}\n\n{RIVER} {title}.\n\n"
        for title in TITLES
    )
    assert list_titles(collect_file(tmp_path, "a.mbox", "".join(mails))) == [
        "Lamp 0",
        "Lamp 1",
        "Lamp 4",
        "Lamp 5",
    ]


def test_the_beginning_of_a_header_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_files, "MAX_HEADER", 9)
    assert list_titles(collect_file(tmp_path, "a.eml", f"Subject: Lamp is lit\n\n{RIVER}\n")) == ["Lamp is l"]


def test_headers_are_read_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_files, "_MAX_HEADERS", 30)
    headers = mail_files.read_headers(
        b"Subject: Lamp\nX-Long: aaaaaaaaaaaaaaaaaaa\nMessage-ID: <1@skerry.example>\n\n"
    )
    assert (headers.subject, headers.message_id) == ("Lamp", "")


def test_a_field_over_many_lines_is_closed_within_some_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = f'title\ttext\nLamp\t"{RIVER}\n\nIt is lit."\nPier\t{BREAD}\n'
    whole = collect_file(tmp_path / "whole", "a.tsv", table)
    monkeypatch.setattr(record_files, "MAX_ROW_LINES", 2)
    cut = collect_file(tmp_path / "cut", "a.tsv", table)
    assert "It is lit." in next(article.text for article in whole.articles if article.title == "Lamp")
    assert "It is lit." not in next(article.text for article in cut.articles if article.title == "Lamp")


def test_the_first_paragraphs_of_a_document_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (office_files, rich_text_files):
        monkeypatch.setattr(module, "MAX_PARAGRAPHS", 2)
    documents: dict[str, str | bytes] = {
        "a.docx": make_docx(paragraph(RIVER) + paragraph(BREAD) + paragraph(GOAT)),
        "a.odt": make_odt("".join(f"<text:p>{text}</text:p>" for text in (RIVER, BREAD, GOAT))),
        "a.rtf": f"{{\\rtf1 {RIVER}\\par {BREAD}\\par {GOAT}}}",
    }
    for name, body in documents.items():
        text = " ".join(article.text for article in collect_file(tmp_path / name, name, body).articles)
        assert BREAD in text, name
        assert GOAT not in text, name


def test_in_deep_groups_of_rich_text_nothing_is_read(tmp_path: Path) -> None:
    deep = "{" * 1_100 + GOAT + "}" * 1_100
    (article,) = collect_file(tmp_path, "a.rtf", f"{{\\rtf1 {RIVER}\\par {deep}\\par {BREAD}}}").articles
    assert BREAD in article.text
    assert GOAT not in article.text


def test_the_first_pages_of_a_pdf_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pypdf = pytest.importorskip("pypdf", reason="the extra pdf-input is not installed")
    monkeypatch.setattr(pdf_files, "MAX_PAGES", 2)
    read: list[int] = []

    def extract_text(page: Any) -> str:
        read.append(page.page_number)
        return RIVER

    monkeypatch.setattr(pypdf.PageObject, "extract_text", extract_text)
    writer, buffer = pypdf.PdfWriter(), io.BytesIO()
    for _ in range(4):
        writer.add_blank_page(100, 100)
    writer.write(buffer)
    collect_file(tmp_path, "a.pdf", buffer.getvalue())
    assert read == [0, 1]


def test_the_first_and_the_last_pages_of_a_web_archive_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_archive_files, "MAX_PAGES", 2)
    texts = {"Lamp": RIVER, "Pier": BREAD, "Quay": GOAT}
    archive = b"".join(
        make_record("response", f"https://skerry.example/{title}", make_response(make_page(title, text)))
        for title, text in texts.items()
    )
    assert list_titles(collect_file(tmp_path, "a.warc", archive)) == ["Lamp", "Quay"]


@pytest.mark.parametrize(
    "record",
    [
        make_record("response", "https://skerry.example/a", b"HTTP/1.1 999999 \xff\r\nA" + b"a" * 70_000),
        make_record("response", "https://skerry.example/a", b"HTTP/x\r\n\r\n"),
        make_record(
            "response",
            "https://skerry.example/a",
            make_response("x", "Content-Encoding: gzip", "Transfer-Encoding: chunked"),
        ),
        make_record("response", "https://skerry.example/a", make_response("x", "Content-Encoding: br, zstd")),
    ],
    ids=["endless header", "no version", "no chunks", "unknown coding"],
)
def test_a_damaged_response_leaves_the_other_pages(tmp_path: Path, record: bytes) -> None:
    good = make_record("response", "https://skerry.example/b", make_response(make_page("Lamp", RIVER)))
    assert list_titles(collect_file(tmp_path, "a.warc", record + good)) == ["Lamp"]


@pytest.mark.parametrize("length", ["9" * 5_000, "-1", "١٢", "", "9999999999999"])
def test_a_length_that_is_none_ends_an_archive(tmp_path: Path, length: str) -> None:
    good = make_record("response", "https://skerry.example/b", make_response(make_page("Lamp", RIVER)))
    bad = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\n".encode()
    assert list_titles(collect_file(tmp_path, "a.warc", good + bad)) == ["Lamp"]


@pytest.mark.parametrize(("letters", "titles"), [(90_000, ["Lamp", "Pier"]), (100_000, ["Lamp"])])
def test_a_header_without_an_end_ends_an_archive(tmp_path: Path, letters: int, titles: list[str]) -> None:
    lamp = make_record("response", "https://skerry.example/a", make_response(make_page("Lamp", RIVER)))
    pier = make_record("response", "https://skerry.example/b", make_response(make_page("Pier", BREAD)))
    long = pier.replace(b"Content-Length", b"X: " + b"a" * letters + b"\r\nContent-Length", 1)
    assert list_titles(collect_file(tmp_path, "a.warc", lamp + long)) == titles


def test_what_fails_in_a_source_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("https://skerry.example/?key=s3cr3t-k3y")

    monkeypatch.setattr("digest.sources.collector.load_reader", lambda _: fail)
    location = SecretText("https://skerry.example/?key=${KEY}", [("KEY", "s3cr3t-k3y")])
    collected = collect_source(Visit(Source("Skerry", "feed", location), NOW), Client())
    assert collected.failure
    assert "s3cr3t-k3y" not in str(collected.failure)
