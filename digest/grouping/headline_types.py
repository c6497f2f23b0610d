"""What kind of piece a headline announces: a report, or a question, a live page, advice, a service.

A label or a mark tells it where it can. Where only words can, they are few: question words, which every
language has a dozen of, and what papers call their live pages and services.
"""

from __future__ import annotations

import re

from digest.models import Article

QUESTION_WORDS = {
    "en": "how what when where which who whose why here",
    "de": "wann warum was welche welcher welches wer weshalb wie wieso wo so",
    "fr": "ce combien comment où pourquoi quand que quel quelle quelles quels qui voici",
    "es": "así cómo cuándo cuál cuáles cuánto dónde por qué quién quiénes",
    "it": "che chi come cosa dove perché quale quali quando quanto",
    "nl": "hoe waar waarom wanneer wat welke wie zo",
    "pt": "como onde quais qual quando quanto quem",
}
"""What headlines begin with that announce an explanation instead of telling the news."""

LABELS = re.compile(
    r"\b(?:live(?:blog|ticker|stream)?|(?:en|au|le) direct|en (?:vivo|directo)|(?:in )?diretta|ao vivo|direct"
    r"|watch|listen|video|podcast|newsletter|in pictures"
    r"|opinion|comment|analysis|review|explainer|kommentar|meinung|analyse|opinión|análisis|opinione"
    r")\b",
    re.IGNORECASE,
)
"""What stands before the colon, or behind the last dash, of what is not a plain report."""

ENDINGS = re.compile(
    r"\b(?:explain(?:ed|er)|erklärt|expliqué|explicado|updates?|updating live)\W*$", re.IGNORECASE
)
"""What stands at the very end of it."""

LABEL_WORDS = 4
"""A label has so many words at most."""

LEAST_CAPITALS = 4
"""A label in capitals has so many letters at least: shorter ones name countries."""

SERVICE_WORDS = re.compile(
    r"\b(?:crosswords?|wordle|sudoku|puzzles?|quiz|horoscopes?|lotto|lottery (?:numbers|results)|powerball"
    r"|coupons?|(?:promo|discount|voucher) codes?|best (?:[\w’'-]+ ){0,4}deals|deals? of the (?:day|week)"
    r"|gift (?:guides?|ideas)|best (?:[\w’'-]+ ){0,4}(?:gifts|sales)"
    r"|(?:how|where) to watch|live ?stream|tv tonight"
    r"|horoskop|kreuzworträtsel|rätsel|lottozahlen|gutscheine?|rabattcodes?|schnäppchen|tv-programm"
    r"|mots croisés|code promo|bons plans|résultats du loto|programme tv"
    r"|horóscopo|crucigrama|lotería|código promocional|dónde ver"
    r"|oroscopo|cruciverba|horoskoop|horóscopo|kruiswoordraadsel)\b",
    re.IGNORECASE,
)
SERVICE_PATHS = re.compile(
    r"/(?:crosswords?|puzzles?|quiz(?:zes)?|horoscopes?|horoskop|lottery|coupons?|deals|gutscheine?)(?:/|$)"
)
"""What papers print beside the news, by its headline or by its place on the site."""

ASIDE_PATHS = re.compile(
    r"/(?:live(?:-?blog|-?news|-?ticker)?|videos?|podcasts?|opinions?|meinung|kommentare?)(?:/|$)"
)
"""The places on a site of what is not a plain report."""

_CLAUSES = re.compile(r":\s+|\s[–—|-]\s")


def is_service(article: Article) -> bool:
    """Whether an article is of those that papers print beside the news: puzzles, deals, horoscopes."""
    return bool(SERVICE_WORDS.search(article.title) or SERVICE_PATHS.search(article.url.casefold()))


def is_plain(article: Article) -> bool:
    """Whether the headline announces a report of what happened, and not a question, an explanation, a live
    page, a film, an opinion or a service."""
    title = article.title
    if any(mark in title for mark in "?？؟¿") or ENDINGS.search(title) or is_service(article):
        return False
    if ASIDE_PATHS.search(article.url.casefold()):
        return False
    first, *others = clauses = _CLAUSES.split(title)
    asks = set(QUESTION_WORDS.get(article.language, QUESTION_WORDS["en"]).split())
    if any(begins_with(clause, asks) for clause in clauses):
        return False
    return not others or not any(is_label(clause, article.text) for clause in (first, clauses[-1]))


def begins_with(clause: str, asked: set[str]) -> bool:
    """Whether the first word is one of these; in capitals it is a name ("WHO")."""
    found = re.search(r"\w+", clause)
    return bool(found and found[0].casefold() in asked and not (found[0].isupper() and len(found[0]) > 1))


def is_label(clause: str, text: str) -> bool:
    """Whether a clause is a label: a known one, or one in capitals that are no name in the text."""
    words = re.findall(r"\w+", clause)
    if not words or len(words) > LABEL_WORDS:
        return False
    letters = "".join(words)
    loud = letters.isupper() and len(letters) >= LEAST_CAPITALS and clause.strip() not in text
    return loud or bool(LABELS.search(clause))
