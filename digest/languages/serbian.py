"""Words and patterns of Serbian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="dipl doc dr g gđa inž mr npr prof sv tj tzv ul бул ген гђа др инж мр нпр проф св тј тзв ул",
        numbered="br čl sl st str tel бр сл ст стр тел чл",
        final="a.d d.o.o din god itd mil mlrd дин год итд мил млрд",
    ),
    ordinal_stop=True,
)
