"""Count the faults of two days of invented news, of which it is known what each sentence tells.

    python -m benchmarks.invented_days [--verbose]

Reads benchmarks/invented_days.jsonl: reports by invented outlets, each headline and sentence with the facts
that it tells. "dead3<dead7" is a fact that a later one overtakes, "-" is no news. An edition is made of each
day, as `benchmarks.editor` does. --verbose prints every story with its faults.

The last line is one JSON object with the number of stories in full, and how many of 100 are free of each
fault: the signs of `benchmarks.editor`, and

    twice      a line that tells nothing but what headline and lines above it have told; the first may
    missing    no line tells the fact of the headline, and the first is not of the headline's own report
    stale      a line that tells what a report of the story has overtaken
    headline   a headline that tells such a thing, or no news
    off        a line that is no news
    join       reports of two events
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.editor import FAULTS, count_faults, make_editions
from digest.models import StoryData

REPORTS = Path(__file__).with_suffix(".jsonl")
NO_NEWS = "-"


class Facts(NamedTuple):
    """What the reports tell: {headline: its facts}, {sentence: its facts}, {headline: its event}."""

    of_headlines: Mapping[str, Sequence[str]]
    of_sentences: Mapping[str, Sequence[str]]
    events: Mapping[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--verbose", action="store_true", help="print every story with its faults")
    verbose = parser.parse_args().verbose
    reports = [json.loads(line) for line in REPORTS.read_text("utf-8").splitlines()]
    facts = read_facts(reports)
    total: Counter[str] = Counter()
    for data in make_editions([make_row(number, report) for number, report in enumerate(reports)]):
        total += count_faults(data)
        for story in data["stories"]:
            if not story["brief"]:
                found = {name: count(story, facts) for name, count in FACT_FAULTS.items()}
                total.update({name: int(count > 0) for name, count in found.items()})
                if verbose:
                    print_story(story, found)
    names = sorted((*FAULTS, *FACT_FAULTS))
    free_of = {name: round(100 - 100 * total[name] / total["stories"], 1) for name in names}
    print(json.dumps({"stories": total["stories"], "free_of": free_of}))
    return 0


def make_row(number: int, report: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report as a row of `benchmarks.editor`."""
    text = " ".join(sentence["text"] for sentence in report["sentences"])
    address = f"https://{report['source'].replace(' ', '').lower()}.example/{report['section']}/{number}"
    kept = {key: report[key] for key in ("source", "title", "published", "section")}
    return {**kept, "id": f"report {number}", "text": text, "url": address}


def read_facts(reports: Iterable[Mapping[str, Any]]) -> Facts:
    reports = list(reports)
    return Facts(
        {report["title"]: report["title_facts"] for report in reports},
        {row["text"]: row["facts"] for report in reports for row in report["sentences"]},
        {report["title"]: report["story"] for report in reports},
    )


def list_facts(text: str, facts: Facts) -> list[str]:
    """Return the facts of a line of a page, a sentence or a headline."""
    return list(facts.of_sentences.get(text) or facts.of_headlines.get(text) or ())


def name_facts(text: str, facts: Facts) -> set[str]:
    """Return the facts of a line without what overtakes them."""
    return {fact.partition("<")[0] for fact in list_facts(text, facts)}


def find_overtaken(texts: Iterable[str], story: StoryData, facts: Facts) -> list[str]:
    """Return those of the texts that tell what a headline of the story has overtaken."""
    reported: Set[str] = {
        fact for article in story["articles"] for fact in name_facts(article["title"], facts)
    }
    return [
        text for text in texts if any(fact.partition("<")[2] in reported for fact in list_facts(text, facts))
    ]


def list_lines(story: StoryData) -> list[str]:
    return [line["text"] for line in story["summary"]]


def count_retold(story: StoryData, facts: Facts) -> int:
    covered = name_facts(story["title"], facts)
    count = 0
    for place, text in enumerate([*list_lines(story), *(line["text"] for line in story["known"])]):
        own = name_facts(text, facts)
        count += place > 0 and own <= covered
        covered |= own
    return count


def count_missing(story: StoryData, facts: Facts) -> int:
    covered = set[str]().union(*(name_facts(text, facts) for text in list_lines(story)))
    is_own = story["summary"][0]["article"] == story["headline"]["article"]
    return int(not (is_own or covered & name_facts(story["title"], facts)))


def count_stale(story: StoryData, facts: Facts) -> int:
    return len(find_overtaken(list_lines(story), story, facts))


def count_stale_headlines(story: StoryData, facts: Facts) -> int:
    title = story["title"]
    return int(bool(find_overtaken([title], story, facts)) or NO_NEWS in name_facts(title, facts))


def count_off(story: StoryData, facts: Facts) -> int:
    return sum(NO_NEWS in name_facts(text, facts) for text in list_lines(story))


def count_joins(story: StoryData, facts: Facts) -> int:
    return len({facts.events[article["title"]] for article in story["articles"]}) - 1


FACT_FAULTS: dict[str, Callable[[StoryData, Facts], int]] = {
    "twice": count_retold,
    "missing": count_missing,
    "stale": count_stale,
    "headline": count_stale_headlines,
    "off": count_off,
    "join": count_joins,
}
"""{name: how often a story has the fault}."""


def print_story(story: StoryData, found: Mapping[str, int]) -> None:
    print(f"\n{story['rank']} {story['title']}", *(name for name, count in found.items() if count))
    for line in story["summary"]:
        print(f"    {line['text']}")
    for line in story["known"]:
        print(f"    (known) {line['text']}")


if __name__ == "__main__":
    sys.exit(main())
