"""Words and patterns of Slovenian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="doc dr ga gdč gl gosp inž mag npr oz prof sv t.i tj ul",
        numbered="čl odst sl št str tel",
        final="d.d d.o.o ipd itd mio mlrd tis",
    ),
    ordinal_stop=True,
)
