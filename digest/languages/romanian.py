"""Words and patterns of Romanian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    stop_words="""
        a aceasta această acest aceste acestea acestui acum ai aici al ale am ar are as asta au avea aș
        ca care ce ceea cei cel cele cu cum când cât că către dacă dar de decât deși din dintre doar
        după ea ei el ele era erau este eu fi fie fiind fost iar la le li lor lui mai mi mult ne nici
        noi nu o ori pe pentru peste poate prin până s sa sale sau se si spre sub sunt să său toate tot
        toți tu un una unei unor unui va vor în înainte încă însă între și
    """,
    abbreviations=Abbreviations(
        inner="""
            acad arh av bd col com conf dl dlor dlui dna dnei dnul dr ex gen ing insp jud lt mr mun nr pct
            prof sf slt str șos
        """,
        numbered="alin ap art bl cap cca ed et fig lit nr pag pct sc sect tel vol",
        final="d.hr e.n î.e.n î.hr",
    ),
)
