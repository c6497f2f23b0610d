"""Words and patterns of Hungarian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    stop_words="""
        a aki akik akkor alatt amely amelyek ami amikor annak arra az azok azonban azt be csak de egy el
        ellen ennek erre ez ezek ezt fel ha hogy illetve is itt ki között le lehet lesz lett majd meg
        mellett mert mi miatt minden mint most már még nagyon neki nekik nem ott pedig se sem sok során
        szerint te ti több után vagy van vannak volt voltak át én és így össze úgy ő ők
    """,
    abbreviations=Abbreviations(
        inner="""
            alez bp dr ezr fhdgy gen gr hdgy id ifj ill kb krt közl mgr orsz pf pl prof sgt st szds szt tábn
            u vezérőrn vö zls özv ún őrgy
        """,
        numbered="bek cca em kb krt lh rkp sz tel u",
        final="e.u i.e i.sz kr.e kr.u",
    ),
    ordinal_stop=True,
    paywall_prompts="előfizet",
)
