"""Measure the cost of rendering an edition in each output format, and of displaying its page.

    python -m benchmarks.page [--stories N ...] [--in-full N]

--stories: the sizes of edition to measure (default 5, 50 and 500 stories). --in-full: how many stories are
rendered in full (default 12); the others are briefs. PDF is measured up to 50 stories only.

The last line printed is one JSON object: for each size and format CPU seconds and bytes; for HTML also
first_paint_ms, the milliseconds until the browser paints the page, the median of seven loads, or null where
Chromium is not installed.
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

from digest.editions.serialize import serialize_edition
from digest.models import Edition
from digest.rendering import OUTPUTS, RenderSettings, render_edition
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


def make_test_edition(stories: int, in_full: int) -> Edition:
    """The test edition with so many stories, the first ones in full."""
    full = [summary for summary in golden_edition().stories if not summary.brief]
    briefs = [summary for summary in golden_edition().stories if summary.brief]
    chosen = [(full if index < in_full else briefs)[index % 3] for index in range(stories)]
    copies = (
        replace(summary, story=replace(summary.story, id=f"{index:016x}"))
        for index, summary in enumerate(chosen)
    )
    return replace(golden_edition(), stories=tuple(copies))


def measure_paint(page: str) -> float | None:
    """Median milliseconds from the start of loading to the first paint in one browser; None without one."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not browser:
        return None
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "page.html"
        file.write_text(text.replace("<head>", f"<head>{PAINT}"), "utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr")
        session = ("--remote-debugging-port=0", f"--user-data-dir={folder}/profile", file.as_uri())
        with subprocess.Popen([browser, *options, *session], stderr=subprocess.PIPE, text=True) as running:
            assert running.stderr
            matches = (re.search(r"painted (\[.*?\]) painted", line) for line in running.stderr)
            found = next(filter(None, matches), None)
            running.terminate()
    return median(json.loads(found[1])) if found else None


def measure(stories: int, in_full: int) -> dict[str, Any]:
    """Render an edition of so many stories in every format: {format: figures}."""
    data = serialize_edition(make_test_edition(stories, in_full))
    figures: dict[str, Any] = {}
    for name in OUTPUTS:
        if name == "pdf" and stories > 50:
            continue
        started = time.process_time()
        (page,) = render_edition(data, RenderSettings(formats=(name,))).values()
        size = len(page.encode() if isinstance(page, str) else page)
        figures[name] = {"cpu_seconds": round(time.process_time() - started, 3), "bytes": size}
        if name == "html":
            figures[name]["first_paint_ms"] = measure_paint(str(page))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, nargs="+", default=[5, 50, 500])
    parser.add_argument("--in-full", type=int, default=12)
    args = parser.parse_args()
    print(json.dumps({str(count): measure(count, args.in_full) for count in args.stories}))


if __name__ == "__main__":
    main()
