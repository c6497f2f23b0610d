"""Words of headlines on what is no event: reviews, tests, trailers, looks at a red carpet, gifts to buy.

Newspapers borrow some of them from English, so English ones count in every language. To add a language, add
its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

SOFT_HEADLINES: Mapping[str, str] = {
    "en": (
        r"reviews?(?=:)|^reviews?\b|hands-on|first (?:look|impressions)|(?:teaser )?trailers?"
        r"|teasers?(?=:|\W*$)|best (?:[\w’'-]+ ){1,4}(?:in|of|for) 20\d\d"
        r"|unboxing|tested and (?:reviewed|ranked)|(?:i|we)(?:['’]ve)? (?:\w+ )?(?:tested|tried|compared)"
        r"|i(?:['’]ve)? ever (?:used|tried|tested|seen|worn)|red carpet|(?:best|top) (?:\w+ ){0,2}looks"
        r"|cast guide|ending explained|easter eggs|recap(?=:|\W*$)|which (?:one )?should you buy"
        r"|[$£€]\d[\d.,]* off"
        r"|(?:last-minute|christmas|holiday|birthday|(?:mother|father|valentine)[’']?s day) gifts?"
    ),
    "de": (
        r"(?:im|der) (?:praxis)?test(?=:|\W*$)|testbericht|im vergleich(?=:|\W*$)|ausprobiert|angespielt"
        r"|angeschaut|erster eindruck|filmkritik|rezension|roter? teppich|trailer"
        r"|geschenk(?:e?tipps|ideen)|(?:weihnachts|muttertags|vatertags|geburtstags)geschenke?"
    ),
    "fr": (
        r"(?:test|critique|comparatif)(?= ?:)|prise en main|bande-annonce|on a (?:testé|essayé)"
        r"|nous avons (?:testé|essayé)|premières impressions|tapis rouge"
        r"|idées[ -]cadeaux?|cadeaux? (?:de noël|(?:pour|de) la fête des (?:mères|pères))"
    ),
    "es": (
        r"(?:crítica|prueba|comparativa)(?=:)|reseña|tráiler|(?:hemos probado|probamos)|primeras impresiones"
        r"|alfombra roja|ideas (?:de|para) regal(?:o|os|ar)"
        r"|regalos? (?:de navidad|para el día (?:de la|del) (?:madre|padre))"
    ),
    "it": (
        r"(?:prova|confronto)(?=:)|recensione|(?:abbiamo provato|provato per voi)|prime impressioni"
        r"|tappeto rosso|ide[ae] regalo|regali (?:di natale|per la festa (?:della mamma|del papà))"
    ),
    "nl": (
        r"recensie|getest(?=:|\W*$)|eerste (?:indruk|indrukken)|(?:wij|we) testten|vergelijkingstest"
        r"|rode loper|cadeau(?:tips|-?idee(?:ën)?)|(?:moederdag|vaderdag|kerst|verjaardags)cadeaus?"
    ),
    "pl": (
        r"recenzja|(?:test|porównanie)(?=:)|testujemy|pierwsze wrażenia|zwiastun|czerwon\w+ dywan\w*"
        r"|pomysł\w* na prezent\w*|prezent\w* na (?:święta|dzień (?:matki|ojca))"
    ),
    "pt": (
        r"(?:crítica|teste|comparativo)(?=:)|resenha|(?:testámos|testamos|experimentámos)"
        r"|primeiras impressões|passadeira vermelha|tapete vermelho|ideias de presentes?"
        r"|presentes? (?:de natal|para o dia (?:da mãe|das mães|do pai|dos pais))"
    ),
}  # fmt: skip
"""{ISO 639-1: alternatives, of whole words, in lower case}."""


@cache
def compile_soft_headlines(code: str) -> re.Pattern[str]:
    """Return a pattern that finds such words, of a language and of English, in a title in lower case."""
    alternatives = [pattern for key, pattern in SOFT_HEADLINES.items() if key in (code, "en")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")
