"""The page in a real browser: nothing in the console, no request, no sideways scroll, accessible."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.golden_edition import golden_edition
from tests.rendering import render

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = os.environ.get("DIGEST_TEST_AXE", "")

SLOW = pytest.mark.slow
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def browse(folder: Path, page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Open a page in a fresh headless browser."""
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--enable-logging=stderr",
        f"--user-data-dir={folder / 'profile'}",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        *options,
        page.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "edition.html"
    path.write_text(render(golden_edition()), "utf-8")
    return path


def probe(page: Path, script: str) -> Path:
    """A copy of the page with a script in it, which its own policy would forbid."""
    text = page.read_text("utf-8")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    copy = page.with_name("probe.html")
    copy.write_text(text.replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    return copy


def answer(output: str) -> Any:
    """What a probe's script wrote into the page."""
    found = re.search(r'<pre id="answer">(.*?)</pre>', output, re.DOTALL)
    assert found, "the probe did not answer"
    return json.loads(
        found[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )


WRITE = (
    "function answer(value) { const out = document.createElement('pre'); out.id = 'answer';"
    " out.textContent = JSON.stringify(value); document.body.append(out); }"
)


def test_the_console_is_silent(page: Path, tmp_path: Path) -> None:
    result = browse(tmp_path, page, "--window-size=1280,900", "--dump-dom")
    assert "CONSOLE" not in result.stderr


def test_nothing_is_asked_for_even_without_the_policy_that_forbids_it(page: Path, tmp_path: Path) -> None:
    script = (
        WRITE + "onload = () => answer(performance.getEntriesByType('resource').map(entry => entry.name))"
    )
    result = browse(tmp_path, probe(page, script), "--dump-dom")
    asked = answer(result.stdout)
    assert [address for address in asked if not address.startswith("data:")] == []


@pytest.mark.parametrize("width", [500, 1280, *(pytest.param(width, marks=SLOW) for width in (768, 1600))])
def test_nothing_scrolls_sideways(page: Path, tmp_path: Path, width: int) -> None:
    script = WRITE + "answer([document.documentElement.scrollWidth, document.documentElement.clientWidth])"
    result = browse(tmp_path, probe(page, script), f"--window-size={width},900", "--dump-dom")
    wide, room = answer(result.stdout)
    assert wide <= room


@pytest.mark.skipif(not AXE, reason="DIGEST_TEST_AXE names no axe.min.js")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [500, 1280])
def test_it_is_accessible(page: Path, tmp_path: Path, width: int, dark: bool) -> None:
    script = Path(AXE).read_text("utf-8").replace("</script", "<\\/script") + WRITE
    script += (
        "document.querySelectorAll('details').forEach(fold => fold.open = true);"
        "axe.run(document).then(found => answer(found.violations.map(rule => "
        "[rule.id, rule.nodes.map(node => node.html.slice(0, 200))])))"
    )
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    result = browse(
        tmp_path,
        probe(page, script),
        f"--window-size={width},900",
        "--virtual-time-budget=20000",
        "--dump-dom",
        *scheme,
    )
    assert answer(result.stdout) == []
