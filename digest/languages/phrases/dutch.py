"""The small words of Dutch.

"Het" is mostly an article, and "dat" begins a clause as often as it points back: what follows decides.
"""

from __future__ import annotations

from digest.languages.phrases.patterns import compile_phrases

DUTCH = compile_phrases(
    pronoun=r"""
        hij|zij|ze|hem|haar|hen|hun|zijn|diens|die|zulke|dergelijke|beiden?|anderen|een andere?|de twee
        het (?:betreft|betrof|gaat (?:om|daarbij|hierbij)|ging (?:om|daarbij|hierbij))
        dat (?:is|was|zijn|waren|wordt|werd|heeft|had|kan|kon|moet|moest|zal|zou|gaat|ging|komt|kwam|doet|deed
        blijkt|bleek|meldt|melden|meldde|zegt|zeggen|zei|schrijft|schrijven|schreef|stelt|bevestigt|betekent
        betekende|gebeurt|gebeurde|geldt|leidt|leidde|laat|maakt|maakte|jaar|bedrag|aantal|besluit|plan)
        deze(?! (?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ochtend|middag|avond|nacht|dagen
        week|maand|lente|zomer|herfst|winter|eeuw|keer))
        dit(?! (?:jaar|weekend|weekeinde|voorjaar|najaar|seizoen|kwartaal|keer))
        daar|daar(?:aan|bij|door|in|mee|na|onder|op|over|tegen|toe|uit|van|voor)
        hier(?:aan|bij|door|in|mee|na|onder|op|over|tegen|toe|uit|van|voor)
        (?:volgens|aldus|bij|met|voor) (?:hem|hen)|volgens (?:haar|hun)|\w+ van (?:hen|deze|die)
        (?:laatst|eerst)genoemden?
    """,
    connective=r"""
        maar|en|want|dus|toch|echter|ook(?! al)|bovendien|daarnaast|daarom|daarentegen|hierom|verder(?! op)
        sindsdien|intussen|ondertussen|inmiddels|desondanks|niettemin|desalniettemin|evenwel|immers|kortom
        zodoende|derhalve|bijgevolg|vervolgens|uiteindelijk|ten ?slotte|tot slot|evenmin|weliswaar|anderzijds
        (?:zo )?bijvoorbeeld|tegelijk(?:ertijd)?|in plaats daarvan|aan de andere kant|als gevolg daarvan
        om die reden|in dat geval|op die manier|kort daarna|even later|niet veel later
        (?:tot|vanaf|sinds|op) (?:die tijd|dat moment)|tot dan toe
        (?:zo|dan|wel) (?:is|zijn|was|waren|werd|werden|wordt|worden|heeft|hebben|had|hadden|kan|kunnen|kon
        moet|moeten|zal|zullen|zou|zouden|blijkt|bleek|gaat|ging|komt|kwam|krijgt|kreeg)
    """,
    person=r"""
        ik|mij|me|(?<!de )(?<!een )mijn|wij|we|ons|onze|jij|je|jou|jouw|jullie|(?<!\d )u|uw
    """,
    speech=r"""
        (?:zei|zeiden|zegt|zeggen|stelde|stelt|vertelde|vertelt|schreef|schrijft|verklaarde|verklaart|benadrukte
        benadrukt|legde|legt|voegde|voegt|aldus) (?:hij|zij|ze)
    """,
    request=r"""
        lees|kijk|bekijk|luister|klik|volg|ontdek|abonneer|download|meld je|schrijf je|deel (?:dit|deze|via)
        hier (?:vind|lees|zie|kun|is|zijn|staat)|zo (?:kun|maak|werkt|ziet|doe|kom|volg|vier) (?:je|u|het|de)
    """,
    appeal=r"""
        lees (?:ook|meer|verder)|klik hier|nieuwsbrie(?:f|ven)|alle rechten voorbehouden|cookies
        foto:|beeld:|bron:|privacy(?:beleid|verklaring)|(?:tekst|artikel) (?:gaat|loopt) (?:verder|door)
        dit (?:artikel|bericht|verhaal) (?:is|werd|verscheen|bevat)
    """,
)
