"""What a summariser chooses from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import sqrt
from typing import TypeVar

from digest.models import Article, Story
from digest.summarizers.length import Length
from digest.summarizers.standalone import QUOTES, is_stopped, leaves_open, strip_dateline
from digest.text import bare_letters, iterate_spans

MOST_CANDIDATES = 300
"""So many sentences of a story are looked at, the earliest in their articles: news begins with the news."""

MOST_CHARACTERS = 1_000
"""What is longer is no sentence but a text without stops."""

DATELINE_REACH = 3
"""Among so many first sentences a dateline is looked for."""

LONGEST_SUBHEAD = 80
"""Characters: more than a line is a sentence without a stop, or a piece of one."""

ALIKE = 0.6
"""From this cosine of stems on, two sentences say the same."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence that may be chosen.

    text: word for word from its article. article: index into the story's articles. position: index
    among that article's sentences. source: who says it. title: its article's headline. language: ISO
    639-1 or "und". inside: it stands in a quotation that began before it.
    """

    text: str
    article: int
    position: int
    source: str
    title: str = ""
    language: str = "und"
    inside: bool = False


Word = TypeVar("Word", str, int)

Choose = Callable[[Sequence[Candidate], Length], Sequence[int]]
"""A summariser: the candidates of one story and a length in; indices of candidates out, none twice."""


def list_candidates(story: Story, articles: Iterable[int]) -> list[Candidate]:
    """The sentences of some of a story's articles by (position, article), at most 300.

    articles: indices into the story's articles. A sentence that stands in several of them comes once.
    A dateline is left off; what remains still stands word for word in the article. What repeats its
    article's headline is none, nor is a subhead. Cost: linear in what is read, and no more of an article
    is read than is needed.
    """
    told = [(index, story.articles[index]) for index in sorted(articles)]
    texts = (_read(article) for _, article in told)
    kept: dict[str, Candidate] = {}
    titles = {index: "" if article.title_derived else bare_letters(article.title) for index, article in told}
    for position, row in enumerate(zip_longest(*texts, fillvalue=("", False))):
        for (index, article), (text, inside) in zip(told, row, strict=True):
            if 0 < len(text) <= MOST_CHARACTERS:
                said = strip_dateline(text) if position < DATELINE_REACH else text
                letters = bare_letters(said)
                if letters == titles[index]:
                    continue
                kept.setdefault(
                    letters,
                    Candidate(said, index, position, article.source, article.title, article.language, inside),
                )
                if len(kept) == MOST_CANDIDATES:
                    return list(kept.values())
    return list(kept.values())


def _read(article: Article) -> Iterator[tuple[str, bool]]:
    """The sentences, and whether each stands in a quotation that began before it in its paragraph.

    In place of a subhead comes "", so that the others keep their positions.
    """
    text, is_open, close = article.text, False, 0
    has_stops: bool | None = None
    for start, end in iterate_spans(text, article.language):
        said, begins = text[start:end], start >= close
        if begins:
            close = text.find("\n\n", start)
            close = close if close >= 0 else len(text)
            quotes = QUOTES.findall(text, start, close)
            is_open, is_sound = False, len(quotes) % 2 == 0 < len(quotes)
        if (
            begins
            and end == close
            and len(said) <= LONGEST_SUBHEAD
            and not is_stopped(said, article.language)
        ):
            has_stops = _has_stops(article) if has_stops is None else has_stops
            said = "" if has_stops else said
        yield said, is_open
        is_open = is_sound and leaves_open(said, is_open)


def _has_stops(article: Article) -> bool:
    """Whether any sentence has a full stop: then a line without one is a subhead."""
    spans = iterate_spans(article.text, article.language)
    return any(is_stopped(article.text[start:end], article.language) for start, end in spans)


def cosine(a: Counter[Word], b: Counter[Word]) -> float:
    """How alike two bags of words are: 0 (no word shared) to 1 (the same words as often)."""
    shared = sum(count * b[word] for word, count in a.items())
    norm = sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return shared / norm if norm else 0.0
