"""Words and patterns of Estonian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="dr hr kol kpt ltn mag maj mjr nn nt pr prl prof s.o s.t st",
        numbered="lk nr p tel",
        final="jj jt mld mln tuh",
    ),
    ordinal_stop=True,
)
