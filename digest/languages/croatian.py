"""Words and patterns of Croatian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="akad bl dipl doc dr fra g gosp gđa gđica ing inž mag mons mr npr odn prof sv tj tzv ul vlč",
        numbered="br god knj odj sl st str sv tab tel toč čl",
        final="d.d d.o.o god itd kn mil mlrd n.e pr.n.e tis",
    ),
    ordinal_stop=True,
)
