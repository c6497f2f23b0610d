"""Words and patterns of Czech."""

from __future__ import annotations

from digest.languages.language import Abbreviations, HeadlineWords, Language

LANGUAGE = Language(
    stop_words="""
        a aby aj ale ani asi až bez bude budou by byl byla byli bylo být co což do ho i jak jako je jeho
        jej jejich její jen ještě již jsem jsme jsou já k kde kdo kdy když ke která které který kteří ku
        ma mají mezi mi má místo můj na nad nebo než nic ní o od on ona oni ono pak po pod podle pokud
        pro proto protože před při s se si so svůj ta tak také takže tam tato te ten tento to toho
        tohoto tom tomu tuto ty té u už v ve vy více však z za ze že
    """,
    abbreviations=Abbreviations(
        inner="""
            akad bc cca dr gen ing judr mgr mj mudr např nar nám phdr plk popř por pplk prap prof
            resp rndr rtm sv tj tzn tzv ul vč zejm
        """,
        numbered="obr odd odst písm s str tab tel zák č čl ř",
        final="a.s mil mld o.p.s r s.r.o sro tis",
    ),
    ordinal_stop=True,
    headlines=HeadlineWords(
        services="horoskop",
    ),
    paywall_prompts="předplaťte|přihlaste se",
)
