"""Count the faults of editions that a machine can see, over the days of a real week.

    python -m benchmarks.editor [DIR|FILE] [--out FOLDER]

DIR: a folder with .jsonl files of articles in English (id, title, text, url, source, published);
../shared/data/week by default. An edition is made at 06:30 UTC of every day, each outlet being one source.
--out keeps the editions as JSON, to be read.

Prints the counts of each edition, then their sums per 100 stories in full. Each count is a sign of a fault
that readers name; a low figure does not replace reading. The last line is one JSON object with the number of
stories in full, and how many of 100 are free of each sign:

    opening      an opening of another report than the headline's that shares neither a name nor two words
                 with it
    unresolved   an opening that begins with a pronoun; or, of another report than the headline's, with "the"
                 or "this" and a word not above it
    prospect     a sentence that announces what a headline at least three hours newer reports
    repeated     two sentences that share a figure or two names, and half of their words
    figures      another figure than the headline's for the same thing, and not the headline's
    promotion    a sentence that advertises a page, a newsletter, a video or a program
    cut          a sentence that ends in the middle
    question     a headline that asks, lists or advertises instead of reporting
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from digest.config import Config, parse_config
from digest.http import Client
from digest.models import EditionData, StoryData
from digest.pipeline import collect, publish
from digest.store import open_store
from digest.text import list_stop_words, split_words, stem_word

HERE = Path(__file__).parent
MORNING = time(6, 30, tzinfo=UTC)
LATER = timedelta(hours=3)

_PROSPECT = re.compile(
    r"\b(?:will|would|(?:is|are|was|were) (?:set|due|expected|likely|poised|about) to|ahead of|looms?|looming"
    r"|upcoming|hopes? to)\b(?P<event>.*)",
    re.IGNORECASE | re.DOTALL,
)
_REFERENCE = re.compile(
    r"\W*(?:(?P<pronoun>he|she|it|they|his|her|its|their|these|those|both|another|that)\b"
    r"|(?:the|this|such) (?P<noun>[\w’'-]+(?: [\w’'-]+)?))",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"\b(?:follow (?:us|our)|follow [A-Z]{2,}\b|subscribe|sign up|newsletter|read more|click|download"
    r"|in this (?:video|episode|article)|highlights of|watch (?:the|our|live)|(?:where|how) to watch"
    r"|here(?:[’']s| is| are) (?:how|what|why|where)|you can|live ?stream|stay tuned|don[’']t miss)\b",
    re.IGNORECASE,
)
_COMPLETE = re.compile(r"[.!?…\"”’')\]]\s*$")
_CUT = re.compile(r"(?:…|\.\.\.?)[\"”’')\]]*\s*$")
_ASKING = re.compile(
    r"\?|^(?:[Hh]ow|[Ww]hy|[Ww]hat|[Ww]hen|[Ww]here|[Ww]ho|[Ww]hich|Here[’']s|Surprise|L(?i:ive)|Watch)\b"
    r"|^\d+ (?i:best|ways|things|reasons)\b|\b(?i:live updates|as it happened|best \w+ of|deals)\b"
)
_FIGURE = re.compile(r"(?<![\w.,])(\d[\d,.]*)(?: (?:million|billion|thousand|percent))? ([a-z]{4,})")
_NUMBER = re.compile(r"\d[\d,.]*")
_NAME = re.compile(r"(?<!^)(?<![.!?:] )\b[A-Z][\w’'-]{2,}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", nargs="?", type=Path, default=HERE.parents[1] / "shared" / "data" / "week")
    parser.add_argument("--out", type=Path, help="a folder for the editions")
    arguments = parser.parse_args()
    files = sorted(arguments.data.glob("*.jsonl")) if arguments.data.is_dir() else [arguments.data]
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    total: Counter[str] = Counter()
    for data in make_editions(rows):
        counts = count_faults(data)
        print(data["date"], *(f"{name} {count}" for name, count in sorted(counts.items())))
        total += counts
        if arguments.out:
            arguments.out.mkdir(parents=True, exist_ok=True)
            text = json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True)
            (arguments.out / f"{data['date']}.json").write_text(text, "utf-8")
    if not total["stories"]:
        sys.exit(f"no story in full: {arguments.data} holds too few articles")
    shares = {name: round(100 * total[name] / total["stories"], 1) for name in sorted(FAULTS)}
    for name, share in shares.items():
        print(f"{name:<11}{share:6.1f} per 100 stories in full")
    print(
        json.dumps(
            {"stories": total["stories"], "free_of": {k: round(100 - v, 1) for k, v in shares.items()}}
        )
    )
    return 0


def make_editions(rows: Sequence[Mapping[str, Any]]) -> Iterator[EditionData]:
    """Yield the edition of every morning, in order; each is continued by the next."""
    outlets = sorted({row["source"] for row in rows})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        config = configure(folder, outlets)
        with open_store(config.store_url) as store:
            for day, news in sorted(split_into_days(rows).items()):
                write_day(folder, outlets, day, news)
                now = datetime.combine(day, MORNING)
                collect(config, store, Client(), now, map)
                yield publish(config, store, day, now, map).data


def write_day(folder: Path, outlets: Sequence[str], day: date, news: Iterable[Mapping[str, Any]]) -> None:
    """Write the reports of a day, each outlet's into the folder with its number."""
    for number, outlet in enumerate(outlets):
        lines = [json.dumps(row) for row in news if row["source"] == outlet]
        if lines:
            (folder / str(number) / f"{day}.jsonl").write_text("\n".join(lines), "utf-8")


def configure(folder: Path, outlets: Sequence[str]) -> Config:
    """Return a configuration in which each outlet is a source."""
    parts = ['version = 1\n[output]\nformats = ["json"]\n']
    for number, outlet in enumerate(outlets):
        (folder / str(number)).mkdir()
        parts.append(f'[[sources]]\nfolder = "{number}"\nname = {json.dumps(outlet)}\n')
    return parse_config("".join(parts), folder / "digest.toml", {}, {})


def split_into_days(rows: Sequence[Mapping[str, Any]]) -> dict[date, list[Mapping[str, Any]]]:
    """Return {day of the edition: the articles that came in before it}."""
    days: defaultdict[date, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        moment = datetime.fromisoformat(row["published"]).astimezone(UTC)
        day = moment.date() if moment.timetz() < MORNING else moment.date() + timedelta(days=1)
        days[day].append(row)
    return days


def count_faults(data: EditionData) -> Counter[str]:
    """Count the faults of an edition's stories in full, and the stories."""
    quoted = [story for story in data["stories"] if not story["brief"]]
    counts = Counter({"stories": len(quoted)})
    for name, count in FAULTS.items():
        counts[name] = sum(map(count, quoted))
    return counts


def list_stems(text: str) -> frozenset[str]:
    stop = list_stop_words("en")
    return frozenset(
        stem_word(word, "en") for word in split_words(text) if word not in stop and len(word) > 2
    )


def list_lines(story: StoryData) -> list[str]:
    return [line["text"] for line in story["summary"]]


def opens_with_own_report(story: StoryData) -> bool:
    """Whether the first line is of the report that supplies the headline: it goes on from there."""
    opening = story["summary"][:1]
    return any(story["articles"][line["article"]]["title"] == story["title"] for line in opening)


def count_openings_off_the_headline(story: StoryData) -> int:
    if opens_with_own_report(story):
        return 0
    opening = " ".join(list_lines(story)[:1])
    names = {name.casefold() for name in _NAME.findall(story["title"])}
    shares_name = any(re.search(rf"\b{re.escape(name)}", opening.casefold()) for name in names)
    return int(not shares_name and len(list_stems(opening) & list_stems(story["title"])) < 2)


def count_unresolved_openings(story: StoryData) -> int:
    found = _REFERENCE.match(" ".join(list_lines(story)[:1]))
    if not found:
        return 0
    if found["pronoun"]:
        return 1
    return int(not (opens_with_own_report(story) or list_stems(found["noun"]) & list_stems(story["title"])))


def count_late_prospects(story: StoryData) -> int:
    articles = story["articles"]
    titles = [(list_stems(row["title"]), read_time(row["published"])) for row in articles]
    count = 0
    for line in story["summary"]:
        written = read_time(articles[line["article"]]["published"])
        announced = _PROSPECT.search(line["text"])
        if written and announced:
            stems, event = list_stems(line["text"]), list_stems(announced["event"])
            count += any(
                later - written >= LATER and len(stems & title) >= 2 and event & title
                for title, later in titles
                if later
            )
    return count


def read_time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def count_repeated_facts(story: StoryData) -> int:
    lines = [*list_lines(story), *(line["text"] for line in story["known"])]
    return sum(is_same_fact(first, second) for first, second in combinations(lines, 2))


def is_same_fact(first: str, second: str) -> bool:
    """Whether two sentences share a figure, or two names, and half of the shorter one's words."""
    one, other = list_stems(first), list_stems(second)
    shared = len(one & other) / max(min(len(one), len(other)), 1)
    figures = set(_NUMBER.findall(first)) & set(_NUMBER.findall(second))
    names = set(_NAME.findall(first)) & set(_NAME.findall(second))
    return shared >= 0.5 and (bool(figures) or len(names) >= 2)


def count_other_figures(story: StoryData) -> int:
    headline = {noun: number for number, noun in _FIGURE.findall(story["title"])}
    quoted = [(noun, number) for line in list_lines(story) for number, noun in _FIGURE.findall(line)]
    return int(
        any(
            noun in headline and headline[noun] != number and (noun, headline[noun]) not in quoted
            for noun, number in quoted
        )
    )


def count_promotions(story: StoryData) -> int:
    return sum(bool(_PROMOTION.search(line)) for line in list_lines(story))


def count_cut_sentences(story: StoryData) -> int:
    texts = [line for line in list_lines(story) if len(line) > 150 or _CUT.search(line)]
    return sum(not _COMPLETE.search(line) or bool(_CUT.search(line)) for line in texts)


def count_asking_headlines(story: StoryData) -> int:
    return int(bool(_ASKING.search(story["title"])))


FAULTS: dict[str, Callable[[StoryData], int]] = {
    "opening": count_openings_off_the_headline,
    "unresolved": count_unresolved_openings,
    "prospect": count_late_prospects,
    "repeated": count_repeated_facts,
    "figures": count_other_figures,
    "promotion": count_promotions,
    "cut": count_cut_sentences,
    "question": count_asking_headlines,
}
"""{name: how often a story has the fault}."""


if __name__ == "__main__":
    sys.exit(main())
