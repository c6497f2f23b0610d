"""Words and patterns of Finnish."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    stop_words="""
        ei eivät ennen ettei että he hän hänen ja jo joiden joihin joita joka jolla jolle jonka jos
        jotka jotta jälkeen kanssa koska kuin kuitenkin kun kuten me mikä minä mitä mukaan mutta myös ne
        niiden niin niitä noin nyt näin nämä ole olen olevan oli olisi olivat olla ollut on ovat se sekä
        sen siellä siihen siitä sillä sinä sitten sitä tai te tämä tämän tätä vaan vai vain vielä voi
        vuoden yli
    """,
    abbreviations=Abbreviations(
        inner="""
            alik apul arkkit dipl dos dr ekon esim evp fil huom ins kapt kenr kers kirj kom ks luutn maist maj
            ml mm noin ns op past pj prof rak rov siht toht toim tri ts tuom vrt vt yht ylil
        """,
        numbered="klo ks n nro os puh s vrt",
        final="eaa ekr jaa jkr",
        endings="nt nk",
    ),
    ordinal_stop=True,
)
