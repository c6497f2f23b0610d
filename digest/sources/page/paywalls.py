"""What stands between a reader and an article on its page: paywalls, cookie walls, bot checks."""

from __future__ import annotations

import re

from digest.text import stop_words, words

# A page that sells its text says so to search engines, which must not take it for a trick.
_PAID = re.compile(r"isAccessibleForFree\"?\s*[:=]\s*[\"']?(?:https?://schema\.org/)?false", re.IGNORECASE)
# What invitations to pay or to log in say, in the languages that most news is in. The verbs are those that
# speak to the reader: that a company "has subscribers" is news.
_INVITATION = re.compile(
    r"(?:^|[.!?:…]\s+)(?:please )?(?:subscribe|sign (?:in|up)|log ?in|register|join us|become a)\b"
    r"|already a (?:subscriber|member)|(?:subscribers|members) only|for subscribers\b"
    r"|(?:to|and) (?:continue|keep) reading|to read (?:on|the (?:full|whole|rest))|continue reading"
    r"|abonnieren sie|jetzt abonnieren|nur für abonnent|mit (?:einem |dem )?abo(?:nnement)?\b|weiterlesen"
    r"|jetzt (?:testen|anmelden)|melden sie sich an|bereits abonnent"
    r"|abonnez-vous|s['’]abonner|réservée?s? aux abonnés|déjà abonné|connectez-vous|lire la suite"
    r"|suscr[ií]b(?:ete|ase|irse)|para suscriptores|inici(?:a|e|ar) sesión|seguir leyendo"
    r"|abb[oò]nati|riservat[oi] agli abbonati|accedi\b|assine\b|para assinantes|já é assinante"
    r"|abonneer|voor abonnees|inloggen|verder lezen|prenumerera|logga in|läs vidare|logg inn|les videre"
    r"|zaloguj się|kup dostęp|czytaj dalej|předplaťte|přihlaste se|előfizet|abone ol"
    r"|подпишитесь|оформите подписку|войдите|订阅|訂閱|登录|登入|購読|会員限定|ログイン|구독|로그인"
    r"|اشترك|سجل الدخول",
    re.IGNORECASE,
)
_LONGEST_INVITATION = 250
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
