"""The fast way through the common feed: the same values as feedparser's, or none."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest

from digest.sources.feed.fast_parser import read_quick_feed
from digest.sources.feed.xml_repair import repair_xml
from digest.text.decoding import decode_xml

CASES = sorted((Path(__file__).parents[2] / "data" / "feeds").glob("*.xml"))
SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "feeds"

RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xml:lang="en"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>Quay News</title><atom:link rel="self" href="https://quay.example/feed"/>
<link>https://quay.example/?a=1&amp;b=2</link><language>en-gb</language><ttl>60</ttl>
<image><url>https://quay.example/i.png</url><title>Logo</title><link>https://quay.example/logo</link></image>
<item><title> CafÃ© at the quay\x93 </title><link>https:///quay.example/cafe?x=1&amp;amp;y=2</link>
<guid isPermaLink="false">q1</guid><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>
<dc:creator>Ann</dc:creator><dc:creator/><category>Food</category><slash:comments>3</slash:comments>
<description><![CDATA[<p>Open.</p>]]></description>
<content:encoded>&lt;p&gt;Open again.&lt;/p&gt;</content:encoded>
<media:group><media:content url="https://quay.example/c.jpg" medium="image"><media:title>Cup</media:title>
</media:content><media:thumbnail url="https://quay.example/t.jpg"/></media:group>
<enclosure url="https://quay.example/e.jpg" type="IMAGE/JPEG"/></item>
<item><guid>https://quay.example/2</guid><title>Second</title><source url="https://w.example/">Wire</source>
<description/></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Kai</title>
<id>tag:kai.example,2026:f</id>
<link rel="self" href="https://kai.example/feed"/><link href="https://kai.example/"/>
<updated>2026-03-02T08:00:00Z</updated>
<author><name>Redaktion</name></author>
<entry><id>tag:kai.example,2026:1</id><title type="html">Kran &amp;amp; Kai</title>
<link rel="ALTERNATE" href="https://kai.example/1"/>
<link rel="enclosure" type="image/png" href="https://kai.example/p.png"/>
<published>2026-03-02T07:00:00Z</published><updated>2026-03-02T08:00:00Z</updated><author><name>Uwe</name><uri>x:y</uri></author>
<summary>Kurz.</summary><content type="html">&lt;p&gt;Lang.&lt;/p&gt;</content></entry>
<entry xml:lang="nl"><id>https://kai.example/2</id><title>Kaai</title></entry></feed>"""

KEYS = ("title", "link", "id", "published", "updated", "summary", "feedburner_origlink")
LISTS = ("links", "media_thumbnail", "media_content", "content")
NAMES = ("rel", "type", "href", "url", "medium", "value")


def ask_feedparser(xml: str) -> Any:
    kind = {"content-type": "application/xml; charset=utf-8"}
    return feedparser.parse(
        io.BytesIO(xml.encode()), response_headers=kind, sanitize_html=False, resolve_relative_uris=False
    )


def facts_of(entry: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """What is read of an entry. Not by feedparser's own get(), which finds one key under another's name."""
    for key in KEYS:
        yield key, dict.get(entry, key) or ""
    for key in LISTS:
        parts = dict.get(entry, key) or []
        yield key, [{name: value for name in NAMES if (value := dict.get(part, name))} for part in parts]
    tags = (tag.get("label") or tag.get("term") for tag in dict.get(entry, "tags") or [])
    yield "tags", list(dict.fromkeys(filter(None, tags)))
    yield "authors", [name for author in dict.get(entry, "authors") or [] if (name := author.get("name"))]
    for key, name in (("source", "title"), ("title_detail", "language"), ("image", "href")):
        yield key, (dict.get(entry, key) or {}).get(name) or ""


def compare(xml: str) -> bool:
    """Whether the fast way takes a feed; when it does, it must say what feedparser says."""
    quick = read_quick_feed(xml)
    if quick is None:
        return False
    about, entries = quick
    parsed = ask_feedparser(xml)
    for key in ("title", "link", "language"):
        assert (about.get(key) or "") == (parsed["feed"].get(key) or "")
    assert len(entries) == len(parsed["entries"])
    for ours, theirs in zip(entries, parsed["entries"], strict=True):
        if "summary" not in ours:
            # feedparser puts a copy of the content there, which says nothing new.
            assert dict.get(theirs, "summary", "") in (
                "",
                *(part["value"] for part in ours.get("content", ())),
            )
            ours["summary"] = dict.get(theirs, "summary")
        assert dict(facts_of(ours)) == dict(facts_of(theirs))
    return True


@pytest.mark.parametrize("xml", [RSS, ATOM], ids=["rss", "atom"])
def test_the_common_feed_goes_the_fast_way(xml: str) -> None:
    assert compare(xml)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_case_is_read_alike(case: Path) -> None:
    compare(repair_xml(decode_xml(case.read_bytes()))[0])


@pytest.mark.parametrize(
    ("xml", "before", "after"),
    [
        (RSS, "</title>", "</title"),
        (RSS, "<title>Second", "<title><b>Second</b>"),
        (RSS, "<title>Second", "<title>First</title><title>Second"),
        (RSS, "<description/>", "<description/><description>Again</description>"),
        (RSS, "<dc:creator>Ann", "<dc:creator>ann@quay.example (Ann)"),
        (RSS, "<dc:creator/>", "<dc:title>Other</dc:title>"),
        (RSS, "<dc:creator/>", "<pubdate>Tue, 03 Mar 2026 08:00:00 GMT</pubdate>"),
        (RSS, "<dc:creator/>", "<item><title>Inner</title></item>"),
        (RSS, "<dc:creator/>", "<media:description>Words</media:description>"),
        (RSS, "<dc:creator/>", "<atom:updated>2026-03-02T08:00:00Z</atom:updated>"),
        (RSS, "<dc:creator/>", "<summary>Words</summary>"),
        (RSS, "<slash:comments>3", "<slash:comments><title>x</title>3"),
        (RSS, "http://search.yahoo.com/mrss/", "http://video.example/mrss/"),
        (RSS, "<title>Second</title>", "<media:title>Second</media:title>"),
        (RSS, "<title>Logo</title>", "<item><title>Logo</title></item>"),
        (RSS, "</channel>", "</channel><channel/>"),
        (RSS, "<item>", '<item xml:base="https://base.example/">'),
        (RSS, "<rss", "<rdf"),
        (ATOM, 'type="html">Kran', 'type="xhtml">Kran'),
        (ATOM, '<content type="html">', '<content type="application/pdf">'),
        (ATOM, "<summary>", '<summary src="https://kai.example/s">'),
        (ATOM, "<name>Uwe</name>", "<email>uwe@kai.example</email>"),
        (ATOM, '<link rel="ALTERNATE" href="https://kai.example/1"/>', "<link>https://kai.example/1</link>"),
        (ATOM, "2005/Atom", "2005/Other"),
    ],
)
def test_a_surprise_is_left_to_feedparser(xml: str, before: str, after: str) -> None:
    assert before in xml
    assert read_quick_feed(xml.replace(before, after)) is None


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the measuring data is not beside the project")
def test_saved_feeds_are_read_alike() -> None:
    documents = (
        repair_xml(decode_xml(path.read_bytes()))[0] for path in sorted(SHARED.rglob("*")) if path.is_file()
    )
    taken = [compare(xml) for xml in documents if xml]
    assert sum(taken) > 150
