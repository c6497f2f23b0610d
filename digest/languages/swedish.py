"""Words and patterns of Swedish."""

from __future__ import annotations

from digest.languages.language import Abbreviations, HeadlineWords, Language

LANGUAGE = Language(
    stop_words="""
        alla andra att av bara blev bli blir blivit både de dem den denna deras dess dessa det detta dig
        din du där då efter ej eller en enligt er ett finns från få får för före ha hade han hans har
        henne hennes hon hos hur här i icke in ingen inom inte jag kan kommer kunde man med medan mellan
        men mer mig min mot mycket ni nu när någon något några och också om oss på sedan sig sin sina
        sitt ska skulle som så till under upp ut utan vad var vara varit varje vem vi vid vilka vilken
        vill än är åt över
    """,
    abbreviations=Abbreviations(
        inner="""
            bl.a ca d.v.s dir dr dvs em ev exkl fr.o.m ing inkl jfr lic näml p.g.a prof resp s.k
            sekr st t.ex t.o.m v
        """,
        numbered="apr art avd bil ca feb fig jan jul jun kap kl mar mom nr s sid tab tel vol",
        final="kr",
        endings="storg vasag sg gg tg kg lg og yg",
    ),
    headlines=HeadlineWords(
        labels="kommentar",
        services="horoskop",
    ),
    paywall_prompts="prenumerera|logga in|läs vidare",
)
