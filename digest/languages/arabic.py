"""Words and patterns of Arabic."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    abbreviations=Abbreviations(
        inner="أ.د ا.د",
        numbered="ج ص ق",
        final="ش.م.م ق.م",
    ),
    stop_words="""
        أن أنا أنت أنه أنها أو أي أيضا أين إذا إلى إن التي الذي الذين ان بعد بعض بل به بها بين تكون تلك
        ثم حتى حول خلال دون ذلك ضد على عليه عليها عن عند غير فقط في فيه فيها قال قالت قبل قد كان كانت كل
        كما كيف لا لقد لكن لم لن له لها لو ليس ما متى مع من منذ نحن نحو هذا هذه هم هن هنا هناك هو هي و
        وفي وقال وقد ومن يكون
    """,
    paywall_prompts="اشترك|سجل الدخول",
)
