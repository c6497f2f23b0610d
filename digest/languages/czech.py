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
            akad bc bl brig cca doc dr gen ing judr kpt mgr mj mjr mudr mvdr např nar nstržm nám p phdr plk
            popř por pplk pprap prap prof pí resp rndr rtm rtn st sv thdr tj tzn tzv tř ul vč zejm sl škpt
        """,
        numbered="kap kl obr odd odst písm roč s str sv tab tel vyd zák č čl čís ř",
        final="a.s mil mld n.l o.p.s př.n.l r s.r.o sro stol tis",
    ),
    ordinal_stop=True,
    headlines=HeadlineWords(
        services="horoskop",
    ),
    paywall_prompts="předplaťte|přihlaste se",
)
