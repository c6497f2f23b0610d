"""Words and patterns of Icelandic."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="dr hr m.a próf prof sr sbr t.a.m t.d þ.e",
        numbered="bls gr nr tel",
        final="e.kr f.kr kr m.kr o.fl þús",
    ),
    ordinal_stop=True,
)
