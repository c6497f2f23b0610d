"""Lists of feeds: read in any nesting and despite errors, and written so that they can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import SourceError
from digest.models import Source
from digest.sources.configured_sources import read_subscription_list
from digest.sources.feed.opml import format_opml, read_opml, read_outlines, require_feeds

LIST = """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="2.0"><head><title>Mine</title></head><body>
  <outline text="World">
    <outline text="Asia"><outline type="rss" text="East Wind" xmlUrl="https://east.example/feed"/></outline>
    <outline type="rss" text="Föhr" title="Föhr &amp; Sylt" XMLURL=" https://inseln.example/rss?a=1&b=2 "/>
  </outline>
  <outline type="rss" xmlUrl="http://plain.example/atom.xml" category="/Local/Harbour,/Sea"/>
  <outline type="link" text="A page" url="https://page.example/"/>
  <outline text="Again" xmlUrl="https://east.example/feed"/>
  <outline text="Bad" xmlUrl="javascript:alert(1)"/>
</body></opml>
"""
FEEDS = (
    Source("East Wind", "feed", "https://east.example/feed", "World"),
    Source("Föhr & Sylt", "feed", "https://inseln.example/rss?a=1&b=2", "World"),
    Source("plain.example", "feed", "http://plain.example/atom.xml", "Local", takes_title=True),
)


@pytest.mark.parametrize("document", [LIST, LIST.encode("latin-1"), LIST.encode(), "\n<br>" + LIST + "junk"])
def test_a_list_is_read_in_several_encodings(document: bytes | str) -> None:
    assert read_opml(document, "list.opml") == FEEDS


def test_a_truncated_list_is_read_up_to_its_end() -> None:
    assert read_opml(LIST[: LIST.index("category")], "list.opml") == FEEDS[:2]


def test_outlines_without_a_web_address_are_not_feeds() -> None:
    document = '<opml><body><outline text="Old" xmlUrl="ftp://old.example/a"/><outline xmlUrl="http://[x"/></body></opml>'
    feeds = (Source("http://[x", "feed", "http://[x", takes_title=True),)
    assert read_opml(document, "list.opml") == feeds
    assert read_outlines(document, "list.opml") == (Source("Old", "feed", "ftp://old.example/a"), *feeds)


@pytest.mark.parametrize(
    "document",
    [
        '<opml xmlns="http://opml.example/ns"><body>{}</body></opml>',
        '<o:opml xmlns:o="http://opml.example/ns"><o:body><o:outline text="Kai" o:xmlUrl="https://kai.example/f"/></o:body></o:opml>',
        '<OPML VERSION="1.0"><BODY><OUTLINE TEXT="Kai" XMLURL="https://kai.example/f"/></BODY></OPML>',
        '<opml><body><outline text="Kai" type="atom" url="https://kai.example/f"/><outline type="link" url="https://page.example/"/></body></opml>',
        '<opml><body><outline text="Kai" url=" https://kai.example/f "/></body></opml>',
        '<opml><body><outline text="Kai" type="application/rss+xml" href="https://kai.example/f"/></body></opml>',
        '<opml><body><outline text="Kai" type="podcast" url="feeds:https://kai.example/f"/></body></opml>',
        '<opml><body><outline text="Kai" xml_url="feed:feed://https://kai.example/f"/></body></opml>',
        '<opml><body><outline text="Kai" XML-URL="https://kai.example/f"/></body></opml>',
        '<x:Opml><x:Outline title="Kai" xmlURL="HTTPS://kai.example/f"/></x:Opml>',
    ],
)
def test_a_list_is_read_whatever_its_namespace_prefix_and_case(document: str) -> None:
    outline = '<outline text="Kai" type="rss" xmlUrl="feed:https://kai.example/f"/>'
    assert [feed.location.lower() for feed in read_opml(document.replace("{}", outline), "")] == [
        "https://kai.example/f"
    ]


@pytest.mark.parametrize(
    ("outline", "name", "address"),
    [
        ("<outline text=Kai type=rss xmlUrl=https://kai.example/f />", "Kai", "https://kai.example/f"),
        ("<outline text=Kai xmlUrl=https://kai.example/f/>", "Kai", "https://kai.example/f"),
        ("<outline text=Le Quai xmlUrl=https://quai.example/?a=1&b=2/>", "Le Quai", "https://quai.example/?a=1&b=2"),
        ("<outline xmlUrl='https://kai.example/f' text=Föhr &amp; Sylt></outline>", "Föhr & Sylt", "https://kai.example/f"),
        ("<outline text=“Der Kai” xmlUrl=“https://kai.example/f”/>", "Der Kai", "https://kai.example/f"),
        ("<outline text=«Набережная» xmlUrl=«https://kai.example/f» />", "Набережная", "https://kai.example/f"),
        ("<outline text=„Kai title=„Der Kai xmlUrl=„https://kai.example/f />", "Der Kai", "https://kai.example/f"),
        ("<outline id=„1 text=«Der Kai» xmlUrl='https://kai.example/f'/>", "Der Kai", "https://kai.example/f"),
        ('<outline text="Kai"xmlUrl="https://kai.example/f"/>', "Kai", "https://kai.example/f"),
        ('<outline isOpen TEXT="a = b" XMLURL=https://kai.example/f/>', "a = b", "https://kai.example/f"),
    ],
)  # fmt: skip
def test_attributes_are_read_without_quotes_and_spaces(outline: str, name: str, address: str) -> None:
    listed = (
        f'<opml><body><outline text="Nord">{outline}</outline><outline text="Z" xmlUrl="https://z.example/"/>'
    )
    feeds = [
        (feed.name, feed.location, feed.section) for feed in read_opml(f"{listed}</body></opml>", "list.opml")
    ]
    assert feeds == [(name, address, "Nord"), ("Z", "https://z.example/", "")]


def test_a_link_is_no_feed_beside_feeds() -> None:
    document = '<opml><outline url="https://page.example/"/><outline xmlUrl="https://kai.example/f"/></opml>'
    assert [feed.location for feed in read_opml(document, "")] == ["https://kai.example/f"]


@pytest.mark.parametrize(
    "address", ["https://a.example/${KEY}", "feed:", "feed://", "https:///x", "mailto:a@b.example"]
)
def test_an_address_that_the_configuration_refuses_is_not_a_feed(address: str) -> None:
    document = f'<opml><outline xmlUrl="{address}"/></opml>'
    assert read_opml(document, "") == ()
    assert len(read_outlines(document, "")) == 1


def test_a_list_without_feeds_is_refused() -> None:
    with pytest.raises(SourceError, match="no feed in this list"):
        require_feeds(
            read_outlines("<opml><body><outline text='Nothing'/></body></opml>", "a.opml"), "a.opml"
        )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_list_that_nobody_has_filled_yet_is_no_mistake(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.opml"
    row = Source("List", "opml", str(path))
    path.write_bytes('<opml version="2.0"><body></body></opml>'.encode(encoding))
    assert read_subscription_list(row) == ()
    path.write_bytes('<opml version="2.0"><body><Outline text="News"/></body></opml>'.encode(encoding))
    with pytest.raises(SourceError, match="no feed in this list"):
        read_subscription_list(row)


def test_entities_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    document = (
        f'<!DOCTYPE opml [<!ENTITY e0 "boom">{bomb}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        '<opml><body><outline text="a&e11;b&f;c" xmlUrl="http://a.example/"/></body></opml>'
    )
    assert read_opml(document, "list.opml") == (Source("abc", "feed", "http://a.example/"),)


def test_nested_outlines_keep_the_outermost_section() -> None:
    nested = '<outline text="top">' * 200 + '<outline xmlUrl="http://a.example/"/>' + "</outline>" * 200
    assert read_opml(f"<opml><body>{nested}</body></opml>", "")[0].section == "top"
    assert read_opml("<opml><body>" + "<outline>" * 100_000, "") == ()


@pytest.mark.parametrize(
    "document", [b"", b"\0\1\2", "<html><body>Log in</body></html>", "<rss></rss>", "{}"]
)
def test_documents_that_are_not_opml_are_an_error(document: bytes | str) -> None:
    with pytest.raises(SourceError, match=r"list\.opml: it is not a list of feeds"):
        read_opml(document, "list.opml")


def test_formatted_opml_can_be_read_back() -> None:
    odd = Source('"Quotes" <&> co', "feed", "https://me:secret@odd.example/?a=1&b=2", "World")
    folder = Source("Inbox", "folder", "/home/me/inbox")
    written = format_opml((FEEDS[2], *FEEDS[:2], odd, folder))
    public = Source('"Quotes" <&> co', "feed", "https://odd.example/?a=1&b=2", "World")
    assert read_opml(written, "") == (FEEDS[2], *FEEDS[:2], public)
    assert read_opml(format_opml(()), "") == ()


def test_too_deep_nesting_is_an_error() -> None:
    def nest(depth: int) -> str:
        feed = '<outline text="Quay" xmlUrl="https://quay.example/feed"/>'
        inner = '<outline text="a">' * depth + feed + "</outline>" * depth
        return f"<opml><body>{inner}</body></opml>"

    assert [feed.name for feed in read_opml(nest(1_500), "list.opml")] == ["Quay"]
    with pytest.raises(SourceError, match="nested too deeply"):
        read_opml(nest(5_000), "list.opml")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://kai.example/\u202ef\u200b", ["https://kai.example/f"]),
        ("https://kai.example/\x9b31m", ["https://kai.example/31m"]),
        (f"https://kai.example/{'x' * 9_000}", []),
    ],
)
def test_addresses_and_names_have_no_control_characters_and_an_end(address: str, expected: list[str]) -> None:
    document = (
        f'<opml><body><outline text="Quay \u202e\x9b&#10;{"y" * 9_000}" xmlUrl="{address}"/></body></opml>'
    )
    feeds = read_opml(document, "list.opml")
    assert [feed.location for feed in feeds] == expected
    assert all(feed.name.isprintable() and len(feed.name) <= 200 for feed in feeds)
