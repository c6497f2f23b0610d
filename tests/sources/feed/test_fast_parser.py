"""The fast parser: the same values as feedparser, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from feedparser.api import StrictFeedParser

from digest.sources.feed.element_handlers import HANDLERS
from digest.sources.feed.fast_parser import parse_feed_fast
from digest.sources.feed.feed_parser import make_feed
from digest.sources.feed.lenient_parser import parse_with_feedparser
from digest.sources.feed.xml_repair import repair_xml
from digest.sources.feed_entries import Feed
from digest.text.decoding import decode_xml
from tests.sources.feed.feed_mutations import mutate_feed

CASES = sorted((Path(__file__).parents[2] / "data" / "feeds").glob("*.xml"))
ADDRESS = "https://address.example/feed"
MUTATIONS = 200
# Not well-formed.
NOT_FAST = {"broken"}
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

KEYS = ("title", "link", "id", "published", "updated", "created", "summary", "author", "feedburner_origlink")
LISTS = ("links", "media_thumbnail", "media_content", "content")
NAMES = ("rel", "type", "href", "url", "medium", "value")


def read_fields(entry: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield the values that are used. dict.get, because feedparser's own get() returns other keys' values."""
    for key in KEYS:
        yield key, dict.get(entry, key) or ""
    for key in LISTS:
        parts = dict.get(entry, key) or []
        # A link to a license is not used.
        values = [{name: value for name in NAMES if (value := dict.get(part, name))} for part in parts]
        yield key, [value for value in values if value.get("rel") != "license"]
    tags = (tag.get("label") or tag.get("term") for tag in dict.get(entry, "tags") or [])
    yield "tags", list(dict.fromkeys(filter(None, tags)))
    yield "authors", [name for author in dict.get(entry, "authors") or [] if (name := author.get("name"))]
    for key, name in (("source", "title"), ("title_detail", "language"), ("image", "href")):
        yield key, (dict.get(entry, key) or {}).get(name) or ""


def drop_alt(feed: Feed) -> Feed:
    """Return a feed without the texts of its pictures, which feedparser takes for those of the entry."""
    return replace(feed, entries=tuple(replace(entry, image_alt="") for entry in feed.entries))


def compare_parsers(xml: str) -> bool:
    """Whether the fast parser accepts a feed; if it does, its values must equal those of feedparser."""
    parsed_fast = parse_feed_fast(xml)
    if parsed_fast is None:
        return False
    parsed = parse_with_feedparser(xml, ADDRESS)
    assert drop_alt(make_feed(*parsed_fast, ADDRESS)) == drop_alt(make_feed(*parsed, ADDRESS))
    for key in ("title", "link", "language"):
        assert (parsed_fast[0].get(key) or "") == (dict.get(parsed[0], key) or "")
    for ours, theirs in zip(parsed_fast[1], parsed[1], strict=True):
        assert dict(read_fields(ours)) == dict(read_fields(theirs))
    return True


@pytest.mark.parametrize("xml", [RSS, ATOM], ids=["rss", "atom"])
def test_common_feeds_are_parsed_fast(xml: str) -> None:
    assert compare_parsers(xml)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_sample_feeds_are_parsed_fast_like_feedparser(case: Path) -> None:
    xml, _ = repair_xml(decode_xml(case.read_bytes()))
    assert compare_parsers(xml) or case.stem in NOT_FAST


@pytest.mark.parametrize("seed", range(0, MUTATIONS, 20))
def test_changed_feeds_are_parsed_like_feedparser_or_left_to_it(seed: int) -> None:
    samples = [repair_xml(decode_xml(case.read_bytes()))[0] for case in CASES if case.stem not in NOT_FAST]
    accepted = 0
    for number in range(seed, seed + 20):
        xml = mutate_feed(samples[number % len(samples)], number, changes=1 + number % 4)
        accepted += compare_parsers(repair_xml(xml)[0])
    assert accepted > 5


def test_every_element_that_feedparser_treats_specially_is_known() -> None:
    names = {
        name.removeprefix("_start_").removeprefix("_end_").lower()
        for name in dir(StrictFeedParser)
        if name.startswith(("_start_", "_end_"))
    }
    assert names <= HANDLERS.keys()


@pytest.mark.parametrize(
    ("xml", "before", "after"),
    [
        (RSS, "<title>Second", "<title><b>Second</b>"),
        (RSS, "<title>Second", "<title>First</title><title>Second"),
        (RSS, "<description/>", "<description/><description>Again</description>"),
        (RSS, "<description/>", "<summary>Words</summary><description>Again</description>"),
        (RSS, "<description/>", "<description>1 <frac>2</frac></description><abstract>3</abstract>"),
        (RSS, "<dc:creator>Ann", "<dc:creator>ann@quay.test (Ann)"),
        (RSS, "<dc:creator/>", "<dc:title>Other</dc:title>"),
        (RSS, "<dc:creator/>", "<pubdate>Tue, 03 Mar 2026 08:00:00 GMT</pubdate>"),
        (RSS, "<dc:creator/>", "<media:description>Words</media:description>"),
        (RSS, "<dc:creator/>", "<atom:updated>2026-03-02T08:00:00Z</atom:updated>"),
        (RSS, "<dc:creator/>", "<summary>Words</summary>"),
        (RSS, "<dc:creator/>", "<author><name>Eve</name><slash:post>b</slash:post></author>"),
        (RSS, "<dc:creator/>", "<media_title>Words</media_title>"),
        (
            RSS,
            "<dc:creator/>",
            '<link xmlns:own="https://own.example/" own:href="/x">https://y.example</link>',
        ),
        (RSS, "<slash:comments>3", "<slash:comments><title>x</title>3"),
        (RSS, "http://search.yahoo.com/mrss/", "http://video.example/mrss/"),
        (RSS, "<title>Second</title>", "<media:title>Second</media:title>"),
        (RSS, "<title>Logo</title>", "<item><title>Logo</title></item>"),
        (RSS, "<title>Logo</title>", "<odd/><title>Logo</title>"),
        (RSS, "</channel>", "</channel><channel/>"),
        (RSS, "<item>", '<item xml:base="https://base.example/">'),
        (RSS, "<guid>https://quay.example/2", "<guid xml:base='https://base.example/a/../b'>../2"),
        (RSS, "<title>Second", "<title xml:lang=''>Second"),
        (ATOM, 'type="html">Kran', 'type="xhtml">Kran'),
        (ATOM, '<content type="html">', '<content type="application/pdf">'),
        (ATOM, '<content type="html">', '<content type="html">Q &lt; <i CLASS="&quot;a">R</i>'),
        (ATOM, "<summary>Kurz.", '<summary mode="base64">S3Vyei4='),
        (ATOM, "<summary>", '<summary src="https://kai.example/s">'),
        (ATOM, "<name>Uwe</name>", "<email>uwe@kai.example</email>"),
        (ATOM, '<link rel="ALTERNATE" href="https://kai.example/1"/>', "<link>https://kai.example/1</link>"),
        (ATOM, "2005/Atom", "2005/Other"),
    ],
)
def test_unusual_feeds_are_parsed_fast_like_feedparser(xml: str, before: str, after: str) -> None:
    assert before in xml
    assert compare_parsers(xml.replace(before, after))


@pytest.mark.parametrize(
    ("xml", "before", "after"),
    [
        (RSS, "</title>", "</title"),
        (RSS, "<rss", "<rdf"),
        (RSS, "<item>", '<item lastmod="2026-03-02">'),
        (RSS, "<dc:creator/>", "<item><title>Inner</title></item>"),
        (RSS, "<dc:creator/>", "<author>Eve <name>Eve</name></author>"),
        (RSS, "<dc:creator/>", "<author><name>Eve</name><slash:post a='b'>c</slash:post></author>"),
        (RSS, "<dc:creator/>", "<dc:date><b>2026</b></dc:date>"),
        (RSS, "<dc:creator/>", "<links>a</links>"),
        (RSS, "<dc:creator/>", "<textInput><title>Find</title></textInput>"),
        (RSS, "<dc:creator/>", "<summary>&lt;marquee&gt;Words&lt;/marquee&gt;</summary>"),
        (RSS, "<dc:creator/>", '<dc:creator xmlns:slash="https://other.example/">Eve</dc:creator>'),
        (RSS, "<dc:creator/>", '<b xmlns:dc="http://search.yahoo.com/mrss/"/>'),
        (ATOM, "<summary>Kurz.", '<summary type="html"><div>Kurz.</div>'),
        (ATOM, "<summary>Kurz.", '<summary type="xhtml"><title>Kurz.</title>'),
        (ATOM, "<summary>Kurz.", '<summary type="text/xml"><p>Kurz.</p>'),
        (ATOM, "<summary>Kurz.", '<summary type="xhtml"><p xml:base="/x">Kurz.</p>'),
    ],
)
def test_uncertain_feeds_are_left_to_feedparser(xml: str, before: str, after: str) -> None:
    assert before in xml
    assert parse_feed_fast(xml.replace(before, after)) is None


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the evaluation data is not available")
def test_saved_feeds_are_parsed_like_feedparser() -> None:
    bodies = [path.read_bytes() for path in sorted(SHARED.rglob("*")) if path.is_file()]
    accepted = {True: 0, False: 0}
    for body in bodies:
        xml, _ = repair_xml(decode_xml(body))
        if xml and len(body) > 3_000:
            accepted[compare_parsers(xml)] += 1
        elif xml:
            compare_parsers(xml)
    assert accepted[True] >= 0.95 * sum(accepted.values())
