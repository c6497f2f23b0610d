"""Words and patterns of Turkish."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    stop_words="""
        acaba ama ancak artık aslında az bana bazı belki ben beni bir biri birçok biz bu buna bunda
        bundan bunu bunun da daha de defa değil diye dolayı en eğer fakat gibi göre hem hep her hiç ile
        ilgili ise için işte kadar karşı kendi ki kim mi mu mü mı nasıl ne neden nerede o olan olarak
        oldu olduğu olduğunu olması ona ondan onlar onu onun sadece sen siz sonra tarafından tüm var ve
        veya ya yani yine yok çok çünkü önce üzere şey şu
    """,
    abbreviations=Abbreviations(
        inner="""
            alb av bl bulv bşk cad cum doç dr ecz gen gn hz kpt mah mv müh onb ord org orgen prof sb sn sok
            st tuğg tümg uzm vb yb yrd yzb ör ütğm şb
        """,
        numbered="apt bkz cad kat md no s sf sok sy tel",
        final="a.ş ltd yy şti",
    ),
    paywall_prompts="abone ol",
)
