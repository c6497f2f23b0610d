"""The small words of English."""

from __future__ import annotations

from digest.languages.phrases.patterns import compile_phrases

ENGLISH = compile_phrases(
    pronoun=r"""
        he|she|it|they|his|her|hers|its|their|theirs|him|them|these|those|both(?! \S+ and)|others
        another|that|the (?:former|latter|pair|duo|two)|(?:according to|for) (?:him|her|it|them)
        this(?! (?:week|weekend|month|year|season|morning|afternoon|evening|spring|summer|autumn|winter))
    """,
    connective=r"""
        but|and|or|nor|so(?! far)|yet|however|still(?=,)|also|then(?!-)|thus|hence|instead(?! of)
        meanwhile|moreover|furthermore|nevertheless|nonetheless|therefore|besides|otherwise|likewise
        similarly|consequently|accordingly|indeed|afterwards?|after (?:that|all)
        for (?:example|instance)|for (?:his|her|their|its) part
        in (?:addition|contrast|fact|turn|response|return|other words)(?=,)|as (?:a result|such)(?=,)
        on the (?:other hand|contrary)|that said|even so|at the same time|by contrast|of course
        (?:despite|because of) (?:this|that)|to that end|(?:since|by|until|before) (?:then|that)
        at that (?:time|point|moment|stage)|(?:moments|minutes|hours|days|weeks|months|years) later
    """,
    person=r"i|me|my|mine|we|us|our|ours|you|your|yours",
    speech=r"""
        (?:he|she|they|it) (?:also |then |later |has |had )?(?:said|says|added|adds|told|tells|wrote)
        (?:he|she|they) (?:noted|explained|continued|insisted|claimed|recalled|joked|asked|replied)
        (?:said|says|added|wrote|noted|explained|continued|recalled) (?:he|she|they)
    """,
    request=r"""
        (?:read|see|watch|learn|listen|click|tap|scroll|join|download|stay|get|find out|check out)
        (?:sign up|sign in|log in|subscribe|enter your|don['’]t miss|share (?:this|on|your))
        here(?:['’]s| is| are) (?:how|why|what|where|when|who|some|the|our|all|everything)
        (?:how|where) to|live ?stream|spoilers?(?: alert| warning| ahead)
        follow (?:us|live|all|our|the latest|along)|(?:additional |further )?(?:reporting|editing) by
    """,
    appeal=r"""
        read (?:more|also)|click here|newsletters?
        scroll down|story continues|continue reading|all rights reserved
        terms of (?:use|service)|privacy policy|last updated|cookie (?:policy|settings)
        (?:use|uses|accept) cookies|sponsored content|contributed to this
        this (?:article|story|report|post|page) (?:was|is|has been|first|originally|contains|may|will)
        for more (?:information|stories|news|details)|photo(?:s|graph)? by
        file (?:photo|image|picture)|related (?:stories|articles|topics|content)
        affiliate (?:links?|commission)|(?:has|have) (?:more|the (?:story|report|details|latest))(?=\W*$)
    """,
)
