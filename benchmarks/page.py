"""What an edition costs to write and to show.

    python -m benchmarks.page [--stories N ...] [--in-full N]

Prints one JSON object last: for each number of stories (those told in full first, the others in brief) and
each format CPU seconds and bytes; and for the HTML, where Chromium is installed, the milliseconds until the
first paint, the median of seven loads in one browser.
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
from statistics import median
from typing import Any

from digest.editions.edition_data import edition_data
from digest.models import Edition
from digest.render import OUTPUTS, RenderSettings, render_edition
from tests.support.golden_edition import golden_edition

LOADS = 7

PAINT = f"""<script>
new PerformanceObserver(list => {{
  const paint = list.getEntriesByName("first-contentful-paint")[0];
  if (!paint) return;
  const loads = [...JSON.parse(sessionStorage.loads ?? "[]"), paint.startTime];
  sessionStorage.loads = JSON.stringify(loads);
  if (loads.length < {LOADS}) setTimeout(() => location.reload(), 100);
  else console.log(`painted ${{sessionStorage.loads}} painted`);
}}).observe({{ type: "paint", buffered: true }})
</script>"""


def make_edition(stories: int, in_full: int) -> Edition:
    """The test edition with so many stories, the first of them told in full."""
    full = [told for told in golden_edition().stories if not told.brief]
    short = [told for told in golden_edition().stories if told.brief]
    told = [(full if place < in_full else short)[place % 3] for place in range(stories)]
    copies = (replace(one, story=replace(one.story, id=f"{place:016x}")) for place, one in enumerate(told))
    return replace(golden_edition(), stories=tuple(copies))


def measure_paint(page: str) -> float | None:
    """Milliseconds from the start of loading to the first paint, the median of some loads in one browser.

    None without a browser.
    """
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not browser:
        return None
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "page.html"
        file.write_text(text.replace("<head>", f"<head>{PAINT}"), "utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr")
        stay = ("--remote-debugging-port=0", f"--user-data-dir={folder}/profile", file.as_uri())
        with subprocess.Popen([browser, *options, *stay], stderr=subprocess.PIPE, text=True) as running:
            assert running.stderr
            told = (re.search(r"painted (\[.*?\]) painted", line) for line in running.stderr)
            found = next(filter(None, told), None)
            running.terminate()
    return median(json.loads(found[1])) if found else None


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
