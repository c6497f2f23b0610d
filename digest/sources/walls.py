"""What stands between a reader and an article on its page: paywalls, cookie walls, bot checks."""

from __future__ import annotations

import re

from digest.text import stop_words, words

# A page that sells its text says so to search engines, which must not take it for a trick.
_PAID = re.compile(r"isAccessibleForFree\"?\s*[:=]\s*[\"']?(?:https?://schema\.org/)?false", re.IGNORECASE)
# What invitations to pay or to log in say, in the languages that most news is in.
_INVITATION = re.compile(
    r"\b(?:subscri(?:be|ber|ption)|sign(?:ed)? (?:in|up)|log ?in|registered?\b.*\bread"
    r"|abonn(?:ier|ent|é|ez|ement|eer)|jetzt testen|weiterlesen|anmelden|réservé|connectez"
    r"|suscr[ií]b|suscriptor|iniciar sesión|abbona|accedi|assin(?:e|ante|atura)|inloggen"
    r"|prenumer|logga in|tilaa|zaloguj|subskryb|předplat|előfizet|abone)"
    r"|подпис|войдите|订阅|訂閱|登录|登入|購読|会員|ログイン|구독|로그인|اشترك|سجل الدخول",
    re.IGNORECASE,
)
_LONGEST_INVITATION = 350
# Behind the invitation that ends a text stand at most so many lines more: prices, a telephone number.
_LAST_LINES = 4
_SHARED = 0.3


def is_paid(html: str) -> bool:
    """Whether a page says of itself that its text is for those who pay."""
    return _PAID.search(html) is not None


def part_invitations(text: str) -> tuple[str, bool]:
    """Return a text without the paragraphs that invite to pay or to log in, and whether one ended it.

    text: paragraphs parted by blank lines. A long paragraph is no invitation, whatever it speaks of. Where
    the last lines hold one, it and what comes after it go. Cost: linear.
    """
    paragraphs = text.split("\n\n")
    places = [
        place
        for place, paragraph in enumerate(paragraphs)
        if len(paragraph) <= _LONGEST_INVITATION and _INVITATION.search(paragraph)
    ]
    ends = [place for place in places if place >= len(paragraphs) - _LAST_LINES]
    end = ends[0] if ends else len(paragraphs)
    kept = [paragraph for place, paragraph in enumerate(paragraphs[:end]) if place not in places]
    return "\n\n".join(kept), bool(ends)


def tells_of(text: str, teaser: str, language: str) -> bool:
    """Whether a text tells of what a teaser promises: three in ten of its words that say something.

    Cookie walls and bot checks stand under the address and often under the title of the article, and tell
    of other things. language: ISO 639-1 or "und". Cost: linear.
    """
    telling = set(words(teaser)) - stop_words(language)
    return len(telling & set(words(text))) >= _SHARED * len(telling)
