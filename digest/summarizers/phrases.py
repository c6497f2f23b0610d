"""Small words of four languages that tell whether a sentence can stand alone.

Regular expressions over lower case, one alternative or several on a line. A language that is not here
is judged by the rules that need no words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language.

    pronoun: a start that points at something said before. connective: a start that answers something
    said before. person: the writer speaks, or speaks to the reader. speech: somebody speaks who is a mere
    pronoun. request: a start that asks something of the reader. appeal: what pages ask of their readers or
    say of themselves anywhere.
    """

    pronoun: re.Pattern[str]
    connective: re.Pattern[str]
    person: re.Pattern[str]
    speech: re.Pattern[str]
    request: re.Pattern[str]
    appeal: re.Pattern[str]


def _compile(pronoun: str, connective: str, person: str, speech: str, request: str, appeal: str) -> Phrases:
    """Each text as one pattern of whole words."""
    parts = (pronoun, connective, person, speech, request, appeal)
    joined = ("|".join(line.strip() for line in part.strip().splitlines()) for part in parts)
    return Phrases(*(re.compile(rf"(?<!\w)(?:{part})(?!\w)") for part in joined))


PHRASES: dict[str, Phrases] = {
    "en": _compile(
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
    ),
    "de": _compile(
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
            dann|ebenso|ferner|seit(?:her|dem(?=,))|bis dahin|zum beispiel|immerhin|tatsächlich|vielmehr
            sondern|nun|so
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
    ),
    "fr": _compile(
        pronoun=r"""
            il(?! (?:y a|faut|s['’]agit))|elle|ils|elles|c['’]est|c['’]était|cela|ça|ceci|ceux|celles
            ce(?! (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|midi|soir|mois|week-end))
            cel(?:ui|le)(?:-ci|-là)?|cet|cette(?! (?:semaine|année|nuit|saison))|ces(?! derni)|son|sa|ses
            leurs?|lui|eux|(?:selon|d['’]après|pour) (?:lui|elles?|eux)
        """,
        connective=r"""
            mais|et|ou|or|donc|car|puis|ainsi|aussi|cependant|pourtant|toutefois|néanmoins|d['’]ailleurs
            de plus|par ailleurs|en outre|en effet|par exemple|enfin|ensuite|alors(?! que?)|en revanche
            au contraire|de son côté|pour autant|dès lors|du coup|à l['’]inverse|autrement dit|bref
            quant à (?:lui|elle|eux)|depuis(?: lors)?(?=,)|d['’]ici là|par la suite|peu après(?=,)|jusque-là
            avant de|de quoi
        """,
        person=r"je|j['’]\w+|nous|notre(?!-dame)|nos|mon|ma|mes|moi|vous|votre|vos",
        speech=r"""
            (?:a|ont|avait)-(?:t-)?(?:ils?|elles?)|\w+-t-(?:il|elle)
            (?:dit|explique|ajoute|précise|affirme|estime|assure|souligne|poursuit|conclut)-(?:ils?|elles?)
        """,
        request=r"""
            voi(?:ci|là) (?:comment|pourquoi|ce que|ce qu['’]il|où|quand|les?|la|nos|tout)
            (?:cliquez|abonnez-vous|inscrivez-vous|connectez-vous|suivez|partagez|retrouvez|découvrez)
        """,
        appeal=r"""
            (?:à )?lire (?:aussi|également|la suite)|voir aussi|newsletter|tous droits réservés|cookies
            crédits? photos?|politique de confidentialité|cet article (?:est|a été)
        """,
    ),
    "es": _compile(
        pronoun=r"""
            él|ella|ellos|ellas|ello|esto|estos|estas|ese|esa|eso|esos|esas|aquel|aquell[ao]s?|sus?|ambos
            ambas|les?|(?:según|para) (?:él|ell[ao]s?)
            est[ea](?! (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|semana|año|mes|noche|fin))
        """,
        connective=r"""
            pero|y|e|o|u|sino|sin embargo|además|también|asimismo|entonces|luego|así
            por (?:eso|ello|tanto)|por (?:lo tanto|otro lado|otra parte|su parte|ejemplo)|no obstante
            en cambio|de hecho|es decir|mientras tanto|incluso|tampoco|ahora bien|por consiguiente
            desde entonces|hasta entonces|poco después(?=,)|para entonces
            al mismo tiempo|a su vez|de (?:este|esta) (?:modo|forma|manera)|en (?:este|ese) sentido
        """,
        person=r"yo|me|mis?|mí|nosotr[oa]s|nos|nuestr[oa]s?|usted|ustedes|tú|tus?",
        speech=r"""
            (?:dijo|añadió|agregó|explicó|señaló|afirmó|aseguró|indicó|declaró)(?: (?:él|ella|ellos|ellas))
            (?:dijo|añadió|agregó|explicó|señaló|afirmó|aseguró|indicó|declaró)(?=[.,;:]|$)
        """,
        request=r"""
            aquí (?:est[aá]n?|tienes?|puedes?)
            (?:comparte|descubre|consulta|síguenos|inicia sesión|reg[ií]str[ae]te)
        """,
        appeal=r"""
            le[ae] (?:también|más)
            ha(?:ga|z) clic|suscr[ií]b\w+|bolet(?:ín|ines)|todos los derechos reservados
            te puede interesar|política de privacidad|cookies|foto:
        """,
    ),
}
