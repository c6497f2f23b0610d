"""Words and patterns of Danish."""

from __future__ import annotations

from digest.languages.language import Abbreviations, HeadlineWords, Language

LANGUAGE = Language(
    stop_words="""
        ad af alle at blev blevet bliver da de dem den denne der deres det dette dig din disse dog du
        efter eller en end er et for fra få får ham han hans har havde have hende hendes her hos hun
        hvad hvem hver hvis hvor hvordan i ikke ind ingen jeg kan kun kunne man mange med meget men mere
        mig min mod ned nej noget nogle nok nu når og også om op os over på selv sig sin sine sit skal
        skulle som så til ud under var ved vi vil ville vor være været
    """,
    abbreviations=Abbreviations(
        inner="""
            adm bl.a ca d.v.s dir dr dvs ekskl evt f.eks fr frk fx hhv hr ing inkl jf kgl lic
            p.g.a pens pga pr prof sekr st stud v
        """,
        numbered="afd afs apr art bd bil ca feb fig jan jul jun kap kl mar nr pkt s stk tlf vol",
        final="kr mia mio",
        endings="storeg gd",
    ),
    ordinal_stop=True,
    headlines=HeadlineWords(
        labels="kommentar|analyse",
        services="horoskop",
    ),
)
