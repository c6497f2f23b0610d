"""Measure the grouping of articles into stories against stories labeled by people.

    python -m benchmarks.grouping DIR... [--methods NAMES] [--predict OUT_DIR] [--bystanders TEXTS]
    python -m benchmarks.grouping DIR... --leave-one-out [CONSTANT...] [--parts]

DIR/*.jsonl: one article per line with id, title, text, url, source, published, lang and story (the label).
Each file is grouped by itself ("sets"), then all of them together ("pool"), then the pool with 40 % of its
texts removed ("blanked"), always with the default settings. --bystanders also groups the pool mixed with
unlabeled articles: TEXTS contains .txt files in folders, with the title on the first line. --predict writes
the grouping, {"id", "story"} per line, for another scorer.

Methods: "ours" is the grouping of this program. Three baselines use the same weighted terms: every article
alone ("alone"), connected components of the cosines above a threshold ("components"), and average linkage of
the cosines ("average"). --methods ours measures only the first of them, in a fraction of the time.

--leave-one-out instead measures each constant of the grouping (or those named): which of several values is
best on all sets but one, and how good it is on the set left out. See benchmarks/leave_one_out.py. With
--parts, a set's score is the mean of the set and of halves of it, see benchmarks/parts.py: less depends on
one large event.

Prints for each pool and method B-cubed (Bagga and Baldwin 1998) and pairwise precision, recall and F1, all
0..1, the number of stories and CPU seconds, and for sets whose labels name alternative readings (`unsure`)
the pairwise figures of the topics (`topics`). The last line is one JSON object with the same figures, and
"macro", their means over the files.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any

from benchmarks.leave_one_out import leave_one_out
from benchmarks.parts import list_parts
from benchmarks.topics import has_readings, measure_topics
from digest.grouping import DEFAULT_SETTINGS, GroupingSettings, group_articles
from digest.grouping.article_pairs import Pairs, find_similar_pairs, label_components
from digest.grouping.cluster import split_by_language
from digest.grouping.linkage import UNIT, link_groups
from digest.grouping.terms import count_terms
from digest.grouping.vectors import build_vectors
from digest.models import Article
from digest.text import detect_language

Rows = Sequence[dict[str, Any]]
Labels = dict[str, str]
"""{article id: story}"""

NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
# The thresholds at which these two baselines are best on average over the sets they were tried on.
COMPONENTS_FROM = 0.35
AVERAGE_FROM = 0.25


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="benchmarks.grouping", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--methods", default=",".join(METHODS), help=f"some of {','.join(METHODS)}")
    parser.add_argument("--leave-one-out", nargs="*", metavar="CONSTANT")
    parser.add_argument("--parts", action="store_true", help="with --leave-one-out: halves of sets, too")
    parser.add_argument("--predict", type=Path, metavar="OUT_DIR")
    parser.add_argument("--bystanders", type=Path, metavar="TEXTS")
    args = parser.parse_args()
    methods = args.methods.split(",")
    if unknown := sorted(set(methods) - set(METHODS)):
        parser.error(f"no method is called {unknown[0]!r}: {', '.join(METHODS)}")
    sets = {path.stem: read_rows(path) for folder in args.folders for path in sorted(folder.glob("*.jsonl"))}
    if not sets:
        parser.error(f"{', '.join(map(str, args.folders))} holds no .jsonl file")
    if args.leave_one_out is not None:
        try:
            parts = list_parts(sets) if args.parts else {name: [rows] for name, rows in sets.items()}
            print(json.dumps(leave_one_out(prepare_scoring(parts), args.leave_one_out)))
        except ValueError as error:
            parser.error(str(error))
        return
    measured = {}
    for name, rows in sets.items():
        measured[name] = measure_methods(name, rows, methods)
        if args.predict:
            write_predictions(args.predict / f"{name}.jsonl", group_ours([read_article(row) for row in rows]))
    pool = [
        {**row, "id": f"{name}/{row['id']}", "story": f"{name}/{row['story']}"}
        for name, rows in sets.items()
        for row in rows
    ]
    result: dict[str, Any] = {
        "articles": len(pool),
        "sets": measured,
        "macro": {method: average([figures[method] for figures in measured.values()]) for method in methods},
        "pool": measure_methods("pool", pool, methods),
        "blanked": measure_methods("40 % without texts", [blank_some(row) for row in pool], methods),
    }
    result["topics"] = {}
    for name, rows in sets.items():
        if "ours" in methods and has_readings(rows):
            figures = measure_topics(rows, [read_article(row) for row in rows])
            result["topics"][name] = figures
            print(f"{name:24} {'topics':12}", *(f"{key} {value}" for key, value in figures.items()))
    if args.bystanders:
        result["among bystanders"] = measure_methods(
            "among bystanders", pool, methods, read_texts(args.bystanders)
        )
    print(json.dumps(result))


def read_rows(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_texts(folder: Path) -> Rows:
    """Unlabeled articles from text files with the title on the first line."""
    rows = []
    for path in sorted(folder.rglob("*.txt")):
        title, _, text = path.read_text("utf-8", errors="replace").partition("\n")
        id_ = path.relative_to(folder).as_posix()
        rows.append({"id": id_, "title": title, "text": text, "source": path.parent.name, "lang": "en"})
    return rows


def blank_some(row: dict[str, Any]) -> dict[str, Any]:
    """The row, without its text for the 40 % of rows chosen by a hash of the id."""
    is_blank = int(sha256(str(row["id"]).encode()).hexdigest(), 16) % 10 < 4
    return {**row, "text": ""} if is_blank else row


def measure_methods(
    name: str, rows: Rows, methods: Sequence[str], bystanders: Rows = ()
) -> dict[str, dict[str, float]]:
    """{method: figures} of one pool of articles. Bystanders are grouped with them but not scored."""
    articles = [read_article(row) for row in (*rows, *bystanders)]
    gold = {str(row["id"]): str(row["story"]) for row in rows}
    figures = {}
    for method in methods:
        started = process_time()
        labels = METHODS[method](articles)
        seconds = process_time() - started
        figures[method] = {**score(gold, labels), "cpu_seconds": round(seconds, 2)}
        print(
            f"{name:24} {method:12}",
            *(f"{key} {value}" for key, value in figures[method].items()),
            flush=True,
        )
    return figures


def read_article(row: dict[str, Any]) -> Article:
    """The article in a row. A date without a zone is in UTC, an invalid one unknown."""
    text = row.get("text") or ""
    return Article(
        id=str(row["id"]),
        source=row.get("source") or "",
        url=row.get("url") or "",
        title=row.get("title") or "",
        text=text,
        published=parse_date(row.get("published")),
        first_seen=NO_DATE,
        language=detect_language(f"{row.get('title') or ''}\n\n{text}", row.get("lang")),
    )


def parse_date(date: str | float | None) -> datetime | None:
    """Parse an ISO date or seconds since 1970."""
    if not date:
        return None
    if isinstance(date, int | float):
        return datetime.fromtimestamp(date, UTC)
    try:
        parsed = datetime.fromisoformat(date)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def prepare_scoring(
    sets: Mapping[str, Sequence[Rows]],
) -> Callable[[GroupingSettings], dict[str, float]]:
    """Return a function from settings to {set: mean B-cubed F1 of its parts}, with all articles read once.

    sets: {name: its parts}, each part grouped by itself.
    """
    prepared = {
        name: [
            ([read_article(row) for row in rows], {str(row["id"]): str(row["story"]) for row in rows})
            for rows in parts
        ]
        for name, parts in sets.items()
    }

    def score_sets(settings: GroupingSettings) -> dict[str, float]:
        return {
            name: fmean(score(gold, group_ours(articles, settings))["b3_f1"] for articles, gold in parts)
            for name, parts in prepared.items()
        }

    return score_sets


def group_ours(articles: Sequence[Article], settings: GroupingSettings = DEFAULT_SETTINGS) -> Labels:
    """The program's own grouping."""
    stories = group_articles(articles, settings=settings)
    return {article.id: story.id for story in stories for article in story.articles}


def separate_all(articles: Sequence[Article]) -> Labels:
    """Make every article a story of its own: a high score only shows how many labeled stories are single."""
    return {article.id: article.id for article in articles}


def join_components(articles: Sequence[Article]) -> Labels:
    """Group by connected components of the pairs with a cosine from COMPONENTS_FROM on."""
    labels: Labels = {}
    for language, part, pairs in compare_articles(articles):
        components = label_components(pairs, COMPONENTS_FROM, len(part))
        labels |= {
            article.id: f"{language} {number}" for article, number in zip(part, components, strict=True)
        }
    return labels


def link_averages(articles: Sequence[Article]) -> Labels:
    """Group by average linkage of the cosines, without local scaling, dates and outlets."""
    labels = separate_all(articles)
    for _, part, pairs in compare_articles(articles):
        for group in link_groups(pairs.to_units(UNIT), AVERAGE_FROM):
            labels |= {part[item].id: part[group[0]].id for item in group}
    return labels


def compare_articles(articles: Sequence[Article]) -> Iterable[tuple[str, list[Article], Pairs]]:
    """Yield (language, its articles, the pairs of them with their cosines)."""
    for language, part in split_by_language(articles):
        counts = count_terms(part, language)
        yield language, part, find_similar_pairs(build_vectors(counts).weights)


METHODS: dict[str, Callable[[Sequence[Article]], Labels]] = {
    "ours": group_ours,
    "alone": separate_all,
    "components": join_components,
    "average": link_averages,
}


def score(gold: Labels, labels: Labels) -> dict[str, float]:
    """B-cubed and pairwise precision, recall and F1 (0..1) of a grouping, and how many stories it has."""
    gold_sizes, sizes = Counter(gold.values()), Counter(labels[id_] for id_ in gold)
    both = Counter((gold[id_], labels[id_]) for id_ in gold)
    precision = sum(count**2 / sizes[ours] for (_, ours), count in both.items()) / len(gold)
    recall = sum(count**2 / gold_sizes[theirs] for (theirs, _), count in both.items()) / len(gold)
    right, found, expected = (count_pairs(counts.values()) for counts in (both, sizes, gold_sizes))
    pair_precision, pair_recall = right / max(found, 1), right / max(expected, 1)
    figures = {
        "b3_p": precision,
        "b3_r": recall,
        "b3_f1": harmonic_mean(precision, recall),
        "pair_p": pair_precision,
        "pair_r": pair_recall,
        "pair_f1": harmonic_mean(pair_precision, pair_recall),
    }
    return {**{key: round(value, 4) for key, value in figures.items()}, "stories": len(sizes)}


def count_pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def harmonic_mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def average(figures: Sequence[dict[str, float]]) -> dict[str, float]:
    """The mean of each figure over several sets."""
    return {key: round(sum(row[key] for row in figures) / len(figures), 4) for key in figures[0]}


def write_predictions(path: Path, labels: Labels) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"id": id_, "story": story}, ensure_ascii=False) for id_, story in labels.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
