"""Words and patterns of Bosnian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="dipl doc dr fra g gđa gosp ing inž mag mons mr npr odn prof sv tj tzv ul",
        numbered="br čl sl st str tel",
        final="d.d d.o.o god itd kn mil mlrd tis",
    ),
    ordinal_stop=True,
)
