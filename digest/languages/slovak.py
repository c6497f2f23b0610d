"""Words and patterns of Slovak."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="""
            akad bc cca doc dr gen hl ing judr kpt mgr mjr mudr mvdr napr nám p phdr plk pplk prof resp rndr
            sv t.j thdr tj tzn tzv ul vr
        """,
        numbered="kap obr ods odst písm s str tab tel zv č čl",
        final="a.s mil mld n.l pr.n.l r s.r.o stor tis",
    ),
    ordinal_stop=True,
)
