"""How good the summaries are, against summaries that people wrote.

    python -m benchmarks.summaries DIR --words N [--methods news,lead,lex-rank] [--predict OUT_DIR]

DIR/*.jsonl: one story a line with id, docs (each with title and text; source and published may be
there), reference (a list of summaries) and lang. Prints for each file and method: ROUGE-1/2/L F1 in
percent of summaries cut to N words (mean over several references), mean words, the share of sentences
that stand word for word in a document, the share that breaks a rule of readability, CPU seconds. The
last line is one JSON object. --predict writes the first method's sentences, {"id", "summary"} a line,
for another scorer.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

from digest.model import Article, Story
from digest.summarizers import SummarySettings, summarise_story
from digest.summarizers.readability import find_faults
from digest.text import detect_language, find_copies

KINDS = ("rouge1", "rouge2", "rougeL")
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_LINE_ENDS = re.compile(r"\s*\n\s*")
_WORD = re.compile(r"[^\W_]+")


class Words:
    """The words of any script; rouge-score's own tokenizer drops what is not ASCII."""

    def tokenize(self, text: str) -> list[str]:
        return _WORD.findall(unicodedata.normalize("NFC", text.lower()))


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.summaries", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--words", type=int, default=100, help="length of a summary (%(default)s)")
    parser.add_argument("--methods", default="news,lead,lex-rank", help="(%(default)s)")
    parser.add_argument("--predict", type=Path, metavar="OUT_DIR")
    args = parser.parse_args()
    measured: dict[str, dict[str, dict[str, float]]] = {}
    for path in sorted(args.folder.glob("*.jsonl")):
        rows = read_rows(path)
        measured[path.stem] = {}
        for number, method in enumerate(args.methods.split(",")):
            started = process_time()
            summaries = [summarise_row(row, method, args.words) for row in rows]
            seconds = process_time() - started
            result = {**score(rows, summaries, args.words), "cpu_seconds": round(seconds, 2)}
            measured[path.stem][method] = result
            figures = "  ".join(f"{name} {value}" for name, value in result.items())
            print(f"{path.stem:12} {method:10} {figures}", flush=True)
            if args.predict and not number:
                write_predictions(args.predict / path.name, rows, summaries)
    print(json.dumps({"words": args.words, "sets": measured}))


def read_rows(path: Path) -> list[dict[str, Any]]:
    """One story a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def summarise_row(row: dict[str, Any], method: str, words: int) -> list[str]:
    """The sentences of one story, in reading order."""
    settings = SummarySettings(method=method, words=words, single_words=words)
    return [sentence.text for sentence in summarise_story(read_story(row), settings).sentences]


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
        total["sentences"] += len(summary)
        total["verbatim"] += sum(any(fold(said) in document for document in documents) for said in summary)
        total["bad"] += sum(bool(find_faults(said, row.get("lang", "en"))) for said in summary)
    stories, sentences = max(1, len(rows)), max(1, total["sentences"])
    return {
        "stories": len(rows),
        **{kind: round(100 * total[kind] / stories, 2) for kind in KINDS},
        "words": round(total["words"] / stories, 1),
        "verbatim": round(total["verbatim"] / sentences, 4),
        "bad": round(total["bad"] / sentences, 4),
    }


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
