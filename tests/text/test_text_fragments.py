"""Links to sentences in a real browser: the page opens at the sentence and highlights it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import pytest

from digest.sources.page.page_reader import decode_page, extract_articles
from digest.summarizers.standalone_sentences import find_faults
from digest.text import detect_language, split_sentences
from digest.text.decompression import unpack_gzip
from digest.text.urls import make_sentence_url
from tests.support.chromium import CHROMIUM, Browser
from tests.support.webserver import Route, WebServer

SHARED = Path(__file__).parents[2].parent / "shared"
SAMPLE = 200
LEAST = 0.95

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

# What the browser marks gets a colour that nothing else on the page has. Pictures were not saved, and what
# fades in by a script would stay invisible.
MARKED = """<style>
::target-text { background: #f0f !important; color: #f0f !important }
html { scroll-behavior: auto !important }
body * { opacity: 1 !important }
img, svg, picture, video, iframe { display: none !important }
</style>"""

PROBE = """
(async (picture, sentence) => {
  const fold = (character) => /[\\u00ad\\u200b-\\u200f\\u2060\\ufeff]/.test(character) ? ""
    : /\\s/.test(character) ? " " : character;
  const wanted = sentence.normalize("NFC").replace(/\\s+/g, " ");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let text = "", places = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (/^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(node.parentNode.nodeName)) continue;
    for (let at = 0; at < node.data.length; at++) {
      const character = fold(node.data[at]);
      if (!character || (character === " " && text.endsWith(" "))) continue;
      text += character;
      places.push([node, at]);
    }
  }
  const blob = new Blob([Uint8Array.from(atob(picture), (byte) => byte.charCodeAt(0))]);
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const isMarked = (x, y) => {
    const at = 4 * (y * pixels.width + x);
    const [red, green, blue] = pixels.data.slice(at, at + 3);
    // also in the shade of a curtain
    return red - green > 60 && blue - green > 60 && Math.abs(red - blue) < 30;
  };
  let marked = 0;
  for (let y = 0; y < pixels.height; y++) for (let x = 0; x < pixels.width; x++) marked += isMarked(x, y);
  const found = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const range = document.createRange();
    range.setStart(...places[at]);
    const [node, end] = places[at + wanted.length - 1];
    range.setEnd(node, end + 1);
    const boxes = range.getClientRects();
    if (!boxes.length) continue;
    let area = 0, inside = 0;
    const seen = new Set();
    for (const box of boxes)
      for (let y = Math.max(0, Math.floor(box.top)); y < Math.min(pixels.height, box.bottom); y++)
        for (let x = Math.max(0, Math.floor(box.left)); x < Math.min(pixels.width, box.right); x++)
          if (!seen.has(y * pixels.width + x)) {
            seen.add(y * pixels.width + x);
            area++;
            inside += isMarked(x, y);
          }
    found.push({ covered: area ? inside / area : 0, strayed: marked ? (marked - inside) / marked : 1 });
  }
  return text.includes(wanted) && !found.length ? null : found;
})(%s)
"""


def is_highlighted(browser: Browser, address: str, sentence: str) -> bool | None:
    """Whether the page opens with this sentence in view and highlighted, and hardly anything else.

    None: the page does not show it, for that takes its scripts.
    """
    browser.open(address)
    picture = browser.send_command("Page.captureScreenshot", format="png")["data"]
    places = browser.evaluate(PROBE % f"{json.dumps(picture)}, {json.dumps(sentence)}")
    if places is None:
        return None
    # A mark is as high as the letters, its box as high as the line.
    return any(place["covered"] > 0.25 and place["strayed"] < 0.15 for place in places)


def follow_links(
    folder: Path, pages: Iterable[tuple[str, str, str]], web: WebServer, per_page: int
) -> tuple[int, list[str]]:
    """Return how many links to quotable sentences were followed, and those that did not lead there.

    pages: (path, html, the text of its article).
    """
    followed = 0
    missed: list[str] = []
    with Browser(folder) as browser:
        for path, html, text in pages:
            page = html.replace("</head>", f"{MARKED}</head>", 1) if "</head>" in html else MARKED + html
            headers = {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": "script-src 'none'; frame-src 'none'",
            }
            web.routes[path] = Route(page.encode(), headers=headers)
            language = detect_language(text)
            sentences = [
                found for found in split_sentences(text, language) if not find_faults(found, language)
            ]
            for sentence in Random(0).sample(sentences, min(per_page, len(sentences))):
                address = make_sentence_url(web.url(path), sentence, text)
                found = is_highlighted(browser, address, sentence)
                followed += found is not None
                if found is False:
                    missed.append(address)
            if followed >= SAMPLE:
                break
    return followed, missed


def saved_pages() -> Iterator[tuple[str, str, str]]:
    for folder in ("fundus", "aeb"):
        truth = SHARED / "data" / "pages" / folder / "truth.json"
        for number, row in enumerate(json.loads(truth.read_text("utf-8"))):
            body, _ = unpack_gzip((truth.parent / row["path"]).read_bytes(), 100_000_000)
            html = decode_page(body)
            for draft in extract_articles(html, row.get("url", ""))[:1]:
                yield f"/{folder}/{number}", html, draft.text


# Sentences that begin and end alike, with what a link must encode, tags inside them, soft hyphens, spaces
# that do not break; {} is a number.
SENTENCES = (
    "The swing bridge at Port Ellis stayed shut on day {}, a well-known sight, & nobody crossed it.",
    "The swing bridge at Port Ellis stayed shut on day {}.",
    "“We were told 100% of gate {} holds,” harbour master Nora Quist said, “and it did not.”",
    "In hour {} the barge, which had lost its <em>star\u00adboard</em> rudder, struck the pier first.",
    "Crew no.&nbsp;{} (four men, one woman) left the <a href='/x'>lock-keeper’s house</a> at noon.",
    "Divers looked at pier {}<br>and found a crack as long as a hand.",
    "Die Furt-Brücke blieb am Tag {} zu, sagte das Amt, »und zwar ganz«.",
    "Le pont no {} est fermé ; « personne ne passe », dit la mairie du port d’Ellis.",
    "市政府宣布，第{}号旧桥将关闭三个月，潜水员将检查中央桥墩。",
    "أعلنت البلدية أن الجسر رقم {} سيبقى مغلقًا ثلاثة أشهر على الأقل.",
    "Мост номер {} закрыт на три месяца, сообщили в порту в понедельник.",
)


def write_pages() -> Iterator[tuple[str, str, str]]:
    """Pages of one article each, as the program reads them; every tenth sentence occurs twice."""
    for page in range(20):
        chance = Random(page)
        sentences = [sentence.replace("{}", str(number)) for number in range(4) for sentence in SENTENCES]
        sentences += chance.sample(sentences, 4)
        chance.shuffle(sentences)
        paragraphs = "".join(
            f"<p>{' '.join(sentences[at : at + 4])}</p>" for at in range(0, len(sentences), 4)
        )
        html = f"<html><head><title>Bridge {page}</title></head><body>{paragraphs}</body></html>"
        for draft in extract_articles(html)[:1]:
            yield f"/{page}", html, draft.text


def test_sentences_of_articles_are_highlighted(tmp_path: Path, web: WebServer) -> None:
    followed, missed = follow_links(tmp_path, write_pages(), web, 10)
    print(f"{followed - len(missed)} of {followed} marked", *missed, sep="\n")
    assert followed >= SAMPLE
    assert len(missed) <= (1 - LEAST) * followed


@pytest.mark.shared
def test_sentences_of_saved_pages_are_highlighted(tmp_path: Path, web: WebServer) -> None:
    if not (SHARED / "data" / "pages").is_dir():
        pytest.skip("the measuring data is not next to the project")
    followed, missed = follow_links(tmp_path, saved_pages(), web, 1)
    print(f"{followed - len(missed)} of {followed} marked", *missed, sep="\n")
    assert followed >= SAMPLE
    assert len(missed) <= (1 - LEAST) * followed
