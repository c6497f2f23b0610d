"""The quick way to read simple HTML gives the text that the parser gives, or leaves it to the parser."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from digest.text import html_to_text
from digest.text.simple_markup import read_simple_markup

PARSED = "<!-- the parser must read this -->"
TEXTS = (
    *("Der Fluss stieg.", " ", "\n", "\n\n", "le pont\nfermé", "橋が閉鎖", "\t", "\xa0", "мост", "جسر"),
    *(
        "&amp;",
        "&nbsp;",
        "&#8217;",
        "&lt;b&gt;",
        "AT&T",
        "& ",
        "&copy",
        "&unknown;",
        "&#0;",
        "&#13;",
        "&#x2028;",
    ),
    *("\u2028", "\u200b", "a > b", "\U0001f600", "\r\n", "\x85", "&#150;"),
)
COMMON = (
    "p",
    "div",
    "b",
    "br",
    "em",
    "a",
    "img",
    "span",
    "ul",
    "ol",
    "li",
    "h2",
    "blockquote",
    "hr",
    "figure",
)
NAMES = (*COMMON, "blockquote", "table", "td", "sup", "q", "s", "script", "P")
ATTRIBUTES = (
    *(' href="https://example.org/?a=1&b=2"', " title='2 > 1'", ' class="sr-only"', ' class="strike"'),
    *(' style="vertical-align: super"', ' style="display:none"', " hidden", ' aria-hidden="true"', " id=x"),
)


def write_fragment(chance: Random, depth: int = 0) -> str:
    pieces = []
    for _ in range(chance.randint(0, 4)):
        if chance.random() < 0.4 or depth > 5:
            pieces.append(chance.choice(TEXTS))
            continue
        name = chance.choice(COMMON if chance.random() < 0.9 else NAMES)
        attributes = chance.choice(ATTRIBUTES) if chance.random() < 0.2 else ""
        if name in ("br", "hr", "img"):
            pieces.append(f"<{name}{attributes}{chance.choice(('', '/', ' /'))}>")
        else:
            end = f"</{name}>" if chance.random() < 0.97 else ""
            pieces.append(f"<{name}{attributes}>{write_fragment(chance, depth + 1)}{end}")
    return "".join(pieces)


@pytest.mark.parametrize("seed", range(8))
def test_quick_way_and_parser_give_the_same_text(seed: int) -> None:
    chance = Random(seed)
    fragments = (write_fragment(chance) for _ in range(3_000))
    simple = (
        fragment for fragment in fragments if "<" in fragment and read_simple_markup(fragment) is not None
    )
    compared = list(islice(simple, 300))
    assert len(compared) == 300
    for fragment in compared:
        assert html_to_text(fragment) == html_to_text(fragment + PARSED), fragment


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<p>Die Brücke bleibt zu.</p>\n<p>Warum, ist <b>unklar</b>.</p>",
            "Die Brücke bleibt zu.\n\nWarum, ist unklar.",
        ),
        ("Un pont<br/>deux rives<br><br>trois", "Un pont\ndeux rives\n\ntrois"),
        ('<ul><li>橋</li><li><a href="/x">川</a></li></ul>海', "橋\n\n川\n\n海"),
        ("<div class='wp-block'><P>Мост</P><img src=\"a.png\" alt=''></div>", "Мост"),
        ("<p>R&amp;D &ndash; 3 &lt; 4&#13;&#10;x</p>", "R&D – 3 < 4 x"),
        ("<h2>Ponte</h2>rio <em>cheio</em>", "Ponte\n\nrio cheio"),
    ],
)
def test_common_elements_need_no_parser(html: str, text: str) -> None:
    assert read_simple_markup(html) is not None
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<p>open",
        "end</div>",
        "<b><i>crossed</b></i>",
        "<p>one<p>two</p></p>",
        "<ul><li>one<li>two</li></li></ul>",
        "<p hidden>no</p>",
        '<span style="display:none">no</span>',
        '<i class="strike">no</i>',
        "<p>x<sup>2</sup></p>",
        "<script>no</script>",
        "<p/>text",
        "2 < 3 <b>or</b> 3 > 2",
        "<p>a\x00b</p>",
        "<!-- no --><p>yes</p>",
        "<div>" * 200 + "deep" + "</div>" * 200,
    ],
)
def test_the_parser_reads_the_rest(html: str) -> None:
    assert read_simple_markup(html) is None
