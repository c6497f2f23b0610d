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
        inner="dr gr id ifj ill kb pl prof st vö özv ún",
        numbered="sz",
        final="i.e i.sz",
    ),
    ordinal_stop=True,
    paywall_prompts="előfizet",
)
