"""The small words of French."""

from __future__ import annotations

from digest.languages.phrases.patterns import compile_phrases

FRENCH = compile_phrases(
    pronoun=r"""
        il(?! (?:y a|faut|s['’]agit))|elle|ils|elles|c['’]est|c['’]était|cela|ça|ceci|ceux|celles
        ce(?! (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|midi|soir|mois|week-end))
        cel(?:ui|le)(?:-ci|-là)?|cet|cette(?! (?:semaine|année|nuit|saison))|ces(?! derni)|son|sa|ses
        leurs?|lui|eux
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
)
