"""Words and patterns of Slovak."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="""
            akad cca doc dr gen hl ing judr mgr mudr nám napr phdr plk pplk prof
            resp rndr sv t.j tj tzn tzv ul vr
        """,
        numbered="č čl obr ods písm s str tab tel",
        final="a.s mil mld r s.r.o tis",
    ),
    ordinal_stop=True,
)
