"""How good the summaries are, against summaries that people wrote.

    python -m benchmarks.summaries DIR [--words N] [--methods news,lead] [--predict OUT_DIR] [--show 10]
    python -m benchmarks.summaries [DIR] --cost

DIR/*.jsonl: one story a line with id, docs (each with title and text; source and published may be
there), reference (a list of summaries) and lang. Prints for each file and method, by default all there are
and the leads taken in turns: ROUGE-1/2/L F1 in percent of summaries cut to N words (mean over several
references), mean words, the share of sentences of which every piece stands word for word in one document,
the share of sentences and of openings that break a rule of digest.summarizers.readability (so that of the
method news says only whether it keeps its own rules), pairs of sentences that say the same per 100
sentences, CPU seconds. Then come stories evenly picked from all files, as the first method, LexRank and
people tell them, to be read. The last line is one JSON object. --predict writes the first method's
sentences, {"id", "summary"} a line, for another scorer.

--cost measures invented stories of 20 to 5,000 sentences: CPU milliseconds of one core for one story, the
power of the number of sentences with which they grow, and what sumy's LexRank takes for 100. With DIR it
measures its stories, too, each once, with the words it brings: a median for those of about so many sentences.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import accumulate, combinations
from math import log
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Any

from digest.models import Article, Story
from digest.summarizers import SUMMARIZERS, Candidate, Length, SummarySettings, summarize_story
from digest.summarizers.candidates import cosine, list_candidates
from digest.summarizers.length import count_words
from digest.summarizers.standalone import find_faults, has_faults
from digest.text import detect_language, find_copies

ROUND_ROBIN = "benchmarks.summaries:lead_in_turns"
LENGTHS = {"multinews": 100, "vietnamese": 150, "cnndm": 60, "orangesum": 40}
"""So many words the people used who wrote the references of these sets."""
USUAL_LENGTH = 100
ROUNDS = 20
SAME = 0.6
SYLLABLES = [a + b for a in "bdklmnrst" for b in "aeiou"]
KINDS = ("rouge1", "rouge2", "rougeL")
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_LINE_ENDS = re.compile(r"\s*\n\s*")
_WORD = re.compile(r"[^\W_]+")


class Words:
    """The words of any script; rouge-score's own tokenizer drops what is not ASCII."""

    def tokenize(self, text: str) -> list[str]:
        return _WORD.findall(unicodedata.normalize("NFC", text.lower()))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="benchmarks.summaries", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    parser.add_argument(
        "--words", type=int, help="length of a summary; else that of the file's own references"
    )
    parser.add_argument("--methods", default=",".join((*SUMMARIZERS, ROUND_ROBIN)), help="(%(default)s)")
    parser.add_argument("--predict", type=Path, metavar="OUT_DIR")
    parser.add_argument("--show", type=int, default=10, metavar="N", help="print N stories (%(default)s)")
    parser.add_argument("--cost", action="store_true", help="measure CPU time instead")
    args = parser.parse_args()
    if args.cost:
        # The stories of the files first: they are to meet their words for the first time.
        files = {path.stem: measure_rows(read_rows(path)) for path in list_files(args.folder)}
        print(json.dumps({**measure_cost(), "files": files}))
        return
    if args.folder is None:
        parser.error("DIR is missing")
    measured: dict[str, dict[str, dict[str, float]]] = {}
    told: list[tuple[dict[str, Any], dict[str, list[str]]]] = []
    for path in list_files(args.folder):
        rows = read_rows(path)
        words = args.words or LENGTHS.get(path.stem, USUAL_LENGTH)
        measured[path.stem] = {}
        shown: list[dict[str, list[str]]] = [{} for _ in rows]
        for number, method in enumerate(args.methods.split(",")):
            started = process_time()
            summaries = [summarize_row(row, method, words) for row in rows]
            seconds = process_time() - started
            result = {"at": words, **score(rows, summaries, words), "cpu_seconds": round(seconds, 2)}
            measured[path.stem][method] = result
            figures = "  ".join(f"{name} {value}" for name, value in result.items())
            print(f"{path.stem:12} {method:34} {figures}", flush=True)
            if args.predict and not number:
                write_predictions(args.predict / path.name, rows, summaries)
            if not number or method == "lex-rank":
                for story, summary in zip(shown, summaries, strict=True):
                    story[method] = summary
        told += zip(rows, shown, strict=True)
    for number in range(min(args.show, len(told))):
        show_story(*told[number * len(told) // args.show])
    print(json.dumps({"words": args.words, "sets": measured}))


def lead_in_turns(candidates: Sequence[Candidate], length: Length) -> list[int]:
    """The baseline of the field: the first sentence of every article, then every second one."""
    return length.fill(range(len(candidates)), lambda index: count_words(candidates[index].text))


def measure_cost() -> dict[str, Any]:
    """CPU milliseconds for one story of so many sentences, the power with which they grow, and LexRank's.

    Machines, and the hours of one machine, differ by half: what LexRank takes for 100 sentences in the same
    minute tells how fast this one is.
    """
    asked = [(size, "news") for size in (20, 100, 500, 2_000, 5_000)] + [(100, "lex-rank")]
    stories = {size: invent_story(size) for size, _ in asked}
    spent: dict[tuple[int, str], list[float]] = {one: [] for one in asked}
    # Turn about for some seconds, since the speed of a machine that others use, too, changes within one.
    for _ in range(ROUNDS):
        for size, method in asked:
            spent[size, method] += (measure_story(stories[size], method) for _ in range(3))
    least = {one: round(1000 * min(times), 2) for one, times in spent.items()}
    cost = {size: least[size, "news"] for size in stories}
    growth = log(cost[5_000] / cost[500]) / log(5_000 / 500)
    return {"cpu_milliseconds": cost, "power": round(growth, 2), "lex_rank_100": least[100, "lex-rank"]}


def measure_rows(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Median CPU milliseconds for the stories of so many sentences, by the nearest of four sizes."""
    spent: defaultdict[int, list[float]] = defaultdict(list)
    for row in rows:
        story = read_story(row)
        size = len(list_candidates(story, range(len(story.articles))))
        near = min((20, 50, 100, 200), key=lambda usual: abs(log(max(1, size) / usual)))
        spent[near].append(measure_story(story, "news"))
    return {f"{near}": round(1000 * median(times), 2) for near, times in sorted(spent.items())}


def measure_story(story: Story, method: str) -> float:
    """CPU seconds for one story whose sentences were not met before; its words may have been."""
    has_faults.cache_clear()  # another story has other sentences
    started = process_time()
    summarize_story(story, SummarySettings(method=method, words=100))
    return process_time() - started


def invent_story(size: int) -> Story:
    """A story of so many sentences in articles of twenty, of invented words as frequent as words are.

    Half of each sentence comes from the few hundred words of the event, so that articles agree.
    """
    chance = Random(size)
    lexicon = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(lexicon) + 1)))
    event = chance.sample(lexicon, 200)
    sentences = []
    for _ in range(size):
        length = chance.randint(8, 20)
        told = chance.choices(lexicon, cum_weights=weights, k=length) + chance.choices(event, k=length // 2)
        sentences.append(f"The {' '.join(told)}.")
    articles = [
        Article(
            id=f"{number}",
            source=f"source {number}",
            url="",
            title=" ".join(event[:8]),
            text=" ".join(sentences[number * 20 : number * 20 + 20]),
            published=None,
            first_seen=NO_DATE,
            language="en",
        )
        for number in range(-(-size // 20))
    ]
    return Story("invented", tuple(articles))


def show_story(row: dict[str, Any], told: dict[str, list[str]]) -> None:
    """A story as the methods and as people tell it."""
    print(f"\n=== {row['id']}: {' | '.join(doc.get('title', '') for doc in row['docs'])}")
    for teller, sentences in {**told, "people": row["reference"]}.items():
        print(f"\n--- {teller}", *(f"  * {sentence}" for sentence in sentences), sep="\n")


def list_files(folder: Path | None) -> list[Path]:
    """The files of stories, by name."""
    return sorted(folder.glob("*.jsonl")) if folder else []


def read_rows(path: Path) -> list[dict[str, Any]]:
    """One story a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def summarize_row(row: dict[str, Any], method: str, words: int) -> list[str]:
    """The sentences of one story, in reading order."""
    settings = SummarySettings(method=method, words=words, single_words=words)
    return [sentence.text for sentence in summarize_story(read_story(row), settings).sentences]


def read_story(row: dict[str, Any]) -> Story:
    """A row as a story: its documents as articles, near-copies marked. Every line is a paragraph."""
    texts = [_LINE_ENDS.sub("\n\n", doc["text"]) for doc in row["docs"]]
    articles = tuple(
        Article(
            id=f"{number}",
            source=doc.get("source") or f"source {number}",
            url="",
            title=doc.get("title", ""),
            text=text,
            published=None,
            first_seen=NO_DATE,
            language=detect_language(text, row.get("lang")),
        )
        for number, (doc, text) in enumerate(zip(row["docs"], texts, strict=True))
    )
    copies = tuple(
        (f"{number}", f"{original}")
        for number, original in enumerate(find_copies(texts))
        if original is not None
    )
    return Story(str(row["id"]), articles, copies=copies)


def score(rows: Sequence[dict[str, Any]], summaries: Sequence[list[str]], words: int) -> dict[str, float]:
    """Mean figures over the stories of one file."""
    total: Counter[str] = Counter()
    for row, summary in zip(rows, summaries, strict=True):
        text = "\n".join(cut(summary, words))
        total["words"] += len(text.split())
        total.update(rouge(row, text))
        documents = [fold(f"{doc.get('title', '')} \n {doc['text']}") for doc in row["docs"]]
        language = detect_language(row["docs"][0]["text"], row.get("lang"))
        faulty = [bool(find_faults(said, language)) for said in summary]
        total["sentences"] += len(summary)
        total["verbatim"] += sum(any(stands_in(said, document) for document in documents) for said in summary)
        total["bad"] += sum(faulty)
        total["bad_openings"] += sum(faulty[:1])
        total["openings"] += len(faulty[:1])
        total["pairs"] += sum(likeness(one, other) >= SAME for one, other in combinations(summary, 2))
    stories, sentences = max(1, len(rows)), max(1, total["sentences"])
    return {
        "stories": len(rows),
        **{kind: round(100 * total[kind] / stories, 2) for kind in KINDS},
        "words": round(total["words"] / stories, 1),
        "verbatim": round(total["verbatim"] / sentences, 4),
        "bad": round(total["bad"] / sentences, 4),
        "bad_openings": round(total["bad_openings"] / max(1, total["openings"]), 4),
        "pairs_per_100": round(100 * total["pairs"] / sentences, 2),
    }


def stands_in(said: str, document: str) -> bool:
    """Whether every piece of a sentence, between the marks of what was dropped, stands in the document."""
    return fold(said) in document or all(fold(piece) in document for piece in said.split("…"))


def likeness(one: str, other: str) -> float:
    """The cosine of the words of two sentences."""
    return cosine(*(Counter(Words().tokenize(said)) for said in (one, other)))


def rouge(row: dict[str, Any], text: str) -> dict[str, float]:
    """ROUGE F1 of one summary, mean over the references."""
    from rouge_score.rouge_scorer import RougeScorer

    english = row.get("lang", "en") == "en"
    scorer = RougeScorer(KINDS, use_stemmer=english, tokenizer=None if english else Words())
    scores = [scorer.score(reference, text) for reference in row["reference"]]
    return {kind: sum(score[kind].fmeasure for score in scores) / len(scores) for kind in KINDS}


def cut(sentences: Sequence[str], words: int) -> Iterator[str]:
    """The sentences up to so many words."""
    for sentence in sentences:
        kept = sentence.split()[:words]
        words -= len(kept)
        if kept:
            yield " ".join(kept)


def fold(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def write_predictions(path: Path, rows: Sequence[dict[str, Any]], summaries: Sequence[list[str]]) -> None:
    """One line for each story: {"id", "summary"}."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        json.dumps({"id": row["id"], "summary": summary}, ensure_ascii=False)
        for row, summary in zip(rows, summaries, strict=True)
    )
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
