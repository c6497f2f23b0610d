"""Measure summaries against summaries written by people, or their CPU time.

    python -m benchmarks.summaries DIR [--words N] [--methods news,lead] [--predict OUT_DIR] [--show 10]
    python -m benchmarks.summaries [DIR] --cost

DIR/*.jsonl: one story per line with id, docs (each with title and text, optionally source and published),
reference (a list of summaries) and lang. --methods: by default all of the program and lead_in_turns, the
baseline of the field. --words: the length of the summaries, by default that of the references of each file.
--predict writes the sentences of the first method, {"id", "summary"} per line, for another scorer.

Prints for each file and method the figures below, then --show stories picked evenly from all files as
summarized by the first method, by LexRank and by people, to be read. The last line is one JSON object:

    rouge1, rouge2, rougeL    ROUGE F1 in percent of the summaries cut to N words, mean over the references
    words                     mean length of the cut summaries
    verbatim                  the share of sentences of which every piece occurs word for word in one document
    bad, bad_openings         the share of sentences, and of first sentences, that violate a rule of
                              digest.summarizers.standalone_sentences; "news" applies these rules itself
    pairs_per_100             pairs of sentences that say the same, per 100 sentences
    cpu_seconds               of all stories of the file

--cost measures invented stories of 20 to 5,000 sentences instead: the minimum CPU milliseconds of one core
for one story, the exponent of their growth with the number of sentences ("power"), and what LexRank of sumy
takes for 100 sentences. With DIR it also measures the stories in DIR, each once, so that the time to process
unseen words is included: a median for each of four sizes of story.
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
from digest.summarizers import SUMMARIZERS, Candidate, Length, summarize_story
from digest.summarizers.candidates import list_candidates
from digest.summarizers.length import count_words
from digest.summarizers.redundancy import cosine
from digest.summarizers.standalone_sentences import find_faults
from digest.text import detect_language, find_duplicate_texts

ROUND_ROBIN = "benchmarks.summaries:lead_in_turns"
LENGTHS = {"multinews": 100, "vietnamese": 150, "cnndm": 60, "orangesum": 40}
"""{name of a set: usual number of words of its references}"""
DEFAULT_LENGTH = 100
ROUNDS = 20
SAME_FROM = 0.6
"""From which cosine of their words on two sentences say the same."""
SYLLABLES = [a + b for a in "bdklmnrst" for b in "aeiou"]
KINDS = ("rouge1", "rouge2", "rougeL")
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_LINE_ENDS = re.compile(r"\s*\n\s*")
_WORD = re.compile(r"[^\W_]+")


class UnicodeTokenizer:
    """Split text of any script into words; the tokenizer of rouge-score drops what is not ASCII."""

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
        # The stories of the files come first, so that none of their words is in a cache yet.
        files = {path.stem: measure_rows(read_rows(path)) for path in list_files(args.folder)}
        print(json.dumps({**measure_cost(), "files": files}))
        return
    if args.folder is None:
        parser.error("DIR is missing")
    measured: dict[str, dict[str, dict[str, float]]] = {}
    examples: list[tuple[dict[str, Any], dict[str, list[str]]]] = []
    for path in list_files(args.folder):
        rows = read_rows(path)
        words = args.words or LENGTHS.get(path.stem, DEFAULT_LENGTH)
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
        examples += zip(rows, shown, strict=True)
    for number in range(min(args.show, len(examples))):
        show_story(*examples[number * len(examples) // args.show])
    print(json.dumps({"words": args.words, "sets": measured}))


def lead_in_turns(candidates: Sequence[Candidate], length: Length) -> list[int]:
    """Choose the first sentence of every article, then the second ones: the baseline of the field."""
    return length.fill(range(len(candidates)), lambda index: count_words(candidates[index].text))


def measure_cost() -> dict[str, Any]:
    """CPU milliseconds for one story by number of sentences, the exponent of their growth, and LexRank's.

    The speed of machines, and of one machine over the hours, differs by half. What LexRank takes for 100
    sentences in the same minute shows the speed of this one.
    """
    cases = [(size, "news") for size in (20, 100, 500, 2_000, 5_000)] + [(100, "lex-rank")]
    stories = {size: invent_story(size) for size, _ in cases}
    spent: dict[tuple[int, str], list[float]] = {case: [] for case in cases}
    # The cases take turns for some seconds, since the speed of a shared machine changes within a second.
    for _ in range(ROUNDS):
        for size, method in cases:
            spent[size, method] += (measure_story(stories[size], method) for _ in range(3))
    fastest = {case: round(1000 * min(times), 2) for case, times in spent.items()}
    cost = {size: fastest[size, "news"] for size in stories}
    growth = log(cost[5_000] / cost[500]) / log(5_000 / 500)
    return {"cpu_milliseconds": cost, "power": round(growth, 2), "lex_rank_100": fastest[100, "lex-rank"]}


def measure_rows(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Median CPU milliseconds per story, grouped by the nearest of four numbers of sentences."""
    spent: defaultdict[int, list[float]] = defaultdict(list)
    for row in rows:
        story = read_story(row)
        size = len(list_candidates(story, range(len(story.articles))))
        near = min((20, 50, 100, 200), key=lambda usual: abs(log(max(1, size) / usual)))
        spent[near].append(measure_story(story, "news"))
    return {f"{near}": round(1000 * median(times), 2) for near, times in sorted(spent.items())}


def measure_story(story: Story, method: str) -> float:
    """CPU seconds for one story whose sentences are in no cache; its words may be."""
    find_faults.cache_clear()  # in use, each story has other sentences
    started = process_time()
    summarize_story(story, method=method, words=100, single_words=50)
    return process_time() - started


def invent_story(size: int) -> Story:
    """Invent a story of so many sentences, in articles of 20, with words distributed as in a language.

    A third of each sentence is drawn from the 200 words of the event, so that the articles agree.
    """
    chance = Random(size)
    lexicon = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(lexicon) + 1)))
    event = chance.sample(lexicon, 200)
    sentences = []
    for _ in range(size):
        length = chance.randint(8, 20)
        drawn = chance.choices(lexicon, cum_weights=weights, k=length) + chance.choices(event, k=length // 2)
        sentences.append(f"The {' '.join(drawn)}.")
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


def show_story(row: dict[str, Any], summaries: dict[str, list[str]]) -> None:
    """Print a story as summarized by the methods and by people."""
    print(f"\n=== {row['id']}: {' | '.join(doc.get('title', '') for doc in row['docs'])}")
    for author, sentences in {**summaries, "people": row["reference"]}.items():
        print(f"\n--- {author}", *(f"  * {sentence}" for sentence in sentences), sep="\n")


def list_files(folder: Path | None) -> list[Path]:
    """The files of stories, ordered by name."""
    return sorted(folder.glob("*.jsonl")) if folder else []


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The stories in a file, one per line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def summarize_row(row: dict[str, Any], method: str, words: int) -> list[str]:
    """The sentences of one story, in reading order."""
    summary = summarize_story(read_story(row), method=method, words=words, single_words=words)
    return [sentence.text for sentence in summary.sentences]


def read_story(row: dict[str, Any]) -> Story:
    """The story in a row: its documents as articles, near duplicates marked. Every line is a paragraph."""
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
        for number, original in enumerate(find_duplicate_texts(texts))
        if original is not None
    )
    return Story(str(row["id"]), articles, copies=copies)


def score(rows: Sequence[dict[str, Any]], summaries: Sequence[list[str]], words: int) -> dict[str, float]:
    """The figures of one file and method."""
    total: Counter[str] = Counter()
    for row, summary in zip(rows, summaries, strict=True):
        text = "\n".join(cut(summary, words))
        total["words"] += len(text.split())
        total.update(rouge(row, text))
        documents = [fold(f"{doc.get('title', '')} \n {doc['text']}") for doc in row["docs"]]
        language = detect_language(row["docs"][0]["text"], row.get("lang"))
        faulty = [bool(find_faults(sentence, language)) for sentence in summary]
        total["sentences"] += len(summary)
        total["verbatim"] += sum(
            any(is_verbatim(sentence, document) for document in documents) for sentence in summary
        )
        total["bad"] += sum(faulty)
        total["bad_openings"] += sum(faulty[:1])
        total["openings"] += len(faulty[:1])
        total["pairs"] += sum(word_cosine(one, other) >= SAME_FROM for one, other in combinations(summary, 2))
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


def is_verbatim(sentence: str, document: str) -> bool:
    """Whether every piece of a sentence, between ellipses, occurs word for word in the document."""
    return fold(sentence) in document or all(fold(piece) in document for piece in sentence.split("…"))


def word_cosine(one: str, other: str) -> float:
    """The cosine of the words of two sentences."""
    return cosine(*(Counter(UnicodeTokenizer().tokenize(sentence)) for sentence in (one, other)))


def rouge(row: dict[str, Any], text: str) -> dict[str, float]:
    """ROUGE F1 (0..1) of one summary, the mean over the references."""
    from rouge_score.rouge_scorer import RougeScorer

    english = row.get("lang", "en") == "en"
    scorer = RougeScorer(KINDS, use_stemmer=english, tokenizer=None if english else UnicodeTokenizer())
    scores = [scorer.score(reference, text) for reference in row["reference"]]
    return {kind: sum(score[kind].fmeasure for score in scores) / len(scores) for kind in KINDS}


def cut(sentences: Sequence[str], words: int) -> Iterator[str]:
    """Yield the sentences up to so many words in total."""
    for sentence in sentences:
        kept = sentence.split()[:words]
        words -= len(kept)
        if kept:
            yield " ".join(kept)


def fold(text: str) -> str:
    """The text with each run of white space replaced by one space."""
    return " ".join(text.split())


def write_predictions(path: Path, rows: Sequence[dict[str, Any]], summaries: Sequence[list[str]]) -> None:
    """Write one line for each story: {"id", "summary"}."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        json.dumps({"id": row["id"], "summary": summary}, ensure_ascii=False)
        for row, summary in zip(rows, summaries, strict=True)
    )
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
