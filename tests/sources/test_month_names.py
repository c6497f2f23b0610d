"""The names of months in all languages of CLDR."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
from zoneinfo import ZoneInfo
from digest.rendering.localize import make_localizer
from digest.sources.day_periods import find_day_half
from digest.sources.month_names import find_month
print(find_month("leden", "cs"), find_month("mayıs", "tr"), end=" ")
for language in ("de", "es", "it", "nl", "pl"):
    find_day_half("h", language, 8)
for language in ("de", "es", "it", "nl", "pl"):
    print(make_localizer("2026-03-05", language, ZoneInfo("UTC")).number(1234567.5, 2), end=" ")
"""


def test_reading_the_names_of_a_language_leaves_its_other_formats_as_they_are() -> None:
    result = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert result.stderr == ""
    numbers = (
        "1.234.567,50 1.234.567,50 1.234.567,50 1.234.567,50 1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,50"
    )
    assert result.stdout.split(" ") == ["1", "5", *numbers.split(" "), ""]
