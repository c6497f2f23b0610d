"""A fortnight of planted stories that start, grow, pause and return, published morning after morning.

    python -m benchmarks.fortnight [--days 14] [--articles N] [--outlets N] [--hard 0..1] [--world DIR]

Texts come from DIR/worldgen.py where DIR is given or lies at ../shared/bench, else from
benchmarks/world.py. Prints one JSON object last:

    joined     of the articles of a story that was told before, the share under its last id (goal 0.95)
    together   of the same articles, the share that stand together under any id: what grouping does alone
    missed     of the stories that go on, the share that lost all their articles
    wrong      of the stories told as continuing, the share whose news is of another story (goal 0.02)
    twice      articles that two editions call new (goal 0)
    cpu_s      CPU seconds of a day, mean and most: collecting into the store, publishing
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
from digest.sources.subscriptions import list_sources
from digest.store import Store, open_store
from digest.text.urls import article_id

SHARED = Path(__file__).parents[1].parent / "shared"
MORNING = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
A_DAY = timedelta(days=1)

LASTS = (1, 1, 1, 1, 1, 2, 2, 3, 4, 6, 9)
"""On how many days a story has news; most have it once."""

PAUSE = 0.2
"""How likely a story that goes on has a day without news."""

SIBLINGS = 0.15
"""How many stories are about the same kind of thing as another one."""

Report = Callable[[], tuple[str, str]]
"""One outlet's title and text of today's news of a story."""

Teller = Callable[[int], Report]
"""What is new on a day of a story (0: its first), as outlets report it."""


@dataclass(frozen=True)
class Plan:
    """A planted story: the days on which it has news, and how many outlets report at most."""

    name: str
    days: tuple[int, ...]
    outlets: int
    tell: Teller


@dataclass
class Tally:
    """What is counted over the editions. home: {story: the id it was last told under}."""

    going_on: int = 0
    joined: int = 0
    together: int = 0
    stories: int = 0
    missed: int = 0
    continuing: int = 0
    wrong: int = 0
    told: Counter[str] = field(default_factory=Counter)
    home: dict[str, str] = field(default_factory=dict)

    def count(self, edition: Mapping[str, Any], labels: Mapping[str, str]) -> None:
        """Add one edition. labels: {article id: planted story}."""
        places: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for story in edition["stories"]:
            news = [labels[article["id"]] for article in story["articles"] if article["new"]]
            known = {labels[article["id"]] for article in story["articles"] if not article["new"]}
            self.told.update(article["id"] for article in story["articles"] if article["new"])
            for name in news:
                places[name][story["id"]] += 1
            self.continuing += story["continuing"]
            self.wrong += story["continuing"] and Counter(news).most_common(1)[0][0] not in known
        for name, held in places.items():
            if name in self.home:
                self.stories += 1
                self.going_on += held.total()
                self.joined += held[self.home[name]]
                self.together += max(held.values())
                self.missed += not held[self.home[name]]
            self.home[name] = min(held, key=lambda id_: (-held[id_], id_))

    def figures(self) -> dict[str, float]:
        return {
            "going_on": self.stories,
            "joined": round(self.joined / max(1, self.going_on), 4),
            "together": round(self.together / max(1, self.going_on), 4),
            "missed": round(self.missed / max(1, self.stories), 4),
            "continuing": self.continuing,
            "wrong": round(self.wrong / max(1, self.continuing), 4),
            "twice": sum(times > 1 for times in self.told.values()),
        }


def make_up(chance: Random) -> Callable[[bool], Teller]:
    """Tellers of stories in a made-up language. A sibling shares half of the words of the story before it."""
    words = make_words(chance, 20_000)
    last: list[str] = []

    def start(sibling: bool) -> Teller:
        nonlocal last
        subject = (last[:12] if sibling and last else []) + chance.sample(words, 24)
        last = subject = subject[:24]
        background = [write_sentence(chance, words, subject) for _ in range(4)]

        def tell(_: int) -> Report:
            today = subject[:16] + chance.sample(words, 8)
            facts = [write_sentence(chance, words, today) for _ in range(6)]

            def report() -> tuple[str, str]:
                said = chance.sample(facts, 4) + chance.sample(background, 2)
                said += [write_sentence(chance, words, today) for _ in range(4)]
                return " ".join(chance.sample(today, 7)).capitalize(), " ".join(said)

            return report

        return tell

    return start


def rewrite_corpus(world: Path, chance: Random, hard: float) -> Callable[[bool], Teller]:
    """Tellers of stories made of real sentences with other names, by a generator that lies elsewhere."""
    spec = importlib.util.spec_from_file_location("worldgen", world / "worldgen.py")
    assert spec
    assert spec.loader
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    corpus = generator.Corpus(str(world.parent / "data" / "corpus"))
    last: Any = None

    def start(sibling: bool) -> Teller:
        nonlocal last
        story = last = generator.Story(chance, corpus, 0, last if sibling else None, 4)
        background = list(story.facts)

        def tell(_: int) -> Report:
            told = [story.rewrite(chance, corpus, chance.choice(corpus.sents[story.cat])) for _ in range(12)]
            headline = story.rewrite(chance, corpus, chance.choice(corpus.titles[story.cat]), 0.5)

            def report() -> tuple[str, str]:
                story.facts = told + background
                sentences, _ = generator.report(chance, corpus, story, None, hard)
                return generator.paraphrase(chance, corpus, headline), " ".join(sentences)

            return report

        return tell

    return start


def plan_stories(
    chance: Random, days: int, articles: int, outlets: int, start: Callable[[bool], Teller]
) -> list[Plan]:
    """Stories that start on every day, until each day of the fortnight has its number of articles."""
    load = [0] * days
    plans: list[Plan] = []
    for first in range(days):
        while load[first] < articles:
            held, day = [first], first
            for _ in range(chance.choice(LASTS) - 1):
                day += 2 if chance.random() < PAUSE else 1
                held.append(day)
            reach = min(
                outlets, chance.choice((1, 1, 1, 2, 3, 5, 8, 13)) if len(held) == 1 else chance.randint(2, 12)
            )
            held = [day for day in held if day < days]
            for day in held:
                load[day] += reach
            plans.append(Plan(str(len(plans)), tuple(held), reach, start(chance.random() < SIBLINGS)))
    return plans


def report_day(
    chance: Random, plans: Iterable[Plan], day: int, outlets: Sequence[Source], labels: dict[str, str]
) -> list[Collected]:
    """What each outlet brings on the morning of a day; the story of each article goes into `labels`."""
    now = MORNING + day * A_DAY
    brought: dict[Source, list[Article]] = {outlet: [] for outlet in outlets}
    for plan in plans:
        if day not in plan.days:
            continue
        report = plan.tell(plan.days.index(day))
        size = chance.randint(max(1, plan.outlets // 2), plan.outlets)
        for outlet in chance.sample(outlets, size):
            title, text = report()
            url = f"{outlet.location}/{day}/{plan.name}"
            moment = now - timedelta(minutes=chance.randint(5, 1_400))
            name = outlet.name
            article = Article(article_id(url), name, url, title, text, moment, now, "en", feed=name)
            brought[outlet].append(article)
            labels[article.id] = plan.name
    return [Collected(outlet, tuple(articles)) for outlet, articles in brought.items()]


def run_fortnight(
    days: int, articles: int, outlets: int, hard: float, world: Path | None, seed: int
) -> dict[str, Any]:
    """The figures of some days in a row."""
    chance = Random(seed)
    start = rewrite_corpus(world, chance, hard) if world else make_up(chance)
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
                brought = report_day(chance, plans, day, list_sources(config)[0], labels)
                sizes.append(sum(len(visit.articles) for visit in brought))
                edition, spent = publish_day(store, config, brought, MORNING + day * A_DAY)
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
    store: Store, config: Config, brought: Sequence[Collected], now: datetime
) -> tuple[Mapping[str, Any], dict[str, float]]:
    """The edition of a morning, and the CPU seconds of its stages."""
    begun = process_time()
    store.save_collected(brought, now)
    kept = process_time()
    edition = publish(config, store, now.date(), now, map).data
    return edition, {"collect": kept - begun, "publish": process_time() - kept}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--articles", type=int, default=500, help="a day, about")
    parser.add_argument("--outlets", type=int, default=60)
    parser.add_argument("--hard", type=float, default=0.5, help="0: near copies, 1: little shared wording")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--world", type=Path, default=SHARED / "bench" if SHARED.is_dir() else None)
    given = parser.parse_args()
    print(
        json.dumps(
            run_fortnight(given.days, given.articles, given.outlets, given.hard, given.world, given.seed)
        )
    )


if __name__ == "__main__":
    main()
