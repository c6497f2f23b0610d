"""What readers look for on a page: at most three steps by keyboard, and in the accessibility tree.

A step of the keyboard is a key, held or pressed again until it leads there, or a word that is typed. A step
in the tree is what a screen reader does at once: go to the next thing of a role and a name, or activate it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.chromium import CHROMIUM, Browser
from tests.support.golden_edition import BRIEFS, CABLE, MILL, golden_edition
from tests.support.rendering import render

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

MAX_STEPS = 3
KEYS = {"Tab": 9, "Enter": 13, "j": 74, "o": 79, "/": 191}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, str]]:
    folder = tmp_path_factory.mktemp("tasks")
    page = folder / "digest-2026-10-16.html"
    page.write_text(render(golden_edition(), archive=True), "utf-8")
    with Browser(folder / "profile", 1280, 900) as browser:
        yield browser, page.as_uri()


@pytest.fixture(params=[1280, 390], ids=["wide", "phone"])
def browser(request: pytest.FixtureRequest, opened: tuple[Browser, str]) -> Browser:
    browser, address = opened
    size = {"width": request.param, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.send_command("Emulation.setDeviceMetricsOverride", **size)
    browser.open(address)
    return browser


class Keyboard:
    """Presses keys and counts steps."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.steps = 0

    def press(self, name: str, until: str = "true", times: int = 12) -> None:
        """Press a key until a JavaScript condition holds: one step."""
        self.steps += 1
        text = {"Enter": "\r", "Tab": ""}.get(name, name)
        for _ in range(times):
            for kind in ("keyDown", "keyUp"):
                key = {"key": name, "windowsVirtualKeyCode": KEYS[name], "text": text}
                self.browser.send_command("Input.dispatchKeyEvent", type=kind, **key)
            if self.browser.evaluate(until):
                return
        raise AssertionError(f"{name} never led to {until}")

    def type(self, word: str) -> None:
        self.steps += 1
        self.browser.send_command("Input.insertText", text=word)

    def sees(self, selector: str) -> str:
        """Return the text of the element that the selector finds, which must be visible."""
        found: str = self.browser.evaluate(
            f"(e => e && e.checkVisibility() ? e.innerText : '')(document.querySelector({selector!r}))"
        )
        return " ".join(found.split())


class ScreenReader:
    """Walks the accessibility tree and counts steps."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.steps = 0
        self.place = ""
        self.read()

    def read(self) -> None:
        nodes = self.browser.send_command("Accessibility.getFullAXTree")["nodes"]
        self.nodes: dict[str, dict[str, Any]] = {node["nodeId"]: node for node in nodes}
        self.root = nodes[0]["nodeId"]

    def walk(self, place: str) -> Iterator[dict[str, Any]]:
        """Yield a node and everything below it, in reading order."""
        node = self.nodes[place]
        yield node
        for child in node.get("childIds", ()):
            if child in self.nodes:
                yield from self.walk(child)

    def go(self, role: str, name: str) -> str:
        """Go to the next node of a role whose name contains a text, after the place it is at: one step."""
        self.steps += 1
        order = list(self.walk(self.root))
        ids = [node["nodeId"] for node in order]
        start = ids.index(self.place) + 1 if self.place in ids else 0
        for node in order[start:]:
            found = str(node.get("name", {}).get("value", ""))
            if not node.get("ignored") and node["role"]["value"] == role and name in found:
                self.place = node["nodeId"]
                return found
        raise AssertionError(f"there is no {role} with the name {name}")

    def activate(self) -> None:
        """Activate what it is at: one step."""
        self.steps += 1
        backend = self.nodes[self.place]["backendDOMNodeId"]
        handle = self.browser.send_command("DOM.resolveNode", backendNodeId=backend)["object"]["objectId"]
        self.browser.send_command(
            "Runtime.callFunctionOn",
            objectId=handle,
            functionDeclaration="function () { (this.nodeType === 1 ? this : this.parentElement).click() }",
        )
        self.read()


LEAD, MILL_ID = f"#s-{CABLE.id}", f"#s-{MILL.id}"


def test_the_second_source_of_the_lead_by_keyboard(browser: Browser) -> None:
    keyboard = Keyboard(browser)
    keyboard.press("j", f"document.activeElement.matches('{LEAD}')")
    keyboard.press("o", f"document.querySelector('{LEAD} .evidence').open")
    second = keyboard.sees(f"{LEAD} .sources li:nth-child(2)")
    assert second.startswith("Tarnfield Times")
    assert browser.evaluate(f"document.querySelector('{LEAD} .sources li:nth-child(2) a').href").startswith(
        "http"
    )
    assert keyboard.steps <= MAX_STEPS


def test_the_second_source_of_the_lead_by_screen_reader(browser: Browser) -> None:
    reader = ScreenReader(browser)
    reader.go("DisclosureTriangle", "Sources: 1 ")
    reader.activate()
    assert reader.go("link", "Tarnfield Times").startswith("Tarnfield Times")
    assert reader.steps <= MAX_STEPS


def test_what_is_new_since_yesterday_by_keyboard(browser: Browser) -> None:
    keyboard = Keyboard(browser)
    keyboard.press("Tab", "document.activeElement.matches('.masthead__jump')", 3)
    keyboard.press("Enter", "location.hash === '#contents-h'")
    assert "updated" in keyboard.sees(".contents")
    assert keyboard.steps <= MAX_STEPS


def test_what_is_new_since_yesterday_by_screen_reader(browser: Browser) -> None:
    reader = ScreenReader(browser)
    assert reader.go("heading", "New since ").startswith("New since ")
    assert reader.steps <= MAX_STEPS


def test_why_reports_are_one_story_by_keyboard(browser: Browser) -> None:
    keyboard = Keyboard(browser)
    keyboard.press("j", f"document.activeElement.matches('{MILL_ID}')")
    keyboard.press("o", f"document.querySelector('{MILL_ID} .evidence').open")
    assert keyboard.sees(f"{MILL_ID} .why").startswith("Why these are one story The ")
    assert keyboard.steps <= MAX_STEPS


def test_why_reports_are_one_story_by_screen_reader(browser: Browser) -> None:
    reader = ScreenReader(browser)
    reader.go("heading", MILL.lead.title)
    reader.go("DisclosureTriangle", "Sources: 1 ")
    reader.activate()
    assert "Why these are one story" in " ".join(
        str(node.get("name", {}).get("value", "")) for node in reader.walk(reader.root)
    )
    assert reader.steps <= MAX_STEPS


def test_the_brief_on_a_subject_by_keyboard(browser: Browser) -> None:
    keyboard = Keyboard(browser)
    keyboard.press("/", "document.activeElement.id === 'filter'")
    keyboard.type("kino")
    shown = "[...document.querySelectorAll('.story, .brief')].filter(e => e.checkVisibility()).map(e => e.id)"
    assert browser.evaluate(shown) == [f"s-{BRIEFS[1].id}"]
    assert keyboard.steps <= MAX_STEPS


def test_the_brief_on_a_subject_by_screen_reader(browser: Browser) -> None:
    reader = ScreenReader(browser)
    reader.go("heading", "Briefs")
    reader.go("heading", "Kino")
    reader.go("link", "Kino")
    assert reader.steps <= MAX_STEPS


def test_the_page_of_yesterday_by_keyboard(browser: Browser) -> None:
    keyboard = Keyboard(browser)
    keyboard.press("Tab", "document.activeElement.rel === 'prev'", 4)
    keyboard.press("Enter", "document.readyState !== 'loading'")
    assert keyboard.steps <= MAX_STEPS


def test_the_page_of_yesterday_by_screen_reader(browser: Browser) -> None:
    reader = ScreenReader(browser)
    reader.go("navigation", "Editions")
    assert "Thursday" in reader.go("link", "Thursday")
    assert (
        browser.evaluate("document.querySelector('a[rel=prev]').getAttribute('href')")
        == "digest-2026-10-15.html"
    )
    assert reader.steps <= MAX_STEPS
