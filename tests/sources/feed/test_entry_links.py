# ruff: noqa: E501 - one case per line is a readable table
"""The address and the identity of the entries of a feed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from digest.models import Article, Source
from digest.sources.feed.entry_links import is_media_file
from digest.sources.feed.feed_parser import parse_feed
from digest.sources.feed_entries import make_articles

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADDRESS = "https://kai.example/feed"
PAGE = "https://kai.example/a1"
MEDIA = 'xmlns="http://search.yahoo.com/mrss/"'
PICTURE = "https://img.example/a.jpg?w=3&amp;h=2"


def read(body: str, language: str = "") -> tuple[Article, ...]:
    feed = parse_feed(body.encode(), address=ADDRESS, language=language)
    return make_articles(feed, Source("Kai", "feed", ADDRESS, language=language or None), NOW)[0]


def rss(*items: str) -> str:
    entries = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>Kai</title><link>https://kai.example/</link>{entries}</channel></rss>'


def atom(*parts: str, language: str = "nl") -> str:
    entry = "".join(parts)
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}"><title>Kaai</title><id>x</id>'
        f"<entry><title>De brug is open</title>{entry}<content>Sinds gisteren.</content></entry></feed>"
    )


@pytest.mark.parametrize(
    "link",
    [
        *("", "<link></link>", "<link/>", "<link />", "<link>\n </link>", "<link><![CDATA[ ]]></link>"),
        *("<link>&#160;</link>", "<link><!-- none --></link>", "<link></link >"),
        *("<link>#</link>", "<link>about:blank</link>", "<link> http:// </link>", "<link>null</link>"),
        "<link><![CDATA[https://]]></link>",
        *(
            '<link href=""/>',
            "<link rel='alternate' href='#'></link>",
            "<link>N/A</link>",
            "<link> none </link>",
        ),
        "<link>javascript:void(0)</link>",
    ],
)
@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        *(
            ("", PAGE),
            (' isPermaLink="true"', PAGE),
            (" isPermaLink='TRUE'", PAGE),
            (' ispermalink=" True "', PAGE),
            (' isPermaLink="1"', PAGE),
        ),
        (' isPermaLink="false"', ""),
    ],
)
@pytest.mark.parametrize("end", ["", "<broken>"], ids=["fast", "lenient"])
def test_a_permanent_guid_is_the_address_of_an_entry_with_an_empty_link(
    link: str, attributes: str, address: str, end: str
) -> None:
    guid = f"<guid{attributes}>{PAGE}</guid>"
    for parts in (link + guid, guid + link):
        assert [article.url for article in read(rss(f"<title>Kran am Kai</title>{parts}{end}"))] == [address]


def test_a_link_is_kept_beside_a_permanent_guid() -> None:
    entry = f"<title>Kran</title><link>https://kai.example/b</link><guid>{PAGE}</guid>"
    assert read(rss(entry))[0].url == "https://kai.example/b"


@pytest.mark.parametrize(
    ("body", "address"),
    [
        (rss('<title>Talk</title><guid isPermaLink="false">t1</guid><enclosure url="/t1.mp3" type="audio/mpeg"/>'), "https://kai.example/t1.mp3"),
        (rss('<title>Film</title><enclosure url="https://v.example/t1.webm" type="video/webm"/>'), "https://v.example/t1.webm"),
        (rss('<title>Bild</title><enclosure url="https://img.example/t1.png" type="image/png"/>'), ""),
        (rss('<title>Talk</title><link></link><guid isPermaLink="true">/a1</guid>'), PAGE),
        (rss(f'<title>Film</title><content {MEDIA} url="https://v.example/t1.mp4" medium="video"/>'), "https://v.example/t1.mp4"),
        (rss(f'<title>Film</title><group {MEDIA}><content url="https://v.example/t1.mp4"/></group>'), "https://v.example/t1.mp4"),
        (rss(f'<title>Bild</title><content {MEDIA} url="https://img.example/t1.png"/>'), ""),
        (rss(f'<title>Film</title><player {MEDIA} url="https://v.example/watch?v=1"/>'), "https://v.example/watch?v=1"),
        (atom('<id>tag:kai.example,2026:1</id>').replace("<content>", f'<content src="{PAGE}" type="text/html">'), PAGE),
        (atom('<id>https://kai.example/a1</id>'), PAGE),
        (atom('<id>https://kai.example/a1</id><link rel="enclosure" href="https://img.example/x.mp3"/>'), PAGE),
        (atom('<id>tag:kai.example,2026:1</id><link rel="enclosure" href="https://v.example/x.mp4"/>'), "https://v.example/x.mp4"),
        (json.dumps({"items": [{"id": PAGE, "content_text": "Auf."}]}), PAGE),
        (json.dumps({"items": [{"id": "7", "content_text": "Auf.", "attachments": [{"url": "https://v.example/7.ogg", "mime_type": "audio/ogg"}]}]}), "https://v.example/7.ogg"),
        (json.dumps({"items": [{"id": "7", "external_url": "https://v.example/7", "content_text": "Auf."}]}), "https://v.example/7"),
        (json.dumps({"items": [{"id": 7, "content_text": "Auf."}]}), ""),
    ],
)  # fmt: skip
def test_an_entry_without_a_link_has_its_id_or_its_file_as_address(body: str, address: str) -> None:
    assert [article.url for article in read(body)] == [address]


@pytest.mark.parametrize(
    ("link", "address"), [("", PAGE), ("<link></link>", PAGE), ("<link>/b</link>", "https://kai.example/b")]
)
@pytest.mark.parametrize("end", ["", "<broken>"], ids=["fast", "lenient"])
def test_an_item_of_rss_1_without_a_link_has_the_address_that_it_is_about(
    link: str, address: str, end: str
) -> None:
    body = (
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<item rdf:about="{PAGE}"><title>Kran am Kai</title>{link}{end}</item>'
        f'<item rdf:about="urn:kai:2"><title>Ohne Adresse</title>{end}</item></rdf:RDF>'
    )
    assert [article.url for article in read(body)] == [address, ""]


@pytest.mark.parametrize("rel", ["enclosure", "related", "via", "edit", "replies"])
def test_an_atom_link_with_its_address_as_text_is_not_the_article(rel: str) -> None:
    proper = f'<link rel="alternate" type="text/html" href="{PAGE}"/>'
    text = f'<link rel="{rel}">{PICTURE}</link>'
    for parts in ((proper, text), (text, proper)):
        assert read(atom(*parts))[0].url == PAGE
    assert read(atom(f"<link>{PAGE}</link>"))[0].url == PAGE


@pytest.mark.parametrize(
    "links",
    [
        (f'<link href="{PAGE}"/>', "<link>https://kai.example/other</link>"),
        (f'<link href="{PAGE}"/>', '<link rel="alternate">https://kai.example/other</link>'),
        (
            f'<link rel="alternate" href="{PAGE}"/>',
            '<link type="text/html">https://kai.example/?a=1&amp;b=2</link>',
        ),
        (f'<link REL=" Alternate " href="{PAGE}"/>', '<link rel="self" href="https://kai.example/feed"/>'),
        (
            f'<link rel="http://www.iana.org/assignments/relation/alternate" href="{PAGE}"/>',
            '<link rel="via" href="https://x.example/"/>',
        ),
    ],
)
def test_the_link_of_atom_that_has_its_address_in_href_is_the_article(links: tuple[str, str]) -> None:
    for parts in (links, links[::-1]):
        assert read(atom(*parts))[0].url == PAGE
        if not all(" rel=" in part.lower() for part in parts):
            continue
        prefixed = "".join(part.replace("<link", "<a:link").replace("</link", "</a:link") for part in parts)
        item = f'<title>Kran</title><description xmlns:a="http://www.w3.org/2005/Atom">{{}}</description>{prefixed}'
        body = rss(item).replace("<rss", '<rss xmlns:a="http://www.w3.org/2005/Atom"')
        assert read(body)[0].url == PAGE


@pytest.mark.parametrize(
    ("source", "feed", "entry", "chosen"),
    [
        *(("", "nl", "", "nl"), ("", "fr", "", "fr-BE"), ("", "fr-be", "", "fr-BE"), ("", "el", "", "de")),
        *(("nl", "fr", "", "nl"), ("", "fr", ' xml:lang="nl"', "nl"), ("", "", "", "de")),
    ],
)
def test_of_links_in_several_languages_that_of_the_entry_is_taken(
    source: str, feed: str, entry: str, chosen: str
) -> None:
    codes = ("de", "nl", "fr-BE")
    links = "".join(f'<link hreflang="{code}" href="https://kai.example/{code}"/>' for code in codes)
    body = atom(links, language=feed).replace("<entry>", f"<entry{entry}>")
    assert read(body, source)[0].url == f"https://kai.example/{chosen}"


@pytest.mark.parametrize(
    ("language", "chosen"),
    [
        ("zh-CN", "Hans"),
        ("zh-Hans-CN", "Hans"),
        ("zh_SG", "Hans"),
        ("zh-TW", "Hant"),
        ("zh-HK", "Hant"),
        ("zh", "Hant"),
    ],
)
def test_the_script_of_chinese_decides_between_links(language: str, chosen: str) -> None:
    codes = ("Hant", "Hans")
    links = "".join(f'<link hreflang="zh-{code}" href="https://kai.example/{code}"/>' for code in codes)
    assert read(atom(links, language=language))[0].url == f"https://kai.example/{chosen}"
    links = links.replace("hreflang", "xml:lang")
    assert read(atom(links, language=language))[0].url == f"https://kai.example/{chosen}"


@pytest.mark.parametrize("shared", ["N/A", "1", "none", "#"])
@pytest.mark.parametrize("link", ["", "<link>{}</link>"])
def test_a_guid_of_several_entries_is_none(shared: str, link: str) -> None:
    entries = [
        f'<title>Glocke {n}</title>{link.format(shared)}<guid isPermaLink="false">{shared}</guid>'
        f"<description>Die {n}. Glocke läutet wieder.</description>"
        for n in range(2, 6)
    ]
    assert {(article.title, article.url) for article in read(rss(*entries))} == {
        (f"Glocke {n}", "") for n in range(2, 6)
    }
    assert len(read(rss(*(entry.partition("<description")[0] for entry in entries)))) == 4


def test_entries_that_share_a_guid_and_their_text_are_one() -> None:
    entry = '<title>Glocke{}</title><guid isPermaLink="false">g1</guid><description>Sie läutet.</description>'
    assert len(read(rss(entry.format(""), entry.format(" (neu)")))) == 1


NOTICE = "<title>{}</title><link>https://kai.example/notices</link>{}<description>{}</description>"


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (("Pain", "<guid>n1</guid>", "Le pain se vend au quai deux."), ("Marées", "<guid>n2</guid>", "Les tables sont fausses."), 2),
        (("ปิดท่าเรือวันนี้", "<guid>7</guid>", "ลมแรงมาก"), ("เรือกลับมาแล้ว", "<guid>8</guid>", "เปิดอีกครั้งพรุ่งนี้"), 2),
        (("Pain", "<guid>n1</guid>", "Le pain se vend au quai deux."), ("Marées", "<guid>n1</guid>", "Les tables sont fausses."), 2),
        (("Pain", "<guid>n1</guid>", "Le pain se vend."), ("Pain (mis à jour)", "<guid>n2</guid>", "Il ne se vend plus."), 1),
        (("Pain", "<guid>n1</guid>", "Le pain se vend."), ("Pain", "<guid>n2</guid>", "Les tables sont fausses."), 1),
        (("Pain", "<guid>n1</guid>", "Le pain se vend."), ("Farine", "<guid>n2</guid>", "Le pain se vend. Depuis lundi."), 1),
        (("Pain", "", "Le pain se vend."), ("Marées", "", "Les tables sont fausses."), 1),
    ],
)  # fmt: skip
def test_entries_at_one_address_are_two_if_guid_title_and_text_differ(
    first: tuple[str, ...], second: tuple[str, ...], count: int
) -> None:
    articles = read(rss(NOTICE.format(*first), NOTICE.format(*second)))
    assert len(articles) == count
    assert {article.url for article in articles} == {"https://kai.example/notices"}
    assert len({article.id for article in articles}) == count


@pytest.mark.parametrize("marks", [("2-1", "2-2"), ("étape", "suite"), ("第1版", "第2版")])
def test_notes_on_one_page_differ_by_their_fragments(marks: tuple[str, str]) -> None:
    first, second = (
        f"<title>{title}</title><link>https://kai.example/notes#{mark}</link><description>{text}</description>"
        for title, text, mark in zip(
            ("Pain", "Marées"), ("Le pain se vend.", "Les tables sont fausses."), marks, strict=True
        )
    )
    assert [article.title for article in read(rss(first, second))] == ["Pain", "Marées"]


@pytest.mark.parametrize("minutes", [1, 30, 119, 180])
def test_what_has_been_seen_is_not_of_the_future(minutes: int) -> None:
    date = NOW + timedelta(minutes=minutes)
    items = {"title": "Soon", "url": PAGE, "date_published": date.isoformat()}
    assert read(json.dumps({"items": [items]}))[0].published == NOW
    assert read(rss(f"<title>Soon</title><pubDate>{date:%d %b %Y %H:%M} GMT</pubDate>"))[0].published == NOW


@pytest.mark.parametrize(
    ("url", "is_media"),
    [
        *(
            ("https://v.example/a.mp3?x=1", True),
            ("https://v.example/a.WEBM", True),
            ("https://v.example/a.jpg", True),
        ),
        *(
            ("https://v.example/a", False),
            ("https://v.example/a.html", False),
            ("https://v.example/a.php?f=a.mp3", False),
        ),
    ],
)
def test_sounds_films_and_pictures_are_media_files(url: str, is_media: bool) -> None:
    assert is_media_file(url) == is_media


@pytest.mark.parametrize("picture", ["boot.jpg?b=3", "boot.webp", "boot.PNG"])
@pytest.mark.parametrize("relation", ["", ' rel="alternate"'])
def test_a_picture_is_not_the_article_beside_a_link_to_a_page(picture: str, relation: str) -> None:
    proper = f'<link{relation} href="{PAGE}"/>'
    written = f"<link>https://x.example/{picture}</link>"
    for links in (proper + written, written + proper):
        assert [article.url for article in read(atom(links))] == [PAGE]
