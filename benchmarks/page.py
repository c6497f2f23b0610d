"""What an edition costs to write and to show.

    python -m benchmarks.page [--stories N ...] [--in-full N]

Prints one JSON object last: for each number of stories (those told in full first, the others in brief) and
each format CPU seconds and bytes; and for the HTML, where Chromium is installed, the milliseconds until the
first paint, the best of three loads by a fresh browser.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from digest.edition import edition_data
from digest.model import Edition
from digest.render import OUTPUTS, RenderSettings, render_edition
from tests.golden_edition import golden_edition

PAINT = (
    "<script>new PerformanceObserver(list => { const out = document.createElement('pre'); out.id = 'paint';"
    "out.textContent = list.getEntriesByName('first-contentful-paint')[0]?.startTime ?? '';"
    "if (out.textContent) document.body.append(out); }).observe({ type: 'paint', buffered: true })</script>"
)


def make_edition(stories: int, in_full: int) -> Edition:
    """The test edition with so many stories, the first of them told in full."""
    full = [told for told in golden_edition().stories if not told.brief]
    short = [told for told in golden_edition().stories if told.brief]
    told = [(full if place < in_full else short)[place % 3] for place in range(stories)]
    copies = (replace(one, story=replace(one.story, id=f"{place:016x}")) for place, one in enumerate(told))
    return replace(golden_edition(), stories=tuple(copies))


def measure_paint(page: str) -> float | None:
    """Milliseconds from the start of loading to the first paint, or None without a browser."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not browser:
        return None
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    times = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page.html"
            file.write_text(text.replace("<head>", f"<head>{PAINT}"), "utf-8")
            options = ("--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "--timeout=4000")
            command = [browser, *options, f"--user-data-dir={folder}/profile", file.as_uri()]
            shown = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout
            times += [float(found) for found in re.findall(r'<pre id="paint">([\d.]+)</pre>', shown)]
    return min(times, default=None)


def measure(stories: int, in_full: int) -> dict[str, Any]:
    """Every format of an edition of so many stories."""
    data = edition_data(make_edition(stories, in_full))
    found: dict[str, Any] = {}
    for name in OUTPUTS:
        if name == "pdf" and stories > 50:
            continue
        begun = time.process_time()
        (page,) = render_edition(data, RenderSettings(formats=(name,))).values()
        size = len(page.encode() if isinstance(page, str) else page)
        found[name] = {"cpu_seconds": round(time.process_time() - begun, 3), "bytes": size}
        if name == "html":
            found[name]["first_paint_ms"] = measure_paint(str(page))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, nargs="+", default=[5, 50, 500])
    parser.add_argument("--in-full", type=int, default=12)
    given = parser.parse_args()
    print(json.dumps({str(count): measure(count, given.in_full) for count in given.stories}))


if __name__ == "__main__":
    main()
