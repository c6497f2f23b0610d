"""The small words of German."""

from __future__ import annotations

from digest.languages.phrases.patterns import compile_phrases

GERMAN = compile_phrases(
    pronoun=r"""
        er|sie|es(?! (?:gibt|gab|ist|war|geht|ging|wird|handelt))|ihr|ihre[mnrs]?|seine?[mnrs]?|ihm
        ihn|ihnen|diese[mnrs]?(?! (?:woche|jahr|jahres|monat|sommer|winter|herbst|tage))|dies
        (?:laut|nach|für) (?:ihm|ihr|ihnen|ihn|sie)|nach (?:seinen|ihren) (?:angaben|worten)
        jene[mnrs]?|solche[mnrs]?|beide[nr]?|letztere[mnrs]?|dabei|dafür|dagegen|damit|danach|daran
        darauf|daraus|darin|darüber|darum|davon|davor|dazu|deshalb|deswegen
    """,
    connective=r"""
        aber|und|oder|doch|jedoch|denn|also|auch|allerdings|zudem|außerdem|trotzdem|dennoch|daher
        somit|stattdessen|gleichzeitig|unterdessen|inzwischen|indes|indessen|hingegen|zwar|schließlich
        dann|ebenso|ferner|seit(?:her|dem(?=,))|bis dahin|zum beispiel|immerhin|tatsächlich|vielmehr|sondern
        nun|so
    """,
    person=r"ich|mich|mir|mein(?:e[mnrs]?)?|wir|uns|unser(?:e[mnrs]?)?|du|dich|dein(?:e[mnrs]?)?|euch",
    speech=r"""
        (?:sagte?|erklärte?|betonte?|meinte?|fügte|ergänzte|berichtete|schrieb|hieß) (?:er|sie|es)
    """,
    request=r"""
        hier (?:ist|sind|finden|gibt)|so (?:geht|sehen|können sie)
        (?:lesen|sehen|hören|erfahren|klicken|folgen|melden|abonnieren|registrieren) sie
    """,
    appeal=r"""
        (?:hier|jetzt) klicken|mehr zum thema|newsletter|alle rechte vorbehalten|datenschutzerklärung
        cookies|diese[rs]? (?:artikel|text|beitrag) (?:ist|wurde|erschien)|foto:|bild:|quelle:
    """,
)
