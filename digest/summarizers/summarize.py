"""Summaries: the sentences that tell a story, word for word as its articles have them.

A summariser is one function `choose(candidates, length) -> indices`. It chooses; it never writes. A
dotted path ("mypackage.module:function") as method lets outside code in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from digest.errors import ConfigError
from digest.models import Article, Sentence, Story, Summary
from digest.runtime.plugins import load_function
from digest.summarizers.candidates import ALIKE, Candidate, Choose, cosine, list_candidates
from digest.summarizers.differences import find_differences
from digest.summarizers.keywords import find_keywords
from digest.summarizers.length import Length
from digest.summarizers.ordering import order_for_reading
from digest.text import detect_language, find_copies, stem, stop_words, words

__all__ = [
    "SUMMARIZERS",
    "Candidate",
    "Choose",
    "Length",
    "SummarySettings",
    "annotate_summary",
    "find_summarizer",
    "summarize_story",
    "summarize_texts",
]

MOST_KNOWN = 0.85
"""A sentence of whose words, grammar aside, so many were told before is no news."""

_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)

SUMMARIZERS: dict[str, str] = {
    "news": "digest.summarizers.news:choose",
    "lead": "digest.summarizers.lead:choose",
    "lex-rank": "digest.summarizers.sumy_adapter:lex_rank",
    "text-rank": "digest.summarizers.sumy_adapter:text_rank",
    "lsa": "digest.summarizers.sumy_adapter:lsa",
    "luhn": "digest.summarizers.sumy_adapter:luhn",
    "kl": "digest.summarizers.sumy_adapter:kl",
    "sum-basic": "digest.summarizers.sumy_adapter:sum_basic",
    "edmundson": "digest.summarizers.sumy_adapter:choose_edmundson",
}
"""Where each method is found; it is imported when it is used, for sumy is slow to import."""


@dataclass(frozen=True, slots=True)
class SummarySettings:
    """How stories are summarised.

    method: a key of SUMMARIZERS or a dotted path. words: length aimed at of a story that several
    articles tell, single_words: of one that a single article tells, brief_words: of a story told in
    brief; all in words, 1 or more.
    """

    method: str = "news"
    words: int = 80
    single_words: int = 50
    brief_words: int = 25


def find_summarizer(method: str) -> Choose:
    """The summariser of a name or of a dotted path.

    Raises:
        ConfigError: there is none.
    """
    try:
        return load_function(SUMMARIZERS.get(method, method))
    except LookupError as error:
        advice = f"Take one of {', '.join(SUMMARIZERS)}, or module:function of your own."
        raise ConfigError("summary.method", str(error), advice) from error


def summarize_story(story: Story, settings: SummarySettings, known: tuple[Sentence, ...] = ()) -> Summary:
    """A story and the sentences that tell it, in reading order.

    Copies are not read. Of a continuing story only the new articles are, and a sentence that repeats a
    known one is left out. A story of headlines only has no sentences.

    Args:
        known: what earlier editions told of the story.

    Raises:
        ConfigError: there is no such method.
    """
    choose = find_summarizer(settings.method)
    candidates = list_candidates(story, _articles_to_tell(story))
    if known:
        candidates = _leave_out_known(candidates, known)
    articles = {candidate.article for candidate in candidates}
    length = Length(settings.words if len(articles) > 1 else settings.single_words)
    chosen = [candidates[index] for index in _choose(choose, candidates, length, settings.method)]
    sentences = tuple(
        Sentence(said.text, said.article, said.position, new=story.continuing)
        for said in order_for_reading(chosen, story)
    )
    return Summary(story, sentences, known, settings.method)


def summarize_texts(
    texts: Sequence[str],
    words: int = 80,
    method: str = "news",
    language: str | None = None,
    sources: Sequence[str] = (),
    titles: Sequence[str] = (),
) -> tuple[Sentence, ...]:
    """The sentences that tell what some texts on one event say, in reading order.

    For a program that has texts and no stories; it needs nothing else of this package.

    Args:
        texts: plain, paragraphs parted by blank lines; the earliest first.
        words: length aimed at, 1 or more.
        method: a key of SUMMARIZERS or a dotted path.
        language: ISO 639-1; None to find out of each text.
        sources: who says each text; what two sources say weighs more than what one says twice. By default
            every text has a source of its own.
        titles: the headline of each text, which its first sentence may lean on.

    Returns:
        Sentences word for word from the texts: `article` is the place of its text in `texts`, `position` its
        place among that text's sentences.

    Raises:
        ConfigError: there is no such method.
        ValueError: there are sources or titles, but not as many as texts.

    >>> [(said.article, said.text) for said in summarize_texts(
    ...     ["The swing bridge at Port Ellis jammed on Monday. It will be repaired.",
    ...      "Divers will look at the swing bridge at Port Ellis, which jammed on Monday."], words=10)]
    [(0, 'The swing bridge at Port Ellis jammed on Monday.')]
    """
    if not texts:
        return ()
    articles = tuple(
        Article(
            id=f"{number}",
            source=source,
            url="",
            title=title,
            text=text,
            published=None,
            first_seen=_UNDATED,
            language=detect_language(text, language),
        )
        for number, (text, source, title) in enumerate(
            zip(
                texts,
                sources or [f"{number}" for number in range(len(texts))],
                titles or [""] * len(texts),
                strict=True,
            )
        )
    )
    copies = tuple(
        (f"{number}", f"{original}")
        for number, original in enumerate(find_copies(texts))
        if original is not None
    )
    settings = SummarySettings(method=method, words=words, single_words=words)
    return summarize_story(Story("texts", articles, copies=copies), settings).sentences


def annotate_summary(summary: Summary) -> Summary:
    """A summary with what else its story's sentences tell: where sources differ, and its keywords."""
    story = summary.story
    candidates = list_candidates(story, _articles_to_tell(story))
    return replace(
        summary, differences=find_differences(candidates, story), keywords=find_keywords(candidates)
    )


def _choose(choose: Choose, candidates: list[Candidate], length: Length, method: str) -> list[int]:
    """What the method chooses; what a reader's own one raises is told as a mistake of that method."""
    try:
        chosen = list(choose(candidates, length))
    except Exception as error:
        if method in SUMMARIZERS:
            raise
        raise ConfigError("summary.method", f"{method} failed ({type(error).__name__}: {error})") from error
    if len(set(chosen)) < len(chosen) or not set(chosen) <= set(range(len(candidates))):
        told = f"{method} chose what is none of the {len(candidates)} sentences, or one of them twice"
        raise ConfigError("summary.method", told)
    return chosen


def _articles_to_tell(story: Story) -> list[int]:
    originals = {article.id for article in story.originals}
    return [
        index
        for index, article in enumerate(story.articles)
        if article.id in originals and (not story.continuing or article.id in story.new)
    ]


def _leave_out_known(candidates: list[Candidate], known: tuple[Sentence, ...]) -> list[Candidate]:
    """The candidates that say something that was not told before, be it in other words."""
    language = candidates[0].language if candidates else "und"
    bags = [_bag(sentence.text, language) for sentence in known]
    told = set().union(*bags)
    kept = []
    for candidate in candidates:
        bag = _bag(candidate.text, language)
        if len(bag.keys() & told) < MOST_KNOWN * len(bag) and all(cosine(bag, one) < ALIKE for one in bags):
            kept.append(candidate)
    return kept


def _bag(text: str, language: str) -> Counter[str]:
    """The stems of a text without those that are mere grammar."""
    dull = stop_words(language)
    return Counter(stem(word, language) for word in words(text) if word not in dull)
