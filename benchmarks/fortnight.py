"""Measure how well stories are continued from edition to edition over a fortnight.

    python -m benchmarks.fortnight [--days 14] [--articles N] [--outlets N] [--hard 0..1] [--world DIR]

Generates planted stories that start, grow, pause and return, and publishes an edition every morning. The
texts come from DIR/worldgen.py if DIR is given or exists at ../shared/bench, else from benchmarks/world.py.
--hard: 0 for near copies, 1 for reports with little wording in common.

Prints the figures after each day. The last line is one JSON object:

    going_on   planted stories that were in an earlier edition and have news again
    joined     the share of their new articles that the edition puts under the story's last id (goal 0.95)
    together   the share of the same articles that the edition puts into one story under any id: what grouping
               achieves by itself
    missed     the share of the stories going on of which no article is under the last id
    continuing stories that the editions mark as continuing
    wrong      the share of them whose news belongs to another planted story (goal 0.02)
    twice      articles that two editions mark as new (goal 0)
    cpu_s      CPU seconds of a day, mean and maximum: collecting into the store, publishing
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import mean
from time import process_time
from typing import Any

from benchmarks.world import make_words, write_sentence
from digest.config import Config, parse_config
from digest.models import Article, Collected, Source
from digest.pipeline import publish
from digest.sources.configured_sources import list_sources
from digest.store import Store, open_store
from digest.text.urls import make_article_id

SHARED = Path(__file__).parents[1].parent / "shared"
MORNING = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
A_DAY = timedelta(days=1)

DURATIONS = (1, 1, 1, 1, 1, 2, 2, 3, 4, 6, 9)
"""On how many days a story has news, each equally likely: most have it once."""

PAUSE_PROBABILITY = 0.2
"""Of a day without news in a story that goes on."""

SIBLING_SHARE = 0.15
"""Of stories about the same kind of thing as another one."""

WriteReport = Callable[[], tuple[str, str]]
"""Writes the title and text of one outlet's report of today's news of a story."""

StartDay = Callable[[int], WriteReport]
"""Makes up the news of a day of a story (0: its first)."""


@dataclass(frozen=True)
class Plan:
    """A planted story: the days on which it has news, and how many outlets report at most."""

    name: str
    days: tuple[int, ...]
    outlets: int
    start_day: StartDay


@dataclass
class Tally:
    """Counts over the editions. last_ids: {planted story: its id in the last edition with it}."""

    going_on: int = 0
    joined: int = 0
    together: int = 0
    stories: int = 0
    missed: int = 0
    continuing: int = 0
    wrong: int = 0
    new: Counter[str] = field(default_factory=Counter)
    last_ids: dict[str, str] = field(default_factory=dict)

    def count(self, edition: Mapping[str, Any], labels: Mapping[str, str]) -> None:
        """Add one edition. labels: {article id: planted story}."""
        ids: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for story in edition["stories"]:
            news = [labels[article["id"]] for article in story["articles"] if article["new"]]
            known = {labels[article["id"]] for article in story["articles"] if not article["new"]}
            self.new.update(article["id"] for article in story["articles"] if article["new"])
            for name in news:
                ids[name][story["id"]] += 1
            self.continuing += story["continuing"]
            self.wrong += story["continuing"] and Counter(news).most_common(1)[0][0] not in known
        for name, counts in ids.items():
            if name in self.last_ids:
                self.stories += 1
                self.going_on += counts.total()
                self.joined += counts[self.last_ids[name]]
                self.together += max(counts.values())
                self.missed += not counts[self.last_ids[name]]
            self.last_ids[name] = min(counts, key=lambda id_: (-counts[id_], id_))

    def figures(self) -> dict[str, float]:
        """The figures so far, rounded."""
        return {
            "going_on": self.stories,
            "joined": round(self.joined / max(1, self.going_on), 4),
            "together": round(self.together / max(1, self.going_on), 4),
            "missed": round(self.missed / max(1, self.stories), 4),
            "continuing": self.continuing,
            "wrong": round(self.wrong / max(1, self.continuing), 4),
            "twice": sum(times > 1 for times in self.new.values()),
        }


def invent_stories(chance: Random) -> Callable[[bool], StartDay]:
    """Return a function that starts a story in a made-up language.

    A sibling shares half of the words of the story before it.
    """
    words = make_words(chance, 20_000)
    last: list[str] = []

    def start(sibling: bool) -> StartDay:
        nonlocal last
        subject = (last[:12] if sibling and last else []) + chance.sample(words, 24)
        last = subject = subject[:24]
        background = [write_sentence(chance, words, subject) for _ in range(4)]

        def start_day(_: int) -> WriteReport:
            today = subject[:16] + chance.sample(words, 8)
            facts = [write_sentence(chance, words, today) for _ in range(6)]

            def report() -> tuple[str, str]:
                sentences = chance.sample(facts, 4) + chance.sample(background, 2)
                sentences += [write_sentence(chance, words, today) for _ in range(4)]
                return " ".join(chance.sample(today, 7)).capitalize(), " ".join(sentences)

            return report

        return start_day

    return start


def rewrite_corpus(world: Path, chance: Random, hard: float) -> Callable[[bool], StartDay]:
    """Return a function that starts a story of real sentences with other names, from world/worldgen.py."""
    spec = importlib.util.spec_from_file_location("worldgen", world / "worldgen.py")
    assert spec
    assert spec.loader
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    corpus = generator.Corpus(str(world.parent / "data" / "corpus"))
    last: Any = None

    def start(sibling: bool) -> StartDay:
        nonlocal last
        story = last = generator.Story(chance, corpus, 0, last if sibling else None, 4)
        background = list(story.facts)

        def start_day(_: int) -> WriteReport:
            facts = [story.rewrite(chance, corpus, chance.choice(corpus.sents[story.cat])) for _ in range(12)]
            headline = story.rewrite(chance, corpus, chance.choice(corpus.titles[story.cat]), 0.5)

            def report() -> tuple[str, str]:
                story.facts = facts + background
                sentences, _ = generator.report(chance, corpus, story, None, hard)
                return generator.paraphrase(chance, corpus, headline), " ".join(sentences)

            return report

        return start_day

    return start


def plan_stories(
    chance: Random, days: int, articles: int, outlets: int, start: Callable[[bool], StartDay]
) -> list[Plan]:
    """Plan stories that start on each day until it has its number of articles."""
    totals = [0] * days
    plans: list[Plan] = []
    for first in range(days):
        while totals[first] < articles:
            news_days, day = [first], first
            for _ in range(chance.choice(DURATIONS) - 1):
                day += 2 if chance.random() < PAUSE_PROBABILITY else 1
                news_days.append(day)
            most = min(
                outlets,
                chance.choice((1, 1, 1, 2, 3, 5, 8, 13)) if len(news_days) == 1 else chance.randint(2, 12),
            )
            news_days = [day for day in news_days if day < days]
            for day in news_days:
                totals[day] += most
            plans.append(
                Plan(str(len(plans)), tuple(news_days), most, start(chance.random() < SIBLING_SHARE))
            )
    return plans


def report_day(
    chance: Random, plans: Iterable[Plan], day: int, outlets: Sequence[Source], labels: dict[str, str]
) -> list[Collected]:
    """The articles of each outlet on the morning of a day; the story of each goes into `labels`."""
    now = MORNING + day * A_DAY
    articles_by_outlet: dict[Source, list[Article]] = {outlet: [] for outlet in outlets}
    for plan in plans:
        if day not in plan.days:
            continue
        write_report = plan.start_day(plan.days.index(day))
        size = chance.randint(max(1, plan.outlets // 2), plan.outlets)
        for outlet in chance.sample(outlets, size):
            title, text = write_report()
            url = f"{outlet.location}/{day}/{plan.name}"
            moment = now - timedelta(minutes=chance.randint(5, 1_400))
            name = outlet.name
            article = Article(make_article_id(url), name, url, title, text, moment, now, "en", feed=name)
            articles_by_outlet[outlet].append(article)
            labels[article.id] = plan.name
    return [Collected(outlet, tuple(articles)) for outlet, articles in articles_by_outlet.items()]


def run_fortnight(
    days: int, articles: int, outlets: int, hard: float, world: Path | None, seed: int
) -> dict[str, Any]:
    """Publish some days in a row and return the figures."""
    chance = Random(seed)
    start = rewrite_corpus(world, chance, hard) if world else invent_stories(chance)
    plans = plan_stories(chance, days, articles, outlets, start)
    rows = "".join(
        f'[[sources]]\nname = "Outlet {n}"\nfeed = "https://outlet{n}.example"\n' for n in range(outlets)
    )
    limits = f"[digest]\nmax_stories = {articles}\nper_section = {articles}\n"
    labels: dict[str, str] = {}
    tally = Tally()
    seconds: dict[str, list[float]] = {"collect": [], "publish": []}
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        config = parse_config(f"version = 1\n{rows}{limits}", Path(folder) / "digest.toml", {}, {})
        with open_store(config.store_url) as store:
            for day in range(days):
                collected = report_day(chance, plans, day, list_sources(config)[0], labels)
                sizes.append(sum(len(visit.articles) for visit in collected))
                edition, spent = publish_day(store, config, collected, MORNING + day * A_DAY)
                for stage, used in spent.items():
                    seconds[stage].append(used)
                tally.count(edition, labels)
                print(json.dumps({"day": day, "articles": sizes[-1], **tally.figures()}), flush=True)
    return {
        "texts": "rewritten" if world else "made up",
        "days": days,
        "articles_a_day": round(mean(sizes)),
        "planted": len(plans),
        **tally.figures(),
        "cpu_s": {
            stage: {"mean": round(mean(used), 2), "most": round(max(used), 2)}
            for stage, used in seconds.items()
        },
    }


def publish_day(
    store: Store, config: Config, collected: Sequence[Collected], now: datetime
) -> tuple[Mapping[str, Any], dict[str, float]]:
    """The edition of a morning, and the CPU seconds of its stages."""
    started = process_time()
    store.save_visits(collected, now)
    stored = process_time()
    edition = publish(config, store, now.date(), now, map).data
    return edition, {"collect": stored - started, "publish": process_time() - stored}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--articles", type=int, default=500, help="per day, about")
    parser.add_argument("--outlets", type=int, default=60)
    parser.add_argument("--hard", type=float, default=0.5, help="0: near copies, 1: little shared wording")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--world", type=Path, default=SHARED / "bench" if SHARED.is_dir() else None)
    args = parser.parse_args()
    figures = run_fortnight(args.days, args.articles, args.outlets, args.hard, args.world, args.seed)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
