"""Words and patterns of Slovenian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="akad bl dipl doc dr ga gdč gl gosp ing inž mag msgr npr oz prof spec sv t.i tj ul",
        numbered="gl il knj odst pogl sl st str tab tel zv čl št",
        final="d.d d.o.o ipd itd mio mlrd mrd n.št pr.n.št tis",
    ),
    ordinal_stop=True,
)
