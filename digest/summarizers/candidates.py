"""List the sentences of a story that a summarizer chooses from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from digest.models import Article, Sentence, Story
from digest.summarizers.length import Length, count_words
from digest.summarizers.standalone_sentences import (
    MAX_DECK_CHARACTERS,
    MINOR_FAULTS,
    QUOTES,
    ends_with_full_stop,
    find_faults,
    leaves_quotation_open,
    may_lack_full_stop,
    strip_dateline,
    writes_no_full_stops,
)
from digest.text import iterate_sentence_spans, normalize_letters
from digest.text.text_pieces import cut_text

MAX_CANDIDATES = 300
"""Sentences of a story at most, the earliest in their articles: news begins with the news."""

MAX_SENTENCE_CHARACTERS = 1_000
"""A longer piece is not a sentence but a text without full stops, and cut into pieces."""

MAX_PIECE_CHARACTERS, MAX_PIECE_WORDS = MAX_DECK_CHARACTERS, 25
"""How long a piece of a text without full stops may be: no longer than a line that needs none."""

MIN_UNPUNCTUATED_CHARACTERS = 300
"""A shorter text without full stops is a teaser that its outlet cut off: no piece of it is a sentence."""

MIN_LINES = 3
"""A text without full stops in so many lines is a list, a poem or notes: each line is complete."""

DATELINE_REACH = 3
"""A dateline is looked for in this many first sentences of an article."""

_LINE, _PIECE = "line", "piece"
_USUAL_STOPS = frozenset(".!?。")

MAX_SUBHEAD_CHARACTERS = 80
"""More than a line is a sentence without a full stop, or a piece of one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence that may be chosen.

    text: word for word from its article. article: index into the story's articles. position: index into the
    sentences of that article. source: the outlet. title: the headline of the article. language: ISO 639-1 or
    "und". in_quotation: the sentence lies within a quotation that began in an earlier sentence. is_headline:
    the text is the headline of its article, quoted as a line of its own; its position is -1.
    is_unpunctuated: it needs no full stop: a deck, see find_decks(), or a line or piece of a text that has
    none. is_piece: it begins and ends within a sentence of such a text. opens: it opens the summary, whatever
    else is chosen.
    """

    text: str
    article: int
    position: int
    source: str
    title: str = ""
    language: str = "und"
    in_quotation: bool = False
    is_headline: bool = False
    is_unpunctuated: bool = False
    is_piece: bool = False
    opens: bool = False


def make_candidate(sentence: Sentence, story: Story) -> Candidate:
    """Return a sentence of a summary as a candidate."""
    article = story.articles[sentence.article]
    return Candidate(
        sentence.text,
        sentence.article,
        sentence.position,
        article.source,
        article.title,
        article.language,
        is_headline=sentence.kind == "headline",
    )


def find_candidate_faults(candidate: Candidate) -> frozenset[str]:
    """Return the names of the rules that a candidate breaks when it stands alone."""
    faults = frozenset(find_faults(candidate.text, candidate.language))
    if candidate.is_piece:
        # There is nothing but pieces to quote.
        faults -= MINOR_FAULTS | {"truncated"}
    return faults - {"no full stop"} if candidate.is_unpunctuated else faults


Summarizer = Callable[[Sequence[Candidate], Length], Sequence[int]]
"""Takes the candidates of one story and a length; returns indices of candidates, none twice."""


def list_candidates(
    story: Story, articles: Iterable[int], decks: Collection[int] = (), sentences: int | None = None
) -> list[Candidate]:
    """Return the sentences of some of a story's articles by (position, article), at most 300.

    articles: indices into the story's articles. decks: those of the articles whose text is a deck.
    sentences: how many of each article are listed at most, the first ones; None for all. A sentence that
    occurs in several articles is listed once.
    Datelines are stripped; the remaining text still stands word for word in its article. Subheads and
    repetitions of the article's own headline are left out. A text without full stops is read line by line if
    it has at least three, and a long line is cut into pieces, at commas and spaces. Cost: linear in the text
    that is read, and no more of an article is read than needed.
    """
    selected = [(index, story.articles[index]) for index in sorted(articles)]
    headlines = {
        index: "" if article.title_derived else normalize_letters(article.title)
        for index, article in selected
    }
    texts = (islice(_iterate_sentences(article), sentences) for _, article in selected)
    candidates: dict[str, Candidate] = {}
    for position, row in enumerate(zip_longest(*texts, fillvalue=("", False, ""))):
        for (index, article), (text, in_quotation, kind) in zip(selected, row, strict=True):
            if not 0 < len(text) <= MAX_SENTENCE_CHARACTERS:
                continue
            sentence = strip_dateline(text) if position < DATELINE_REACH else text
            letters = normalize_letters(sentence)
            if letters == headlines[index]:
                continue
            candidates.setdefault(
                letters,
                Candidate(
                    sentence,
                    index,
                    position,
                    article.source,
                    article.title,
                    article.language,
                    in_quotation,
                    is_unpunctuated=index in decks or kind != "",
                    is_piece=kind == _PIECE,
                ),
            )
            if len(candidates) == MAX_CANDIDATES:
                return list(candidates.values())
    return list(candidates.values())


def _iterate_sentences(article: Article) -> Iterator[tuple[str, bool, str]]:
    """Yield (sentence, whether it lies within a quotation that began before it, kind: _LINE, _PIECE or "").

    A subhead is yielded as "", so that the positions of the others stay the same.
    """
    text, language = article.text, article.language
    paragraph_end = 0
    is_open = False
    has_full_stops: bool | None = None
    for start, end in iterate_sentence_spans(text, language):
        sentence = text[start:end]
        starts_paragraph = start >= paragraph_end
        if starts_paragraph:
            paragraph_end = text.find("\n\n", start)
            paragraph_end = paragraph_end if paragraph_end >= 0 else len(text)
            quotes = QUOTES.findall(text, start, paragraph_end)
            is_open, is_balanced = False, len(quotes) % 2 == 0 < len(quotes)
        if (
            starts_paragraph
            and end == paragraph_end
            and len(sentence) <= MAX_SUBHEAD_CHARACTERS
            and not ends_with_full_stop(sentence, language)
        ):
            has_full_stops = _has_full_stops(article) if has_full_stops is None else has_full_stops
            sentence = "" if has_full_stops else sentence
        is_unpunctuated = not has_full_stops and (
            len(sentence) > MAX_SENTENCE_CHARACTERS
            or (sentence[-1:] not in _USUAL_STOPS and may_lack_full_stop(sentence, language))
        )
        if is_unpunctuated and not writes_no_full_stops(language):
            has_full_stops = _has_full_stops(article)
            is_unpunctuated = not has_full_stops
        if is_unpunctuated and len(sentence) > _find_longest_line(sentence, language):
            yield from ((piece, is_open, _PIECE) for piece in cut_text(sentence, _limit_piece(sentence)))
        elif is_unpunctuated and sentence and text.count("\n") - text.count("\n\n") >= MIN_LINES - 1:
            yield sentence, is_open, _LINE
        else:
            yield sentence, is_open, ""
        is_open = is_balanced and leaves_quotation_open(sentence, is_open)


def _find_longest_line(text: str, language: str) -> int:
    """Return from how many characters on a text without stops is cut into pieces.

    Where words have no spaces between them, a line of 150 characters is as long as three of others.
    """
    if writes_no_full_stops(language):
        return MAX_PIECE_CHARACTERS
    has_spaces = count_words(text) <= 2 * len(text.split())
    return MIN_UNPUNCTUATED_CHARACTERS if has_spaces else _limit_piece(text)


def _limit_piece(text: str) -> int:
    """Return how many characters a piece of a text may have: fewer in scripts without spaces."""
    return min(MAX_PIECE_CHARACTERS, MAX_PIECE_WORDS * len(text) // max(1, count_words(text)))


def _has_full_stops(article: Article) -> bool:
    """Return whether any sentence ends with a full stop: then a line without one is a subhead or the like."""
    sentences = (
        article.text[start:end] for start, end in iterate_sentence_spans(article.text, article.language)
    )
    return any(
        len(sentence) <= MAX_SENTENCE_CHARACTERS and ends_with_full_stop(sentence, article.language)
        for sentence in sentences
    )
