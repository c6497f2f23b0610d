"""The small words of Spanish."""

from __future__ import annotations

from digest.languages.phrases.patterns import compile_phrases

SPANISH = compile_phrases(
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
)
