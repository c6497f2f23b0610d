"""Words and patterns of Serbian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="""
            akad bul dipl doc dr g gosp gđa ing inž mag mr npr odn prof sv tj tzv ul đen бул ген гђа др инж
            мр нпр односно проф св тзв тј ул ђен
        """,
        numbered="br god knj sl st str tab tel čl бр год књ сл ст стр таб тел чл",
        final="a.d d.o.o din god itd mil mlrd n.e год дин итд мил млрд н.е",
    ),
    ordinal_stop=True,
)
