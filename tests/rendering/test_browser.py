"""The page in a real browser: no console messages, no requests, no horizontal scrolling, accessible."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import lxml.html
import pytest

from digest.editions.serialize import serialize_edition
from digest.rendering import RenderSettings, find_default_templates, render_edition
from digest.rendering.archive_pages import render_archive
from tests.rendering.test_hostile_text import CASES, inject
from tests.support.chromium import CHROMIUM, COMMAND, Browser
from tests.support.golden_edition import CABLE, LIBRARY, MADE, golden_edition
from tests.support.rendering import edit_edition, render

AXE = os.environ.get("DIGEST_TEST_AXE", "")

SLOW = pytest.mark.slow
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def open_in_browser(folder: Path, page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Open a page in a fresh headless browser."""
    command = [
        *COMMAND,
        "--enable-logging=stderr",
        f"--user-data-dir={folder / 'profile'}",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        *options,
        page.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "edition.html"
    path.write_text(render(golden_edition()), "utf-8")
    return path


def add_script(page: Path, script: str) -> Path:
    """Return a copy of the page with a script that its content security policy would forbid."""
    text = page.read_text("utf-8")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    copy = page.with_name("probe.html")
    copy.write_text(text.replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    return copy


def read_answer(output: str) -> Any:
    """Return the value that the script wrote into the page."""
    found = re.search(r'<pre id="answer">(.*?)</pre>', output, re.DOTALL)
    assert found, "the script did not answer"
    return json.loads(
        found[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )


WRITE = (
    "function answer(value) { const out = document.createElement('pre'); out.id = 'answer';"
    " out.textContent = JSON.stringify(value); document.body.append(out); }"
)


def test_the_console_is_silent(page: Path, tmp_path: Path) -> None:
    result = open_in_browser(tmp_path, page, "--window-size=1280,900", "--dump-dom")
    assert "CONSOLE" not in result.stderr


def test_nothing_is_requested_even_without_the_policy(page: Path, tmp_path: Path) -> None:
    script = (
        WRITE + "onload = () => answer(performance.getEntriesByType('resource').map(entry => entry.name))"
    )
    result = open_in_browser(tmp_path, add_script(page, script), "--dump-dom")
    requested = read_answer(result.stdout)
    assert [address for address in requested if not address.startswith("data:")] == []


WIDTHS = (390, 768, 1280)
THEMES = sorted(path.stem for path in (find_default_templates() / "themes").glob("*.css"))


def write_pages() -> dict[str, str]:
    """Return every kind of page in the first theme, and an edition and the index in every theme."""
    golden = golden_edition()
    failed = tuple(replace(source, status="failed") for source in golden.sources)
    editions = {
        "hostile": inject(CASES["long word"]),
        "quiet": edit_edition(golden.stories[4]),
        "error": edit_edition(sources=failed, left_out=()),
        "days": replace(golden, window=(MADE - timedelta(days=3), MADE)),
        "german": replace(golden, language="de"),
    }
    pages = {name: render(edition, archive=True) for name, edition in editions.items()}
    pages["right to left"] = render(golden, archive=True, language="ar")
    pages["mail from right to left"] = render(golden, "mail", language="he")
    for theme in THEMES:
        settings = RenderSettings(archive=True, theme=theme)
        pages[theme] = render(golden, theme=theme, archive=True)
        pages |= {
            f"{theme} {name}": str(text)
            for name, text in render_archive([serialize_edition(golden)], settings, ".html").items()
            if name.endswith(".html")
        }
    # Each weekday has its colors.
    for days in range(7):
        day = replace(golden, date=golden.date - timedelta(days=days))
        pages[f"mail of {day.date:%A}"] = render(day, "mail")
    return pages


def inspect_pages(
    folder: Path, names: Sequence[str], script: str, *options: str, widths: Sequence[int] = WIDTHS
) -> dict[str, Any]:
    """Return {"page at width": result of the script}. The pages are frames as wide as screens in one browser.

    script: the body of a JavaScript function that runs in each page and returns a result or a promise of it.
    """
    pages = write_pages()
    frames = []
    for name in names:
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", pages[name])
        report = (
            f"Promise.resolve((() => {{{script}}})()).then(found => parent.postMessage([name, found], '*'))"
        )
        lines = f"<script src='axe.js'></script><script>onload = () => {report}</script></body>"
        file = folder / f"{names.index(name)}.html"
        file.write_text(text.replace("</body>", lines), "utf-8")
        frames += [
            f"<iframe name='{name} at {width}' src='{file.name}' width='{width}' height='900'></iframe>"
            for width in widths
        ]
    (folder / "axe.js").write_text(Path(AXE).read_text("utf-8") if AXE else "", "utf-8")
    collect = (
        f"{WRITE} const found = {{}}; let left = {len(frames)};"
        "addEventListener('message', ({ data: [name, value] }) => {"
        " found[name] = value; if (!--left) answer(found); });"
    )
    harness = folder / "harness.html"
    harness.write_text(
        f"<!doctype html><meta charset='utf-8'><body><script>{collect}</script>{''.join(frames)}</body>",
        "utf-8",
    )
    budget = ("--virtual-time-budget=120000", "--allow-file-access-from-files", "--window-size=1400,1000")
    found: dict[str, Any] = read_answer(
        open_in_browser(folder, harness, *budget, "--dump-dom", *options).stdout
    )
    assert len(found) == len(frames)
    return found


@pytest.mark.parametrize("pages", ["morning|hostile|right to left", pytest.param(".*", marks=SLOW)])
def test_nothing_scrolls_horizontally(tmp_path: Path, pages: str) -> None:
    """Down to 320 pixels; a page at 200 % on a screen of 1280 pixels is 640 wide."""
    script = (
        "document.querySelectorAll('details').forEach(fold => fold.open = true);"
        "const root = document.documentElement; return root.scrollWidth - root.clientWidth"
    )
    names = [name for name in write_pages() if re.fullmatch(pages, name)]
    found = inspect_pages(tmp_path, names, script, widths=(320, 640, *WIDTHS))
    assert {name: over for name, over in found.items() if over > 0} == {}


@SLOW
@pytest.mark.skipif(not AXE, reason="DIGEST_TEST_AXE names no axe.min.js")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_it_is_accessible(tmp_path: Path, theme: str, dark: bool) -> None:
    script = (
        "document.querySelectorAll('details').forEach(fold => fold.open = true);"
        "return axe.run(document).then(found => found.violations.map(rule => "
        "[rule.id, rule.nodes.map(node => node.html.slice(0, 200))]))"
    )
    others = ["quiet", "error", "german", "hostile", "right to left"] if theme == "morning" else []
    names = [name for name in write_pages() if name.startswith(theme)] + others
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    found = inspect_pages(tmp_path, names, script, *scheme)
    assert {name: violations for name, violations in found.items() if violations} == {}


FAINT = """
const light = color => color.match(/\\d+/g).slice(0, 3).map(part => part / 255)
  .map(part => part > .04045 ? ((part + .055) / 1.055) ** 2.4 : part / 12.92)
  .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], .05);
const ground = element => {
  const color = getComputedStyle(element).backgroundColor;
  return color === 'rgba(0, 0, 0, 0)' ? ground(element.parentElement) : color;
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), faint = [];
while (texts.nextNode()) {
  const text = texts.currentNode, element = text.parentElement;
  if (!text.data.trim() || element.matches('script') || !element.checkVisibility()) continue;
  const pair = [light(getComputedStyle(element).color), light(ground(element))];
  if (Math.max(...pair) < 4.5 * Math.min(...pair)) faint.push(element.outerHTML);
}
return faint
"""
"""Finds every text whose contrast is lower than WCAG AA requires; axe skips single characters."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_of_a_mail_has_enough_contrast(tmp_path: Path, dark: bool) -> None:
    names = [name for name in write_pages() if name.startswith("mail")]
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    found = inspect_pages(tmp_path, names, FAINT, *scheme, widths=(600,))
    assert {name: faint for name, faint in found.items() if faint} == {}


@SLOW
@pytest.mark.skipif(not AXE, reason="DIGEST_TEST_AXE names no axe.min.js")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_mail_is_accessible(tmp_path: Path, dark: bool) -> None:
    script = (
        "return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }).then(found =>"
        " found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html.slice(0, 200))]))"
    )
    names = [name for name in write_pages() if name.startswith("mail")]
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    found = inspect_pages(tmp_path, names, script, *scheme, widths=(390, 768))
    assert {name: violations for name, violations in found.items() if violations} == {}


def use_page(page: Path, folder: Path, script: str) -> Any:
    """Return the result of a script that uses the page as a reader does; it may answer later."""
    return read_answer(
        open_in_browser(
            folder, add_script(page, WRITE + script), "--virtual-time-budget=5000", "--dump-dom"
        ).stdout
    )


KEY = (
    "const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));"
)


def test_keys_move_between_stories_and_can_be_switched_off(page: Path, tmp_path: Path) -> None:
    script = (
        KEY + "const at = () => document.activeElement.id; const seen = [];"
        "for (const key of 'jjk') { press(key); seen.push(at()); }"
        "press('m'); seen.push(document.querySelectorAll('.is-read').length);"
        "press('m'); seen.push(document.querySelectorAll('.is-read').length);"
        "document.getElementById('keys').click(); press('j'); seen.push(at());"
        "answer(seen)"
    )
    first, second = (f"s-{summary.story.id}" for summary in golden_edition().stories[:2])
    assert use_page(page, tmp_path, script) == [first, second, first, 1, 0, first]


def test_the_filter_hides_stories_without_the_words(page: Path, tmp_path: Path) -> None:
    script = (
        "const box = document.getElementById('filter'), seen = [];"
        "for (const words of ['MILL crown', 'furtbrucke', 'nowhere', '']) {"
        " box.value = words; box.dispatchEvent(new Event('input'));"
        " seen.push([...document.querySelectorAll('.story, .brief')].filter(s => s.offsetHeight).length);"
        " seen.push([...document.querySelectorAll('section.section')].filter(s => s.offsetHeight).length); }"
        "answer(seen)"
    )
    assert use_page(page, tmp_path, script) == [1, 1, 1, 1, 0, 0, 9, 4]


def test_everything_is_visible_without_scripts(tmp_path: Path) -> None:
    """Elements for scripts stay hidden, and every fold is a details element."""
    tree: Any = lxml.html.document_fromstring(render(golden_edition(), archive=True))
    assert tree.get_element_by_id("tools").get("hidden") is not None
    assert tree.xpath("//details[not(summary)] | //button | //input | //*[@onclick]") == []
    without: Any = lxml.html.document_fromstring(render(golden_edition(), script=False))
    assert without.xpath("//script | //*[@id='tools']") == []
    assert len(without.cssselect(".story")) == len(tree.cssselect(".story"))


def test_the_keyboard_reaches_everything_in_reading_order_without_scripts(page: Path, tmp_path: Path) -> None:
    with Browser(tmp_path / "profile", 1280, 900) as browser:

        def press(name: str, code: int, text: str = "") -> None:
            for kind in ("keyDown", "keyUp"):
                key = {"key": name, "code": name, "windowsVirtualKeyCode": code, "text": text}
                browser.send_command("Input.dispatchKeyEvent", type=kind, **key)

        browser.send_command("Emulation.setScriptExecutionDisabled", value=True)
        browser.open(page.as_uri())
        assert browser.evaluate("document.getElementById('tools').offsetHeight") == 0
        browser.evaluate(
            "var all = [...document.querySelectorAll('a[href], summary')].filter(e => e.checkVisibility()); 0"
        )
        count = browser.evaluate("all.length")
        reached, folded = [], 0
        for _ in range(count):
            press("Tab", 9)
            reached.append(browser.evaluate("all.indexOf(document.activeElement)"))
            outline = browser.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", browser.evaluate("document.activeElement.outerHTML")
            if browser.evaluate("document.activeElement.matches('details:not([open]) > summary')"):
                press("Enter", 13, "\r")
                assert browser.evaluate("document.activeElement.parentElement.open")
                press("Enter", 13, "\r")
                folded += 1
        assert reached == list(range(count))
        assert folded > 0


def test_the_sources_of_a_story_begin_where_its_headline_begins(page: Path, tmp_path: Path) -> None:
    edges = (
        "[...document.querySelectorAll('.story:not(:has([dir=rtl]))')].map(story =>"
        " ['.story__title', '.story__foot > :last-child'].map(part =>"
        " Math.round(story.querySelector(part).getBoundingClientRect().left)))"
    )
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.open(page.as_uri())
        browser.evaluate("document.querySelector('.story--lead details.earlier').remove()")
        found = browser.evaluate(edges)
    assert len(found) > 3
    assert [pair for pair in found if pair[0] != pair[1]] == []


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (800, False)])
def test_a_wide_story_of_one_sentence_has_it_beside_its_headline(
    tmp_path: Path, width: int, beside: bool
) -> None:
    rows = [replace(row, sentences=row.sentences[:1]) for row in golden_edition().stories if not row.brief]
    page = tmp_path / "wide.html"
    page.write_text(render(edit_edition(*rows[:4])), "utf-8")
    edges = "['.story__title', '.summary'].map(part => wide.querySelector(part).getBoundingClientRect().left)"
    with Browser(tmp_path / "profile", width, 900) as browser:
        browser.open(page.as_uri())
        headline, text = browser.evaluate(f"(wide => {edges})(document.querySelector('.story--wide'))")
    assert (text - headline > width / 3) is beside


@pytest.mark.parametrize("continues", [True, False])
def test_the_picture_of_the_lead_stands_beside_its_text(tmp_path: Path, continues: bool) -> None:
    data = serialize_edition(golden_edition())
    if not continues:
        data["stories"][0].update({"days": [], "differences": []})
    data["stories"][0]["picture"] = {
        "from": "", "alt": "", "data": "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "width": 720,
        "height": 480, "article": 0,
    }  # fmt: skip
    page = tmp_path / "lead.html"
    (html,) = render_edition(data, RenderSettings(formats=("html",), images=("html",))).values()
    page.write_text(str(html), "utf-8")
    parts = "['.story__picture', '.story__text', '.story__foot']"
    boxes = f"{parts}.map(part => document.querySelector('.story--lead ' + part).getBoundingClientRect())"
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.open(page.as_uri())
        picture, text, foot = browser.evaluate(f"{boxes}.map(box => box.toJSON())")
    assert picture["left"] > text["right"]
    assert picture["top"] == pytest.approx(text["top"], abs=5)
    # A time line and figures need the whole width; else the sources stand beside the picture, too.
    assert (foot["top"] > picture["bottom"]) is continues


@pytest.mark.parametrize(("language", "side"), [("en", "right"), ("ar", "left")])
def test_the_picture_of_a_story_touches_the_edge_and_leaves_a_gap_to_the_text(
    tmp_path: Path, language: str, side: str
) -> None:
    data = serialize_edition(golden_edition())
    for story in data["stories"]:
        if story["tier"] == "second":
            story["picture"] = {
                "from": "", "alt": "", "data": "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "width": 720,
                "height": 480, "article": 0,
            }  # fmt: skip
    page = tmp_path / "second.html"
    settings = RenderSettings(formats=("html",), images=("html",), language=language)
    page.write_text(str(*render_edition(data, settings).values()), "utf-8")
    edges = "['.story', '.story__picture'].map(part => document.querySelector('.section--second ' + part))"
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.open(page.as_uri())
        story, picture = browser.evaluate(f"{edges}.map(part => part.getBoundingClientRect().toJSON())")
        gap = "getComputedStyle(document.querySelector('.section--second .story__picture'))"
        inner = browser.evaluate(f"{gap}['margin-{'left' if side == 'right' else 'right'}']")
    assert picture[side] == pytest.approx(story[side], abs=1)
    assert inner == "24px"


def test_a_long_figure_does_not_widen_a_narrow_page(tmp_path: Path) -> None:
    data = serialize_edition(golden_edition())
    story = next(story for story in data["stories"] if story["differences"])
    for reported in story["differences"][0]["figures"]:
        reported["figure"] = "about four hundred thousand kilometres"
    page = tmp_path / "figures.html"
    page.write_text(str(*render_edition(data, RenderSettings(formats=("html",))).values()), "utf-8")
    with Browser(tmp_path / "profile") as browser:
        phone = {"width": 360, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.send_command("Emulation.setDeviceMetricsOverride", **phone)
        browser.open(page.as_uri())
        assert browser.evaluate("document.documentElement.scrollWidth") == 360


def test_a_short_page_ends_with_the_window(tmp_path: Path) -> None:
    page = tmp_path / "empty.html"
    page.write_text(render(edit_edition()), "utf-8")
    with Browser(tmp_path / "profile", 1280, 2000) as browser:
        browser.open(page.as_uri())
        foot, window = browser.evaluate(
            "[document.querySelector('.foot').getBoundingClientRect().bottom, innerHeight]"
        )
    assert foot == pytest.approx(window, abs=1)


def test_columns_of_a_text_run_in_its_direction(tmp_path: Path) -> None:
    page = tmp_path / "columns.html"
    page.write_text(render(golden_edition(), language="he"), "utf-8")
    texts = "[...document.querySelectorAll('.story__text:has(> [dir=ltr])')]"
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.open(page.as_uri())
        found = browser.evaluate(f"{texts}.map(text => getComputedStyle(text).direction)")
    assert set(found) == {"ltr"}


@pytest.mark.parametrize(("language", "foreign"), [("en", "rtl"), ("he", "ltr")])
def test_the_outlets_of_a_brief_stand_where_its_text_begins(
    tmp_path: Path, language: str, foreign: Literal["rtl", "ltr"]
) -> None:
    """Where its script runs against that of the page, too; the words of the page keep their order."""
    data = serialize_edition(golden_edition())
    brief = next(story for story in data["stories"] if story["tier"] == "brief")
    brief.update({"language": {"rtl": "ar", "ltr": "de"}[foreign], "direction": foreign})
    page = tmp_path / "briefs.html"
    (html,) = render_edition(data, RenderSettings(formats=("html",), language=language)).values()
    page.write_text(str(html), "utf-8")
    line = f"getComputedStyle(document.querySelector('#s-{brief['id']} .brief__m'))"
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.open(page.as_uri())
        side, order = browser.evaluate(f"[{line}.textAlign, {line}.direction]")
    assert side == {"rtl": "right", "ltr": "left"}[foreign]
    assert order == {"rtl": "ltr", "ltr": "rtl"}[foreign]


def test_a_narrow_page_without_stories_says_when_it_was_written(tmp_path: Path) -> None:
    """Beside the number of stories there is no room for it."""
    facts = "document.querySelector('.masthead__facts').innerText.trim()"
    found = []
    with Browser(tmp_path / "profile", 500, 900) as browser:
        for name, edition in (("none", edit_edition()), ("some", golden_edition())):
            page = tmp_path / f"{name}.html"
            page.write_text(render(edition), "utf-8")
            browser.open(page.as_uri())
            found.append(browser.evaluate(facts).partition("\n")[0])
    assert found[0] == "Written at 06:30 from 13 of 15 sources."
    assert "Written" not in found[1]


@pytest.mark.parametrize("theme", ["list", "terminal"])
def test_what_the_contents_lead_to_is_visible(tmp_path: Path, theme: str) -> None:
    page = tmp_path / "edition.html"
    page.write_text(render(golden_edition(), theme=theme), "utf-8")
    targets = "[...document.querySelectorAll('.contents a')].map(link => document.querySelector(link.hash))"
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.open(page.as_uri())
        visible = browser.evaluate(f"{targets}.map(target => target.checkVisibility())")
    assert len(visible) > 4
    assert all(visible)


@pytest.mark.parametrize("theme", ["morning", "newspaper"])
def test_the_sources_of_a_story_are_set_smaller_than_its_text(tmp_path: Path, theme: str) -> None:
    """A face with low letters is enlarged to the size of the others; where all is set in it, labels grew."""
    page = tmp_path / "edition.html"
    page.write_text(render(golden_edition(), theme=theme), "utf-8")
    width = (
        "(place => { const word = document.createElement('span'); word.textContent = 'nnnnnnnnnn';"
        " word.style = 'font-family: serif; font-weight: 400'; document.querySelector(place).append(word);"
        " return word.getBoundingClientRect().width; })"
    )
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.open(page.as_uri())
        sources, text = (
            browser.evaluate(f"{width}('{place}')")
            for place in (".evidence > summary", ".section--second .summary:not(.summary--key)")
        )
    assert 0 < sources < text * 0.96


def test_the_lines_between_stories_are_printed(page: Path, tmp_path: Path) -> None:
    """Browsers leave out backgrounds, of which they are made, unless the page asks for them."""
    lines = {".masthead__bar": "before", ".columns > .story": "before", ".days--across li": "after"}
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.send_command("Emulation.setEmulatedMedia", media="print")
        browser.open(page.as_uri())
        for part, side in lines.items():
            style = f"getComputedStyle(document.querySelector('{part}'), '::{side}').printColorAdjust"
            assert browser.evaluate(style) == "exact", part


def test_the_foot_is_printed_as_lines_below_the_last_words(page: Path, tmp_path: Path) -> None:
    """Printed with its chart and lists, it takes a sheet for itself; links to other editions lead nowhere."""
    with Browser(tmp_path / "profile", 1000, 900) as browser:
        browser.open(page.as_uri())
        shown = browser.evaluate("document.querySelector('.foot').innerText")
        browser.send_command("Emulation.setEmulatedMedia", media="print")
        printed = browser.evaluate("document.querySelector('.foot').innerText")
        hidden = browser.evaluate(
            "['.skyline', '.reasons', '.editions', '.colophon'].filter(part =>"
            " document.querySelector('.foot ' + part)?.checkVisibility())"
        )
    assert hidden == []
    assert len(printed.splitlines()) < len(shown.splitlines()) / 2
    leads = [line for line in shown.splitlines() if line.strip().endswith(("answered.", "in this edition."))]
    assert leads
    assert all(lead.strip() in printed for lead in leads)


def test_every_theme_prints_black_on_white(tmp_path: Path) -> None:
    """The paper of a screen prints as a tinted box within the white margins."""
    style = "getComputedStyle(document.documentElement)"
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.send_command("Emulation.setEmulatedMedia", media="print")
        for theme in ("morning", "newspaper", "list", "terminal"):
            page = tmp_path / f"{theme}.html"
            page.write_text(render(golden_edition(), theme=theme), "utf-8")
            browser.open(page.as_uri())
            colors = browser.evaluate(f"[{style}.backgroundColor, {style}.color]")
            assert colors == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], theme


def test_on_a_phone_no_picture_is_larger_than_that_of_the_lead(tmp_path: Path) -> None:
    data = serialize_edition(golden_edition())
    second = next(story for story in data["stories"] if story["tier"] == "second")
    for story in (data["stories"][0], second):
        story["picture"] = {
            "from": "", "alt": "", "data": "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "width": 720,
            "height": 480, "article": 0,
        }  # fmt: skip
    page = tmp_path / "phone.html"
    (html,) = render_edition(data, RenderSettings(formats=("html",), images=("html",))).values()
    page.write_text(str(html), "utf-8")
    with Browser(tmp_path / "profile", 500, 900) as browser:
        browser.open(page.as_uri())
        lead, other = browser.evaluate(
            "[...document.querySelectorAll('.story__picture img')].map(image => image.clientHeight)"
        )
    assert lead > other > 0


def test_a_row_of_tall_stories_may_go_on_on_the_next_page(page: Path, tmp_path: Path) -> None:
    """Moved whole, it would leave a third of a printed page empty; a headline stays with its text."""
    breaks = {".columns--second > .story": "auto", ".story__head": "avoid", ".brief": "avoid"}
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.send_command("Emulation.setEmulatedMedia", media="print")
        browser.open(page.as_uri())
        for part, expected in breaks.items():
            style = f"getComputedStyle(document.querySelector('{part}')).breakInside"
            assert browser.evaluate(style) == expected, part
        assert (
            browser.evaluate("getComputedStyle(document.querySelector('.columns--second')).display") == "grid"
        )


def test_a_printed_list_keeps_a_story_whole_and_parts_the_lead_from_the_next(tmp_path: Path) -> None:
    """Torn, a story leaves its picture behind; the contents, which draw the line, are not printed."""
    page = tmp_path / "list.html"
    page.write_text(render(golden_edition(), theme="list"), "utf-8")
    with Browser(tmp_path / "profile", 1280, 900) as browser:
        browser.send_command("Emulation.setEmulatedMedia", media="print")
        browser.open(page.as_uri())
        style = "getComputedStyle(document.querySelector('{}')).{}"
        assert browser.evaluate(style.format(".columns--second > .story", "breakInside")) == "avoid"
        assert browser.evaluate(style.format(".section--second", "borderTopStyle")) == "solid"


def test_the_search_page_finds_without_a_server(tmp_path: Path) -> None:
    found = render_archive([serialize_edition(golden_edition())], RenderSettings(archive=True), ".html")
    page = tmp_path / "search.html"
    page.write_text(str(found["search.html"]), "utf-8")
    script = (
        "const box = document.getElementById('words'), seen = [];"
        "for (const words of ['KORVATH pylon', 'مكتبة', 'nowhere']) {"
        " box.value = words; box.dispatchEvent(new Event('input'));"
        " seen.push([...document.querySelectorAll('#found a')].map(link => link.getAttribute('href')));"
        " seen.push(document.getElementById('count').textContent); } answer(seen)"
    )
    link = "digest-2026-10-16.html#s-{}".format
    assert use_page(page, tmp_path, script) == [
        [link(CABLE.id)], "Found: 1", [link(LIBRARY.id)], "Found: 1", [],
        "Nothing found. All words must stand in one story.",
    ]  # fmt: skip


def test_the_policy_allows_only_the_own_script(page: Path, tmp_path: Path) -> None:
    assert "<label" in open_in_browser(tmp_path, page, "--dump-dom").stdout
    injected = page.with_name("injected.html")
    text = page.read_text("utf-8")
    injected.write_text(text.replace("</body>", "<script>document.title = 'x'</script></body>"), "utf-8")
    shown = open_in_browser(tmp_path, injected, "--dump-dom")
    assert "<title>x</title>" not in shown.stdout
    assert "Content Security Policy" in shown.stderr


@SLOW
@pytest.mark.parametrize("theme", THEMES)
def test_screenshots_of_every_theme(theme: str, tmp_path: Path) -> None:
    """For people to look at: DIGEST_TEST_PICTURES names the folder for them."""
    folder = Path(os.environ.get("DIGEST_TEST_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    page = tmp_path / "page.html"
    page.write_text(render(golden_edition(), theme=theme, archive=True), "utf-8")
    for name, scheme in {"light": "1", "dark": "0"}.items():
        for width in (500, 1280):
            picture = folder / f"{theme}-{width}-{name}.png"
            open_in_browser(
                tmp_path, page, f"--screenshot={picture}", f"--window-size={width},2400", "--hide-scrollbars",
                f"--blink-settings=preferredColorScheme={scheme}",
            )  # fmt: skip
            assert picture.stat().st_size > 10_000
