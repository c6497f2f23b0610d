"""Words and patterns of Norwegian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, HeadlineWords, Language

LANGUAGE = Language(
    stop_words="""
        alle at av ble blei bli blir da de dem den denne der deres det dette disse du eller en er et
        etter for fordi fra få får før ha hadde han hans har henne hennes her hos hun hva hvem hver hvis
        hvor hvordan i ikke ingen inn jeg kan kommer kun kunne man mange med meg meget men mer min mot
        ned nei noe noen nok nå når og også om opp oss over på seg selv sin sine sitt skal skulle slik
        som så til under ut uten var ved vi vil ville være vært å
    """,
    abbreviations=Abbreviations(
        inner="""
            adm adv bl.a ca d.v.s dir dr dvs ekskl evt f.eks fr frk hhv hr ing inkl jf kgl maj
            p.g.a pens pga prof st
        """,
        numbered="apr art avd bd ca feb fig jan jul jun kap kl mar nr pkt s tlf vol",
        final="kr mill mrd",
        endings="gt vn kirkev",
    ),
    ordinal_stop=True,
    headlines=HeadlineWords(
        labels="kommentar|analyse",
        services="horoskop",
    ),
    paywall_prompts="logg inn|les videre",
)
