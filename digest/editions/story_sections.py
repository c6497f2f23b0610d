"""Assign stories to sections: by the rules of the reader, by sources and categories, by what is learned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest.editions.story_scoring import compile_words, contains_word
from digest.models import Article, Story

_PATH_SEPARATOR = re.compile(r"[/>|,:]")
"""What outlets put between a category and its parent ("News / World")."""


@dataclass(frozen=True, slots=True)
class SectionRules:
    """How sections are found.

    rules: (section, pattern); a story goes there when most of its articles match the pattern, and the first
    rule that applies decides. categories: {category of an outlet, casefolded: section}. learned: {article id:
    section}, for articles that nothing else assigns. specific: {article id: section}, for articles whose
    sources name a broader one. general: the section of all other stories.
    """

    rules: tuple[tuple[str, re.Pattern[str]], ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    learned: Mapping[str, str] = field(default_factory=dict)
    specific: Mapping[str, str] = field(default_factory=dict)
    general: str = ""

    def find_article_section(self, article: Article) -> str:
        """Return the section of an article: of its address, its source, its categories, or learned; or ""."""
        named = self.specific.get(article.id) or find_article_section(article, self.categories)
        return named or self.learned.get(article.id, "")


def make_section_rules(rules: Mapping[str, Sequence[str]], names: Iterable[str]) -> SectionRules:
    """Compile the rules for sections.

    A category counts when it is the name of a section or, after those, one of the words of a rule.

    Args:
        rules: {section: words or phrases}, from the configuration.
        names: of all sections that the configuration and the sources know; "" is ignored.
    """
    named = {name.casefold(): name for name in names if name}
    by_word = {word.casefold(): section for section, words in rules.items() for word in words}
    patterns = ((section, compile_words(words)) for section, words in rules.items())
    return SectionRules(
        tuple((section, pattern) for section, pattern in patterns if pattern), by_word | named
    )


def assign_section(story: Story, rules: SectionRules) -> Story:
    """Return a story with its section, "" if it has none. Cost: linear in its texts for each rule."""
    section = find_section(story, rules)
    return story if section == story.section else replace(story, section=section)


def find_section(story: Story, rules: SectionRules) -> str:
    """Return the section of the first rule that applies, else that of most articles, else the general one.

    Among equals the lead's section wins, then the first in the alphabet.
    """
    for section, pattern in rules.rules:
        if 2 * sum(contains_word(article, pattern) for article in story.articles) > len(story.articles):
            return section
    lead, *others = map(rules.find_article_section, story.articles)
    if not others:
        return lead or rules.general
    counts = Counter(name for name in (lead, *others) if name)
    return min(counts, key=lambda name: (-counts[name], name != lead, name), default=rules.general)


def find_article_section(article: Article, categories: Mapping[str, str]) -> str:
    """Return the section of an article's source, else of its first category that names one, else "".

    "World" and "News / World" both name World. categories: {category, casefolded: section}.
    """
    if article.section or not categories:
        return article.section
    for category in article.categories:
        for name in (category, *_PATH_SEPARATOR.split(category)):
            if section := categories.get(name.strip().casefold()):
                return section
    return ""
