"""Remove the name of the site from the title of a page, as browsers show it: "Lamp lit | Sport | Gazette"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from digest.text import fingerprint_text

SEPARATOR = re.compile(r"\s(?:[|–—·•:»«/-]|::)\s|\s?\|\s?")
"""Between two parts of a title."""

# These may also be part of a word or a headline: only the name of the site is removed behind them.
_TIGHT_SEPARATOR = re.compile(r" ?[-_—–~：｜] ?")
_BAR = re.compile(r"\s?\|\s?")
_HOST = re.compile(r"[a-z]+://(?:[^/?#@]*@)?(?:www\d?\.|m\.|amp\.)?([^/?#:]+)", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W_]+")
_MIN_LETTERS = 3
# A longer part is one of the headline, even if it contains the name of the site.
_MAX_WORDS = 3
# A part that is so much of a name stands for it ("Times of India" for "The Times of India").
_MIN_SHARE = 0.6
# No title of a page is longer.
_MAX_LENGTH = 1000


def list_site_letters(names: Iterable[str], address: str) -> frozenset[str]:
    """Return the letters of the names of a site: those that it gives itself, and its host.

    address: of the page, or "". Two letters are no name.
    """
    letters = {read_letters(name) for name in names}
    if host := _HOST.match(address):
        *labels, _ = host[1].split(".")
        letters |= {read_letters(host[1]), max(map(read_letters, labels), key=len, default="")}
    return frozenset(name for name in letters if len(name) >= _MIN_LETTERS)


def remove_site_name(title: str, site: Collection[str], others: Collection[str]) -> str:
    """Remove the name of the site, and that of a section beside it, from the end or the start of a title.

    site: the letters of its names. others: fingerprints of the page's other titles; an ending that one of
    them lacks is removed, too, and so is a short label before a bar. Behind the headline, whatever is beside
    the name of the site and between bars is a section, if it has at most three words. Cost: linear in the
    length times the number of separators; a title of more than 1,000 characters is returned as it is.
    """
    if len(title) > _MAX_LENGTH:
        return title
    shortest = title
    cuts = [part.start() for part in SEPARATOR.finditer(title)]
    # Without spaces, only behind letters without capitals: "Jean-Luc" is one name.
    cuts += [
        cut
        for part in _TIGHT_SEPARATOR.finditer(title)
        if _is_caseless(title[(cut := part.start()) - 1 : cut])
    ]
    for cut in cuts:
        if cut and fingerprint_text(title[:cut]) in others:
            shortest = min(shortest, title[:cut], key=len)
    bar = _BAR.search(title)
    if bar and len(title[: bar.start()].split()) <= _MAX_WORDS:
        # "Opinion | Lamp lit"
        rest = title[bar.end() :]
        shortest = rest if fingerprint_text(rest) in others else shortest
    if shortest != title or not site:
        return shortest
    for part in _TIGHT_SEPARATOR.finditer(title):
        if part.start() and read_letters(title[part.end() :]) in site:
            return _remove_sections(title[: part.start()])
    parts = list(SEPARATOR.finditer(title))
    starts, ends = [0, *(part.end() for part in parts)], [*(part.start() for part in parts), len(title)]
    for place in range(len(parts), 0, -1):
        behind = len(title[ends[place] :].split())
        if behind <= _MAX_WORDS + 1 and _is_site_name(title[starts[place] : ends[place]], site):
            return _remove_sections(title[: ends[place - 1]])
    if parts and _is_site_name(title[: ends[0]], site):
        return title[starts[1] :]
    return title


def _remove_sections(title: str) -> str:
    """Remove the short parts behind bars."""
    *_, bar = [None, *_BAR.finditer(title)]
    if (
        bar
        and bar.start()
        and len(title[bar.end() :].split()) <= _MAX_WORDS < len(title[: bar.start()].split())
    ):
        return _remove_sections(title[: bar.start()])
    return title


def _is_caseless(letter: str) -> bool:
    return letter.isalpha() and letter.lower() == letter.upper()


def _is_site_name(part: str, site: Collection[str]) -> bool:
    letters, words = read_letters(part), part.split()
    if letters in site:
        return True
    if len(words) > _MAX_WORDS + 1 or len(letters) < _MIN_LETTERS:
        return False
    if any(letters in name and len(letters) >= _MIN_SHARE * len(name) for name in site):
        return True
    # "Gazette Sport", "news.Gazette": a name, and a word beside it.
    return len(words) <= _MAX_WORDS and any(read_letters(words[end]) in site for end in (0, -1))


def read_letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text.casefold())
