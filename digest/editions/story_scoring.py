"""The rules that score a story: one function per rule and one line in RULES.

Each rule returns points that a reader can add up; localized labels name the rules on the page. To add one,
write a function, add it to RULES, and add a label for its name to every language. Plug-ins add rules through
[digest] ranking_rules, see docs/plugins.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from math import log2

from digest.editions.section_learning import find_address_section
from digest.errors import ConfigError
from digest.grouping.headline_types import is_plain_report, is_service, is_soft
from digest.languages.news_sections import LEISURE
from digest.models import Article, RuleEffects, Story
from digest.runtime.plugins import load_function
from digest.summarizers.tolls import find_tolls

POINTS_PER_DOUBLING = 2.0
FRESHNESS = 2.0
HALF_LIFE = timedelta(hours=12)
SUBSTANCE = 1.0
LONG_TEXT = 1_800
"""Characters of a text that earns all points for substance."""
SPREAD = 0.5
LONG_SPREAD = 6
"""Different hours with new articles that earn all points for spread."""
CONTINUING = 0.5
BOOST = 2.0
DESK = 1.5
MIN_VOICES = 2
"""The weight of several outlets."""
MIN_DESK = 5
"""Outlets that a desk is taken to have at least: three trade papers that print the same are no majority."""
HARD, LONE_HARD = 2.0, 1.0
"""Points for hard news of several outlets, and of one."""
TRADE_WEIGHT = 0.5
"""How much an outlet of one subject that is no hard news counts among general ones."""
TOLL, MAX_TOLL = 0.5, 2.0
"""Points for each doubling of the number of dead, and at most."""
SOFT = -2.0
SERVICE = -5.0
TEASER = -1.0
TEASER_TEXT = 300
"""Characters: an article that is not longer is a line or two."""
MANNER = -1.5


@dataclass(frozen=True, slots=True)
class RankingContext:
    """What the rules know besides the story.

    now: the edition's clock, aware. weights: {source key: how much its voice counts}, 0 or more; a missing
    source counts 1. effects: of the reader's rules. series: ids of the articles that are installments of a
    series. boost: finds the words that lift a story, or None. desks: {section: how many outlets usually
    report such news}. hard_news: the sections of hard news. trade: the outlets of one subject that is no hard
    news, among general ones.
    """

    now: datetime
    weights: Mapping[str, float] = field(default_factory=dict)
    effects: RuleEffects = field(default_factory=RuleEffects)
    series: frozenset[str] = frozenset()
    boost: re.Pattern[str] | None = None
    desks: Mapping[str, int] = field(default_factory=dict)
    hard_news: frozenset[str] = frozenset()
    trade: frozenset[str] = frozenset()


RankingRule = Callable[[Story, RankingContext], float]


def score_voices(story: Story, context: RankingContext) -> float:
    """2 · log2 of the outlets, each with its weight, that report something new in their own words: 1 → 0,
    2 → 2, 4 → 4. One that has nothing but services and reviews does not count."""
    return _score_outlets(_count_voices(story, context))


def _score_outlets(count: float) -> float:
    return POINTS_PER_DOUBLING * log2(max(count, 1))


def _count_voices(story: Story, context: RankingContext) -> float:
    """Return the sum of the weights of the outlets that report something new in their own words."""
    if len(story.articles) == 1:  # most stories have one
        return _weigh_article(story.articles[0], context)
    return sum(_weigh_outlets(story, context).values())


def _weigh_outlets(story: Story, context: RankingContext) -> dict[str, float]:
    """Return {outlet that reports something new in its own words: its weight}.

    Where to watch a match, what to buy, and what somebody thinks of a film are no reports.
    """
    if len(story.articles) == 1:
        (article,) = story.articles
        return {article.source: _weigh_article(article, context)}
    copied = {copy for copy, _ in story.copies}
    weights: dict[str, float] = {}
    for article in list_new_articles(story):
        if article.id not in copied and not (is_service(article) or is_soft(article)):
            weight = _weigh_article(article, context)
            weights[article.source] = max(weight, weights.get(article.source, 0.0))
    return weights


def _weigh_article(article: Article, context: RankingContext) -> float:
    return context.weights.get(article.feed, 1.0) * context.effects.weights.get(article.id, 1.0)


def score_desk(story: Story, context: RankingContext) -> float:
    """Up to 1.5, for the share of the outlets that usually report such news; a desk counts as five at least.

    Four of five outlets that report world news mean more than four of ten that report on technology.
    """
    voices = _count_voices(story, context)
    return _score_share(voices, story, context) if voices >= MIN_VOICES else 0.0


def _score_share(voices: float, story: Story, context: RankingContext) -> float:
    desk = context.desks.get(story.section, 0)
    return DESK * min(voices / max(desk, MIN_DESK), 1) if desk else 0.0


def score_trade(story: Story, context: RankingContext) -> float:
    """The points for outlets that are lost when trade papers, outlets of one subject that is no hard news,
    count half beside general ones. They print the same releases: three of them are one voice and a half."""
    if not context.trade or (voices := _count_voices(story, context)) < MIN_VOICES:
        return 0.0
    weights = _weigh_outlets(story, context)
    trade = sum(weight for outlet, weight in weights.items() if outlet in context.trade)
    if not trade:
        return 0.0
    counted = voices - (1 - TRADE_WEIGHT) * trade
    full, halved = (_score_outlets(n) + _score_share(n, story, context) for n in (voices, counted))
    return halved - full


def is_trade_item(story: Story, context: RankingContext) -> bool:
    """Whether only trade papers report what is new in a story, and too few (three at most) to be two voices.

    Where all that is new are copies, no outlet counts, and it is none.
    """
    outlets = _weigh_outlets(story, context).keys()
    return bool(outlets) and outlets <= context.trade and TRADE_WEIGHT * len(outlets) < MIN_VOICES


def score_hard_news(story: Story, context: RankingContext) -> float:
    """2 for several outlets' news of the world, of politics or of business, as much as twice the outlets; 1
    for one outlet's."""
    if not _is_hard_news(story, context):
        return 0.0
    voices = _count_voices(story, context)
    return HARD if voices >= MIN_VOICES else LONE_HARD


def _is_hard_news(story: Story, context: RankingContext) -> bool:
    """Whether a story is hard news. Many outlets send sports and culture among the news of the world: then
    their addresses say so, or most of the outlets are trade papers."""
    if story.section not in context.hard_news:
        return False
    outlets = _weigh_outlets(story, context)
    if 2 * len(outlets.keys() & context.trade) > len(outlets):
        return False
    named = [key for article in story.articles if (key := find_address_section(article))]
    return not named or 2 * sum(key in LEISURE for key in named) <= len(named)


def score_toll(story: Story, context: RankingContext) -> float:
    """0.5 · log2 of the number of dead in the headlines of hard news, up to 2: 2 → 0.5, 16 → 2.

    Of several numbers, the middle one counts, of two the lower one.
    """
    if not _is_hard_news(story, context):
        return 0.0
    tolls = (
        toll.value
        for article in list_new_articles(story)
        for toll in find_tolls(article.title, article.language)
        if toll.kind == "dead"
    )
    numbers = sorted(tolls) or [1]
    return min(TOLL * log2(max(numbers[(len(numbers) - 1) // 2], 1)), MAX_TOLL)


def score_soft(story: Story, context: RankingContext) -> float:
    """−2 when at least half of its new headlines are reviews, comparisons, trailers and the like."""
    news = list_new_articles(story)
    return SOFT if 2 * sum(map(is_soft, news)) >= len(news) else 0.0


def score_freshness(story: Story, context: RankingContext) -> float:
    """Up to 2, for the newest of the new articles; halved every 12 hours."""
    newest = max(article.moment for article in list_new_articles(story))
    return float(FRESHNESS * 0.5 ** (max(context.now - newest, timedelta(0)) / HALF_LIFE))


def score_substance(story: Story, context: RankingContext) -> float:
    """Up to 1, for the longest text that is not a copy: 1,800 characters or more."""
    return SUBSTANCE * min(1, max(len(article.text) for article in story.originals) / LONG_TEXT)


def score_spread(story: Story, context: RankingContext) -> float:
    """Up to 0.5, for new articles in more than one hour of the clock: 6 hours or more."""
    if len(story.articles) == 1:
        return 0.0
    moments = (article.moment for article in list_new_articles(story))
    hours = len({moment.replace(minute=0, second=0, microsecond=0) for moment in moments})
    return SPREAD * min(1, (hours - 1) / (LONG_SPREAD - 1))


def score_continuing(story: Story, context: RankingContext) -> float:
    """0.5 when an earlier edition had the story."""
    return CONTINUING if story.continuing else 0.0


def score_boost(story: Story, context: RankingContext) -> float:
    """2 when an article contains a word that the reader boosts, and the points of the rules that apply."""
    pattern, boosts = context.boost, context.effects.boosts
    if not (pattern or boosts):
        return 0.0
    boosted = pattern and any(contains_word(article, pattern) for article in story.articles)
    rules = dict(pair for article in story.articles for pair in boosts.get(article.id, ()))
    return (BOOST if boosted else 0.0) + sum(rules[number] for number in sorted(rules))


def score_service(story: Story, context: RankingContext) -> float:
    """−5, and no points for outlets, when more than half of its new articles are puzzles, deals, horoscopes,
    program notes, or installments of a series: a puzzle that many print is no news."""
    news = list_new_articles(story)
    service = sum(article.id in context.series or is_service(article) for article in news)
    if 2 * service <= len(news):
        return 0.0
    return SERVICE - score_voices(story, context) - score_desk(story, context) - score_trade(story, context)


def has_service_score(story: Story) -> bool:
    """Whether `score_service` has taken points from a story."""
    return "service" in dict(story.score)


def score_teaser(story: Story, context: RankingContext) -> float:
    """−1 when a single outlet has the story, in a line or two."""
    return TEASER if is_lone_teaser(story) else 0.0


def score_manner(story: Story, context: RankingContext) -> float:
    """−1.5 when none of its new headlines reports news: questions, advice, live pages, opinion."""
    return 0.0 if any(map(is_plain_report, list_new_articles(story))) else MANNER


RULES: dict[str, RankingRule] = {
    "voices": score_voices,
    "desk": score_desk,
    "trade": score_trade,
    "hard_news": score_hard_news,
    "toll": score_toll,
    "freshness": score_freshness,
    "substance": score_substance,
    "spread": score_spread,
    "continuing": score_continuing,
    "boost": score_boost,
    "service": score_service,
    "soft": score_soft,
    "teaser": score_teaser,
    "manner": score_manner,
}
"""{name of the part of a score: its rule}, in the order that scores list them."""

TOPIC = "topic"
"""The part of a score that comes from the other stories on the topic; see `lift_topics`."""

ALWAYS_LISTED = frozenset({"voices", "freshness", "substance"})
"""The rules that a score lists even at 0 points."""


def load_rules(plugins: Mapping[str, str]) -> dict[str, RankingRule]:
    """Return RULES and the rules of plug-ins.

    plugins: {name of the part of the score: "module:function" or the name of an installed plug-in}. Raises
    ConfigError when one cannot be loaded or has the name of a built-in rule; so do the rules when they fail.
    """
    rules = dict(RULES)
    for name, plugin in plugins.items():
        where = f"digest.ranking_rules.{name}"
        if name in RULES or name == TOPIC:
            raise ConfigError(where, "there is a built-in rule of this name", "Choose another name.")
        try:
            rule = load_function(plugin, "ranking")
        except LookupError as error:
            raise ConfigError(where, str(error)) from error
        rules[name] = partial(_call_plugin, rule, plugin, where)
    return rules


def _call_plugin(
    rule: Callable[..., float], plugin: str, where: str, story: Story, context: RankingContext
) -> float:
    try:
        return float(rule(story, context))
    except Exception as error:
        raise ConfigError(where, f"{plugin} failed ({type(error).__name__}: {error})") from error


def list_new_articles(story: Story) -> Sequence[Article]:
    """Return the articles that no earlier edition has published; all of them when there is none."""
    if len(story.articles) == 1:
        return story.articles
    new = set(story.new)
    return [article for article in story.articles if article.id in new] or story.articles


def is_lone_teaser(story: Story) -> bool:
    """Whether a single outlet has a story, and only in a line or two."""
    return story.voices == 1 and all(len(article.text) <= TEASER_TEXT for article in story.articles)


def compile_words(wanted: Sequence[str]) -> re.Pattern[str] | None:
    """Compile a pattern that finds any of these words or phrases as whole words in any case; or None."""
    if not wanted:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", re.IGNORECASE)


def contains_word(article: Article, pattern: re.Pattern[str]) -> bool:
    """Whether a pattern is found in an article's title or text."""
    return bool(pattern.search(article.title) or pattern.search(article.text))
