"""The recording of an entry with its length, and the picture with its alternative text."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from digest.models import Source
from digest.sources.article_drafts import Draft, make_article
from digest.sources.feed.attached_media import parse_duration
from digest.sources.feed.feed_parser import parse_feed

SITE = "https://quay.example"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Quay</title><link>https://quay.example/</link>
<item><title>The crane turns again</title><link>https://quay.example/1</link>{}</item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>Kai</title>
<entry><id>tag:kai.example,2026:1</id><title>Ein Kran dreht sich</title><link href="https://quay.example/1"/>
{}</entry></feed>"""


def read_entry(markup: str, frame: str = RSS) -> Draft:
    (entry,) = parse_feed(frame.format(markup).encode(), address=f"{SITE}/feed").entries
    return entry


def read_item(**fields: object) -> Draft:
    item = {"id": "1", "url": f"{SITE}/1", "title": "The crane turns again", **fields}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Quay", "items": [item]}
    (entry,) = parse_feed(json.dumps(feed).encode(), address=f"{SITE}/feed.json").entries
    return entry


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2538", 2538),
        ("42:18", 2538),
        ("0:42:18", 2538),
        ("1:02:03", 3723),
        ("62:03", 3723),
        ("00:00:31", 31),
        ("31.6", 31),
        (" 12:05 ", 725),
        ("PT42M18S", 2538),
        ("PT1H", 3600),
        ("P0DT1H2M3S", 3723),
        ("", 0),
        ("about an hour", 0),
        ("1:2:3:4", 0),
        ("-5", 0),
        ("999999999999", 0),
        ("9999999", 0),
        ("٣١", 0),
        pytest.param("9" * 5_000, 0, id="digits"),
        pytest.param(f"{'9' * 5_000}:00", 0, id="digits of a clock"),
        pytest.param(f"PT{'9' * 5_000}H", 0, id="digits of ISO 8601"),
    ],
)
def test_lengths_are_read_in_every_spelling(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("markup", "frame", "expected"),
    [
        (
            '<enclosure url="/a.mp3?x=1" type="audio/mpeg"/><itunes:duration>42:18</itunes:duration>',
            RSS,
            (f"{SITE}/a.mp3?x=1", "audio", 2538),
        ),
        (
            '<media:content url="https://quay.example/c.mp4" medium="video" duration="185"/>',
            RSS,
            (f"{SITE}/c.mp4", "video", 185),
        ),
        (
            '<enclosure url="https://quay.example/a.m4a" type=""/>',
            RSS,
            (f"{SITE}/a.m4a", "audio", 0),
        ),
        (
            '<media:group><media:content url="https://films.example/v/7?version=3"'
            ' type="application/x-shockwave-flash"/><media:thumbnail url="https://films.example/7.jpg"/></media:group>',
            ATOM,
            (f"{SITE}/1", "video", 0),
        ),
        (
            '<link rel="enclosure" type="VIDEO/webm" href="https://quay.example/c.webm"/>',
            ATOM,
            (f"{SITE}/c.webm", "video", 0),
        ),
        ('<enclosure url="https://quay.example/p.png" type="image/png"/>', RSS, ("", "", 0)),
        ('<enclosure url="https://quay.example/p.pdf" type="application/pdf"/>', RSS, ("", "", 0)),
        ('<enclosure url="javascript:x" type="audio/mpeg"/>', RSS, ("", "audio", 0)),
        ('<enclosure url="http://[::1" type=""/>', RSS, ("", "", 0)),
        ("<itunes:duration>42:18</itunes:duration>", RSS, ("", "", 0)),
    ],
)
def test_the_recording_of_an_entry_is_found(markup: str, frame: str, expected: tuple[str, str, int]) -> None:
    entry = read_entry(markup, frame)
    assert (entry.media_url, entry.media_kind, entry.media_seconds) == expected


def test_the_recording_of_a_json_feed_is_found() -> None:
    files = [
        {"url": f"{SITE}/p.png", "mime_type": "image/png"},
        {"url": f"{SITE}/a.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 2538.4},
    ]
    entry = read_item(attachments=files)
    assert (entry.media_url, entry.media_kind, entry.media_seconds) == (f"{SITE}/a.mp3", "audio", 2538)
    assert read_item(attachments=[{"url": 1, "mime_type": 2, "duration_in_seconds": []}, 3]).media_kind == ""


PICTURE = '<media:content url="https://quay.example/c.jpg" medium="image">{}</media:content>'
INLINE = "<content:encoded><![CDATA[<p>It turns.</p>{}]]></content:encoded>"


BROKEN = RSS.replace("</channel>", "<item><title>Ebb & <b>flow</title></channel>")


@pytest.mark.parametrize("frame", [RSS, BROKEN], ids=["well-formed", "broken"])
@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            PICTURE.format("<media:description>A crane &amp;amp; a ship</media:description>"),
            "A crane & a ship",
        ),
        (
            PICTURE.format("<media:title>Crane</media:title><media:description>Ein Kran</media:description>"),
            "Ein Kran",
        ),
        (PICTURE.format("") + "<media:description>Un grúa gira</media:description>", "Un grúa gira"),
        (f"<media:group>{PICTURE.format('')}<media:title>رافعة</media:title></media:group>", "رافعة"),
        (PICTURE.format(f"<media:description>{'long ' * 99}</media:description>"), ""),
        (
            PICTURE.format("") + INLINE.format('<img alt="The quay" src="/small/c.jpg?w=300">'),
            "The quay",
        ),
        (PICTURE.format("") + INLINE.format(f'<img alt="{"long " * 99}" src="/c.jpg">'), ""),
        (PICTURE.format("") + INLINE.format('<img alt="Somebody" src="/other.jpg">'), ""),
        (
            PICTURE.format('<media:title><![CDATA[Der "Greif" [Archiv] <3]]></media:title>'),
            'Der "Greif" [Archiv] <3',
        ),
        (PICTURE.format('<media:title>L&#8217;\u00e9cluse "2"</media:title>'), 'L\u2019\u00e9cluse "2"'),
        (PICTURE.format("<media:text>A transcript</media:text>"), ""),
        (PICTURE.format("") + PICTURE.format("<media:title>In two sizes</media:title>"), "In two sizes"),
    ],
)
def test_the_text_of_a_picture_is_what_its_feed_says_of_it(markup: str, expected: str, frame: str) -> None:
    entry = parse_feed(frame.format(markup).encode(), address=f"{SITE}/feed").entries[0]
    assert (entry.image, entry.image_alt) == (f"{SITE}/c.jpg", expected)


@pytest.mark.parametrize("frame", [RSS, BROKEN], ids=["well-formed", "broken"])
@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("{}<description>Es steht still.</description>", "Es steht still."),
        ("<description>Elle ne tourne plus.</description>{}", "Elle ne tourne plus."),
        ("{}", "The crane in the harbour, seen from the north quay"),
    ],
)
def test_a_caption_is_the_text_of_an_entry_only_without_another(markup: str, text: str, frame: str) -> None:
    caption = "<media:description>The crane in the harbour, seen from the north quay </media:description>"
    for picture in (PICTURE.format(caption), PICTURE.format("") + caption):
        entry = parse_feed(frame.format(markup.format(picture)).encode(), address=SITE).entries[0]
        assert entry.text == text


def test_a_picture_in_the_text_counts_if_it_has_an_alternative_text() -> None:
    shown = '<img src="/pixel.gif" alt=""><IMG src=\'/c.jpg\' data-alt="no" alt=\'Two "old" cranes\'>'
    entry = read_entry(INLINE.format(shown))
    assert (entry.image, entry.image_alt) == (f"{SITE}/c.jpg", 'Two "old" cranes')
    assert read_entry(INLINE.format('<img src="/c.jpg"><img src="/d.jpg" alt=" ">')).image == ""
    entry = read_item(content_html=shown)
    assert (entry.image, entry.image_alt) == (f"{SITE}/c.jpg", 'Two "old" cranes')
    entry = read_item(image=f"{SITE}/big/c.jpg", content_html=shown)
    assert (entry.image, entry.image_alt) == (f"{SITE}/big/c.jpg", 'Two "old" cranes')


def test_ten_thousand_pictures_and_open_tags_are_read_quickly_and_only_the_first_count() -> None:
    many = "<img src='/x.jpg'>" * 10_000 + "<img " * 50_000 + '<img src="/c.jpg" alt="Last">'
    assert read_item(content_html=many).image == ""


@pytest.mark.parametrize(
    ("alt", "kept"), [("A crane at the quay", "A crane at the quay"), ("The crane turns again", "")]
)
def test_a_text_that_repeats_the_title_describes_no_picture(alt: str, kept: str) -> None:
    draft = read_entry(PICTURE.format(f"<media:description>{alt}</media:description>"))
    source = Source("Quay", "feed", f"{SITE}/feed")
    article = make_article(draft, "1", source, datetime(2026, 3, 1, tzinfo=UTC))
    assert (article.image, article.image_alt) == (f"{SITE}/c.jpg", kept)
