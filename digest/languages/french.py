"""French: words, patterns and the wording of editions."""

from __future__ import annotations

from digest.languages.language import (
    Abbreviations,
    CalendarWords,
    DateStyle,
    EditionWording,
    FigureWords,
    HeadlineWords,
    Language,
    Plural,
    StandalonePatterns,
    StemEndings,
)

_STANDALONE = StandalonePatterns(
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
        (?:cliquez|abonnez-vous|inscrivez-vous|connectez-vous|suivez|partagez|retrouvez|découvrez|économisez)
    """,
    appeal=r"""
        (?:à )?lire (?:aussi|également|la suite)|voir aussi|newsletter|tous droits réservés|cookies
        crédits? photos?|plaisir (?:de recevoir|d['’]accueillir)
        politique de confidentialité|cet article (?:est|a été)
    """,
    definite=r"""
        (?:les? |la |l['’])(?!(?:\S+ ){1,2}(?:de|du|des|d['’]\S*|qui|que|où)\b|\S+ (?:à|aux?|en)\b)\S+
    """,
    prospect=r"""
        (?:va|vont|doi(?:t|vent)|devrai(?:t|ent)|pourrai(?:t|ent)|veu(?:t|lent)) (?:\w+ )?\w+(?:er|ir|re)
        (?:se|au|i|fe|ver|viend|pour|dev)r(?:a|ont)|\w{3,}(?:er|ir)ont|espèr(?:e|ent)
        s['’]apprêt(?:e|ent) à|en passe de|sur le point de|(?:est|sont) (?:prévu|attendu)(?:e?s?)
        à la veille d(?:e|u)|avant (?:le|la) (?:vote|scrutin|match)|(?:demain|prochaine?)|aux urnes
    """,
)

_WORDING = EditionWording(
    locale="fr",
    quotes=("«\u00a0", "\u00a0»"),
    dates=DateStyle(first_day="1er", in_sentence="le {date}"),
    numbers="aucune une deux trois quatre cinq six sept huit neuf dix onze douze",
    reasons={
        "same_text": (
            "Même texte qu’un autre article",
            "compté une fois, sous le titre qui l’a publié le premier",
        ),
        "too_old": ("Trop ancien pour cette édition", "paru avant {start}"),
        "muted": ("Coupé par vous", "un mot de votre liste s’y trouve, ou vous avez coupé ce sujet"),
        "rule": ("Écarté par vos règles", "une règle de la configuration s’applique ; son nom suit"),
        "excluded": (
            "Écarté par le filtre d’une source",
            "ses mots include et exclude en décident",
        ),
        "too_short": ("Trop court pour être cité", "moins de deux phrases entières"),
        "below_cut": ("Au-delà de la limite", "classé après le dernier sujet pour lequel il y a de la place"),
        "other_section": ("Dans une autre rubrique", "cette édition ne contient qu’une rubrique"),
        "not_an_article": ("Pas un article", "des pages, listes et fichiers sans article"),
        "unreadable": ("Illisible", "des fichiers abîmés ou d’un type inconnu"),
        "failed": ("Non traité", "le programme a échoué sur eux ; merci de le signaler"),
    },
    score_parts={
        "voices": "les voix indépendantes",
        "desk": "la part des médias du domaine qui en parlent",
        "trade": "de venir de la presse spécialisée, qui reprend les mêmes communiqués",
        "hard_news": "l’actualité du monde, de la politique ou de l’économie",
        "toll": "le nombre de morts",
        "freshness": "la fraîcheur",
        "spread": "les nouvelles au fil de la journée",
        "service": "un service plutôt qu’une nouvelle",
        "soft": "un test, une bande-annonce ou une comparaison",
        "teaser": "une ou deux lignes d’un seul titre",
        "topic": "les autres sujets du même événement",
        "manner": "un titre qui n’annonce rien",
        "substance": "un texte complet",
        "continuing": "la suite d’un sujet",
        "boost": "un mot que vous demandez",
    },
    labels={
        "skip": "Aller aux sujets",
        "editions": "Éditions",
        "skyline": Plural(
            "{n} article est arrivé entre {start} et {end}. Utilisés dans cette édition\u00a0: {used}.",
            "{n} articles sont arrivés entre {start} et {end}. Utilisés dans cette édition\u00a0: {used}.",
        ),
        "stories": Plural("{n} sujet", "{n} sujets"),
        "briefs": Plural("{n} brève", "{n} brèves"),
        "briefs_heading": "En bref",
        "recordings": "À voir et à écouter",
        "listen": "Écouter",
        "watch": "Regarder",
        "minutes_to_read": Plural("{n} minute de lecture", "{n} minutes de lecture"),
        "written": "Écrite à {time}.",
        "written_from": Plural(
            "Écrite à {time} à partir de {ok} source sur {n}.",
            "Écrite à {time} à partir de {ok} sources sur {n}.",
        ),
        "written_from_all": "Écrite à {time} à partir de {n} sources.",
        "no_edition": "Pas d’édition. Essai à {time}.",
        "reports_in": Plural("{n} article en {hours} heures", "{n} articles en {hours} heures"),
        "used_below": "{n} dans cette édition",
        "contents": "Le jour en une minute",
        "contents_days": "{Count} jours en une minute",
        "days_notice": "{first} – {last} en une seule édition.",
        "catch_up": Plural(
            "Une édition a manqué, le {since}\u00a0; celle-ci la rattrape.",
            "{Count} éditions ont manqué depuis le {since}\u00a0; celle-ci les rattrape.",
        ),
        "more_stories": Plural("{n} autre sujet", "{n} autres sujets"),
        "about": "À propos de cette édition",
        "lead": "À la une",
        "lead_short": "Une",
        "other_section": "Autres sujets",
        "reports": Plural("{n} article", "{n} articles"),
        "voices": Plural("{n} voix indépendante", "{n} voix indépendantes"),
        "latest": "dernier\u00a0: {time}",
        "minutes": "{n} min",
        "updated": "mis à jour",
        "continuing": "Suivi depuis {day}",
        "joins": "Ne fait plus qu’un avec {titles}",
        "parts_from": "Faisait partie de {title}",
        "back": "Dernière fois\u00a0: {day}",
        "quiet_stories": "Rien de nouveau sur ces sujets",
        "more_on_this": "Dans le même dossier",
        "day_by_day": "Jour après jour",
        "in_language": "En {language}",
        "also_in_language": "Aussi en {language}",
        "first_sentence": "sans titre\u00a0: ceci est la première phrase",
        "headline_only": "Il n’y a qu’un titre à citer.",
        "headline_from": "Titre de {source}, source",
        "headline": "Titre\u00a0: {source}",
        "first_sentence_of": "Première phrase\u00a0: {source}",
        "source_number": "{source}, source",
        "new": "Nouveau",
        "new_since": "depuis {day}",
        "known": "Ce que l’on savait {day}",
        "sentences": Plural("{n} phrase", "{n} phrases"),
        "more_sentences": Plural("{n} autre phrase", "{n} autres phrases"),
        "differ": "Les chiffres diffèrent",
        "figure": "Chiffre",
        "reported_by": "Donné par",
        "keywords": "Mots-clés",
        "colon": "\u00a0:",
        "only_one_short": "une seule source",
        "only_one": "Une seule source.",
        "no_other": Plural(
            "Une autre source n’en a pas parlé.",
            "Aucune de {n} autres sources n’en a parlé.",
        ),
        "others_repeat": Plural(
            "L’autre article reprend son texte.",
            "Les {n} autres articles reprennent son texte.",
        ),
        "same_outlet": "Tous les articles sont d’elle.",
        "coverage": "{n} articles en {hours} heures, de {start} à {end}.",
        "in_colour": "suites en couleur",
        "quoted_here": "Cités ici",
        "also_covered": "Aussi traité par",
        "same_text_as": "même texte que {source}",
        "same_text": "Même texte que {source}",
        "why_one": "Pourquoi c’est un seul sujet",
        "why_short": "pourquoi",
        "why_here": "Pourquoi il est placé ici",
        "why": "Les {n} articles {facts}.",
        "why_words": Plural("ont en commun le mot {words}", "ont en commun les mots {words}"),
        "why_span": "ont paru en l’espace de {hours}",
        "hours": Plural("une heure", "{n} heures"),
        "why_copies": Plural(
            "Un d’eux porte le même texte que {source} et compte pour la même voix.",
            "Le même texte que {source} se lit {count} fois de plus et compte pour la même voix.",
        ),
        "points": "Sa place dans la page\u00a0: {total} points, {parts}.",
        "points_for": "{points} pour {part}",
        "end": "C’est tout pour ce {weekday}.",
        "sources": "Sources",
        "part_of": "{part} sur {whole}",
        "answered": Plural("source a répondu.", "sources ont répondu."),
        "did_not": Plural("Une n’a pas répondu.", "{Count} n’ont pas répondu."),
        "dots": "{ok} ont répondu, {ill} non",
        "failing": Plural("Depuis le {day}.", "Depuis le {day}, {n} visites de suite."),
        "healthy": Plural("La source qui a répondu", "Les {n} sources qui ont répondu"),
        "more_ill": Plural("Une autre qui n’a pas répondu", "{Count} autres qui n’ont pas répondu"),
        "left_out": "Écartés",
        "not_in": Plural("article n’est pas dans cette édition.", "articles ne sont pas dans cette édition."),
        "by_name": "En détail",
        "and_more": "et {n} de plus",
        "earlier": "Éditions précédentes",
        "first_edition": "C’est la première édition.",
        "quiet_day": "Une journée calme",
        "quiet_none": "Une journée calme. Aucune de vos sources n’a rien dit de nouveau.",
        "quiet_alone": "Une journée calme. Aucun sujet n’a été traité par deux voix indépendantes ou plus.",
        "quiet_few": Plural(
            "Une journée calme. Un seul sujet a été traité par deux voix indépendantes ou plus.",
            "Une journée calme. Seuls {count} sujets ont été traités par deux voix indépendantes ou plus.",
        ),
        "from_store": "Aucune de vos sources n’a répondu. Cette édition est faite de ce qui était déjà là.",
        "no_news": "Aucune nouvelle n’est parvenue à cette machine",
        "none_answered": Plural(
            "Votre seule source n’a pas répondu.",
            "Aucune de vos {n} sources n’a répondu.",
        ),
        "network": (
            "Quand toutes se taisent à la fois, la cause est presque toujours la connexion d’ici, "
            "et non les sources."
        ),
        "try_now": "Pour réessayer\u00a0:",
        "last_edition": "La dernière édition\u00a0:",
        "source_numbers": "Numéros des sources",
        "source_numbers_key": "le chiffre est le titre de presse, la lettre la phrase.",
        "colophon_text": "Chaque phrase ci-dessus se trouve mot pour mot dans l’article nommé après elle.",
        "shortened": "Ce message est abrégé.",
        "whole_edition": "Lire l’édition entière.",
        "whole_edition_file": "L’édition entière est dans le fichier {name}.",
        "only_in_whole": Plural(
            "{n} de plus dans l’édition entière seulement.",
            "{n} de plus dans l’édition entière seulement.",
        ),
        "colophon_mail": (
            "Chaque phrase se trouve mot pour mot dans l’article vers lequel elle mène. "
            "Ce message ne charge rien du réseau."
        ),
        "feed_of_stories": "Chaque sujet de l’édition, dans les phrases de ses sources.",
        "all_editions": "Toutes les éditions",
        "editions_held": Plural("{n} édition depuis le {day}.", "{n} éditions depuis le {day}."),
        "editions_key": (
            "Les barres sont les 24 heures avant chaque édition\u00a0; la partie en couleur a été utilisée."
        ),
        "no_edition_row": "Pas d’édition",
        "newest": "La dernière édition",
        "feed_of_editions": "Une ligne pour chaque sujet de chaque édition.",
        "search": "Rechercher",
        "search_editions": "Rechercher dans les éditions",
        "search_hint": Plural(
            "Mots des titres et des résumés de la seule édition ici ({n}).",
            "Mots des titres et des résumés des {n} éditions ici.",
        ),
        "search_script": (
            "Cette page cherche avec un petit script, qui est désactivé. La commande qui cherche dans tout "
            "ce qui a été recueilli est"
        ),
        "found": "Trouvés\u00a0: {found}",
        "found_none": "Rien trouvé. Tous les mots doivent être dans un même sujet.",
        "filter_stories": "Filtrer",
        "filter_hint": "Mots dans les sujets",
        "keys_hint": "j et k vont de sujet en sujet, o ouvre ce qui est replié, m marque comme lu.",
        "fold_all": "Tout ouvrir",
        "unfold_all": "Tout replier",
        "hidden_stories": "Sujets masqués\u00a0: {found}",
        "read_before": "lu",
        "picture_of": "Image de {source}",
        "colophon": (
            "Chaque phrase ci-dessus se trouve mot pour mot dans l’article vers lequel elle mène. Le petit "
            "chiffre est la source\u00a0; il ouvre l’article à cette phrase. Rien dans cette page n’a été "
            "réécrit, et la page ne charge rien du réseau."
        ),
    },
)

LANGUAGE = Language(
    stop_words="""
        a afin ai ainsi alors après au aucun aucune aujourd aussi autre autres aux avait avant avec
        avoir bien c car ce cela celle celles celui cependant ces cet cette ceux chez comme comment
        contre d dans de depuis des donc dont du dès elle elles en encore entre es est et eu eux faire fait
        fois font hui il ils j je jusqu l la le les leur leurs lors lui là m ma mais me mes moins mon
        même n ne ni non nos notre nous on ont ou où par parce pas pendant peu peut plus pour pourquoi
        puis qu quand que quel quelle quelles quelques quels qui s sa sans se selon sera ses si son sont
        sous sur t ta tandis te tous tout toute toutes très tu un une vers voir vos votre vous y ça
        à étaient était été être
    """,
    abbreviations=Abbreviations(
        inner="""
            amb apr av bd boul br c.-à-d cdt cf cmdt col dir dr dép env ex fg fr gal gén ing insp lt lt-col
            maj me mgr mlle mm mme mmes mr p.ex pdt pr pres prof rev sgt sr st ste vs
        """,
        numbered="""
            al art arts avr ca chap déc env fig fol févr h janv juil n no nov oct p pag pp réf sept t tél vol
            éd
        """,
        final="av.j.-c cie inc j.-c jr ltd s.a",
    ),
    stem_endings=StemEndings(
        "ements ement ments ations ation ées ant ent ait és ée er es é e s x", min_letters=4
    ),
    calendar=CalendarWords(
        months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        weekdays="lundi mardi mercredi jeudi vendredi samedi dimanche",
    ),
    figures=FigureWords(
        numbers="deux trois quatre cinq six sept huit neuf dix onze douze",
        scales={"mille": 3, "million": 6, "millions": 6, "milliard": 9, "milliards": 9},
        percent="pour cent",
        qualifiers="environ|près de|presque|au moins|jusqu['’]à|plus de|moins de|quelque|seulement",
        tolls={
            "dead": "morts?|tuée?s?|tu(?:e|ent|ant)|décès|décédée?s?",
            "hurt": "blessée?s?|bless(?:e|ent|ant)",
        },
    ),
    headlines=HeadlineWords(
        questions="ce combien comment où pourquoi quand que quel quelle quelles quels qui voici",
        labels=r"(?:en|au|le) direct|direct|analyse|jour \d+",
        endings="expliqué",
        services=(
            "mots croisés|horoscope|sudoku|codes? promo|bons plans|résultats du loto|guides? d[’']achat"
            r"|\d+ ?% de (?:réduction|remise)"
        ),
        broadcasts="programme tv|sur quelle chaîne",
        lists=r"(?:\d+|trois|quatre|cinq|six|dix) (?:choses|raisons|façons|conseils|questions)|à retenir",
    ),
    standalone=_STANDALONE,
    paywall_prompts=(
        "abonnez-vous|s['’]abonner|réservée?s? aux abonnés|déjà abonné|connectez-vous|lire la suite"
    ),
    wording=_WORDING,
)
