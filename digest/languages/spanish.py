"""Spanish: words, patterns and the wording of editions."""

from __future__ import annotations

from digest.languages.language import (
    Abbreviations,
    CalendarWords,
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
        (?:comparte|descubre|consulta|síguenos|ahorra|inicia sesión|reg[ií]str[ae]te)
    """,
    appeal=r"""
        le[ae] (?:también|más)
        ha(?:ga|z) clic|suscr[ií]b\w+|bolet(?:ín|ines)|todos los derechos reservados
        te puede interesar|placer de recibir|política de privacidad|cookies|foto:
    """,
    definite=r"""
        (?:el|la|los|las)(?! (?:\S+ ){1,2}(?:de|del|que)\b| \S+ (?:en|con|para|a|al)\b)
    """,
    prospect=r"""
        (?!(?:irán|teherán|corán)\b)\w{2,}(?:ar|er|ir|dr|br)(?:á|án)|(?:va|van) a|podría[n]?|debería[n]?
        (?:prevé|prevén|espera[n]?|planea[n]?|busca[n]?) \w+(?:ar|er|ir)|se espera|se prepara[n]?
        a punto de|a las puertas de|en vísperas de|antes de(?:l| la) (?:votación|partido)
        mañana|próxim[oa]s?|a las urnas
    """,
)

_WORDING = EditionWording(
    locale="es",
    quotes=("«", "»"),
    numbers="ninguna una dos tres cuatro cinco seis siete ocho nueve diez once doce",
    reasons={
        "same_text": (
            "El mismo texto que otro artículo",
            "contado una vez, bajo el medio que lo tuvo primero",
        ),
        "too_old": ("Demasiado antiguo para esta edición", "publicado antes de {start}"),
        "muted": (
            "Silenciado por ti",
            "contiene una palabra de tu lista o es de una noticia que silenciaste",
        ),
        "rule": ("Descartado por tus reglas", "se aplica una regla de la configuración; sigue su nombre"),
        "excluded": (
            "Descartado por el filtro de una fuente",
            "deciden sus palabras include y exclude",
        ),
        "too_short": ("Demasiado corto para citarlo", "menos de dos frases enteras"),
        "below_cut": ("Por debajo del corte", "clasificado tras la última noticia que cabe aquí"),
        "other_section": ("En otra sección", "esta edición contiene una sola sección"),
        "not_an_article": ("No es un artículo", "páginas, listas y archivos sin ningún artículo"),
        "unreadable": ("No se pudo leer", "archivos dañados o de un tipo desconocido"),
        "failed": ("No se pudo procesar", "el programa falló con ellos; avise, por favor"),
    },
    score_parts={
        "voices": "voces independientes",
        "desk": "la parte de los medios del ramo que lo cuentan",
        "trade": "que lo cuenta la prensa especializada, que publica las mismas notas",
        "hard_news": "noticias del mundo, de política o de economía",
        "toll": "el número de muertos",
        "freshness": "actualidad",
        "spread": "novedades a lo largo del día",
        "service": "ser un servicio, no una noticia",
        "soft": "ser una reseña, un tráiler o una comparativa",
        "teaser": "ser una o dos líneas de un solo medio",
        "topic": "las otras noticias del mismo tema",
        "manner": "un titular que no da la noticia",
        "substance": "un texto completo",
        "continuing": "la continuación de una noticia",
        "boost": "una palabra que pediste",
    },
    labels={
        "skip": "Ir a las noticias",
        "editions": "Ediciones",
        "skyline": Plural(
            "{n} artículo llegó entre {start} y {end}. Usados en esta edición: {used}.",
            "{n} artículos llegaron entre {start} y {end}. Usados en esta edición: {used}.",
        ),
        "stories": Plural("{n} noticia", "{n} noticias"),
        "briefs": Plural("{n} breve", "{n} breves"),
        "briefs_heading": "En breve",
        "recordings": "Para ver y escuchar",
        "listen": "Escuchar",
        "watch": "Ver",
        "minutes_to_read": Plural("{n} minuto de lectura", "{n} minutos de lectura"),
        "written": "Hecha a las {time}.",
        "written_from": Plural(
            "Hecha a las {time} con {ok} de {n} fuente.",
            "Hecha a las {time} con {ok} de {n} fuentes.",
        ),
        "written_from_all": "Hecha a las {time} con {n} fuentes.",
        "no_edition": "Sin edición. Intento a las {time}.",
        "reports_in": Plural("{n} artículo en {hours} horas", "{n} artículos en {hours} horas"),
        "used_below": "{n} en esta edición",
        "contents": "El día en un minuto",
        "contents_days": "{Count} días en un minuto",
        "days_notice": "{first} – {last} en una sola edición.",
        "catch_up": Plural(
            "Faltó una edición, la del {since}; esta la recupera.",
            "Faltaron {count} ediciones desde el {since}; esta las recupera.",
        ),
        "more_stories": Plural("{n} noticia más", "{n} noticias más"),
        "about": "Sobre esta edición",
        "lead": "Portada",
        "lead_short": "Portada",
        "other_section": "Más noticias",
        "reports": Plural("{n} artículo", "{n} artículos"),
        "voices": Plural("{n} voz independiente", "{n} voces independientes"),
        "latest": "último: {time}",
        "minutes": "{n} min",
        "updated": "actualizada",
        "continuing": "En curso desde el {day}",
        "joins": "Ahora es una con {titles}",
        "parts_from": "Era parte de {title}",
        "back": "Última vez: el {day}",
        "quiet_stories": "Sin novedades",
        "more_on_this": "Más sobre esto",
        "day_by_day": "Día a día",
        "in_language": "En {language}",
        "also_in_language": "También en {language}",
        "first_sentence": "sin titular; esta es la primera frase",
        "headline_only": "Solo hay un titular que citar.",
        "headline_from": "Titular de {source}, fuente",
        "headline": "Titular: {source}",
        "first_sentence_of": "Primera frase: {source}",
        "source_number": "{source}, fuente",
        "new": "Nuevo",
        "new_since": "desde el {day}",
        "known": "Lo que se sabía el {day}",
        "sentences": Plural("{n} frase", "{n} frases"),
        "more_sentences": Plural("{n} frase más", "{n} frases más"),
        "differ": "Las cifras no coinciden",
        "figure": "Cifra",
        "reported_by": "Según",
        "keywords": "Palabras clave",
        "colon": ":",
        "only_one_short": "una sola fuente",
        "only_one": "Una sola fuente.",
        "no_other": Plural(
            "Otra fuente no lo ha contado.",
            "Ninguna de otras {n} fuentes lo ha contado.",
        ),
        "others_repeat": Plural(
            "El otro artículo lleva su texto.",
            "Los otros {n} artículos llevan su texto.",
        ),
        "same_outlet": "Todos los artículos son suyos.",
        "coverage": "{n} artículos en {hours} horas, de {start} a {end}.",
        "in_colour": "lo nuevo en color",
        "quoted_here": "Citados aquí",
        "also_covered": "También lo cuentan",
        "same_text_as": "el mismo texto que {source}",
        "same_text": "El mismo texto que {source}",
        "why_one": "Por qué es una sola noticia",
        "why_short": "por qué",
        "why_here": "Por qué está aquí",
        "why": "Los {n} artículos {facts}.",
        "why_words": Plural("comparten la palabra {words}", "comparten las palabras {words}"),
        "why_span": "aparecieron en el plazo de {hours}",
        "hours": Plural("una hora", "{n} horas"),
        "why_copies": Plural(
            "Uno de ellos lleva el mismo texto que {source} y cuenta como la misma voz.",
            "Otros {n} llevan el mismo texto que {source} y cuentan como la misma voz.",
        ),
        "points": "Su lugar en la página: {total} puntos, {parts}.",
        "points_for": "{points} por {part}",
        "end": "Eso es todo por este {weekday}.",
        "sources": "Fuentes",
        "part_of": "{part} de {whole}",
        "answered": Plural("fuente respondió.", "fuentes respondieron."),
        "did_not": Plural("Una no respondió.", "{Count} no respondieron."),
        "dots": "{ok} respondieron, {ill} no",
        "failing": Plural("Desde el {day}.", "Desde el {day}, {n} visitas seguidas."),
        "healthy": Plural("La fuente que respondió", "Las {n} fuentes que respondieron"),
        "more_ill": Plural("Otra que no respondió", "Otras {count} que no respondieron"),
        "left_out": "Descartados",
        "not_in": Plural("artículo no está en esta edición.", "artículos no están en esta edición."),
        "by_name": "Uno por uno",
        "and_more": "y {n} más",
        "earlier": "Ediciones anteriores",
        "first_edition": "Esta es la primera edición.",
        "quiet_day": "Un día tranquilo",
        "quiet_none": "Un día tranquilo. Ninguna de tus fuentes contó nada nuevo.",
        "quiet_alone": "Un día tranquilo. Ninguna noticia la dieron dos o más voces independientes.",
        "quiet_few": Plural(
            "Un día tranquilo. Solo una noticia la dieron dos o más voces independientes.",
            "Un día tranquilo. Solo {count} noticias las dieron dos o más voces independientes.",
        ),
        "from_store": "Ninguna de tus fuentes respondió. Esta edición está hecha con lo que ya había.",
        "no_news": "A esta máquina no llegaron noticias",
        "none_answered": Plural(
            "Tu única fuente no respondió.",
            "Ninguna de tus {n} fuentes respondió.",
        ),
        "network": (
            "Cuando todas fallan a la vez, la causa es casi siempre la conexión de aquí, no las fuentes."
        ),
        "try_now": "Para volver a intentarlo:",
        "last_edition": "La última edición:",
        "source_numbers": "Números de las fuentes",
        "source_numbers_key": "el número es el medio; la letra, la frase.",
        "colophon_text": "Cada frase de arriba está palabra por palabra en el artículo nombrado tras ella.",
        "shortened": "Este mensaje está abreviado.",
        "whole_edition": "Leer la edición entera.",
        "whole_edition_file": "La edición entera está en el archivo {name}.",
        "only_in_whole": Plural(
            "{n} más, solo en la edición entera.",
            "{n} más, solo en la edición entera.",
        ),
        "colophon_mail": (
            "Cada frase está palabra por palabra en el artículo al que enlaza. "
            "Este mensaje no carga nada de la red."
        ),
        "feed_of_stories": "Cada noticia de la edición, en frases de sus fuentes.",
        "all_editions": "Todas las ediciones",
        "editions_held": Plural("{n} edición desde el {day}.", "{n} ediciones desde el {day}."),
        "editions_key": (
            "Las barras son las 24 horas anteriores a cada edición; la parte en color es la que se usó."
        ),
        "no_edition_row": "Sin edición",
        "newest": "La última edición",
        "feed_of_editions": "Una línea por cada noticia de cada edición.",
        "search": "Buscar",
        "search_editions": "Buscar en las ediciones",
        "search_hint": Plural(
            "Palabras de los titulares y resúmenes de la única edición de aquí ({n}).",
            "Palabras de los titulares y resúmenes de las {n} ediciones de aquí.",
        ),
        "search_script": (
            "Esta página busca con un pequeño script, que está desactivado. La orden que busca en todo lo "
            "recogido es"
        ),
        "found": "Encontradas: {found}",
        "found_none": "No se encontró nada. Todas las palabras deben estar en una misma noticia.",
        "filter_stories": "Filtrar",
        "filter_hint": "Palabras en las noticias",
        "keys_hint": "j y k van de noticia en noticia, o abre lo plegado, m marca como leída.",
        "fold_all": "Abrir todo",
        "unfold_all": "Plegar todo",
        "hidden_stories": "Noticias ocultas: {found}",
        "read_before": "leída",
        "picture_of": "Imagen de {source}",
        "colophon": (
            "Cada frase de arriba está palabra por palabra en el artículo al que enlaza. El número pequeño "
            "es la fuente; abre el artículo en esa frase. Nada de esta página se ha reescrito, y la página "
            "no carga nada de la red."
        ),
    },
)

LANGUAGE = Language(
    stop_words="""
        a al algo algunos ante antes aquel aquella aquí así aun aunque bajo bien cada casi como con
        contra cual cuando cuanto de del desde donde dos durante e el ella ellas ellos en entre era eran
        es esa esas ese eso esos esta estaba estar estas este esto estos está están fue fueron ha había
        habían han has hasta hay la las le les lo los me mi mientras mis mismo mucho muy más nada ni no
        nos nosotros nuestra nuestro o otra otro otros para pero poco por porque pues que quien quién
        qué se sea según ser será si sido sin sino sobre son su sus sí también tan tanto te tiene tienen
        todo todos tras tu tus un una uno unos usted y ya yo él
    """,
    abbreviations=Abbreviations(
        inner="""
            adm almte aprox arq av avda brig cap cdte cmdte cnel dir dr dra dres dña ee ej exc excmo exma fr
            gob gral hno ilmo ing insp lcda lcdo lic magfco mons ntra ntro odont p.ej pbro pdte presb prof
            esq profa psic pte rvdo sgto sr sra sras sres srs srta sta sto tte ud uds vd vda vds vicealm vs
        """,
        numbered="art arts ca cap cfr fasc fig inc n núm núms pág págs párr s tel tfno tít vol vols",
        final="a.c cía d.c ee.uu inc jr ltd s.a s.l uu",
    ),
    stem_endings=StemEndings(
        "aciones ación mente iendo ando aron ados adas ado ada es os as ar er ir o a e s", min_letters=4
    ),
    calendar=CalendarWords(
        months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        weekdays="lunes martes miércoles jueves viernes sábado domingo",
    ),
    figures=FigureWords(
        numbers="dos tres cuatro cinco seis siete ocho nueve diez once doce",
        scales={"mil millones": 9, "mil": 3, "millón": 6, "millones": 6},
        percent="por ciento",
        qualifiers="unos|unas|cerca de|casi|al menos(?: a)?|hasta|más de|menos de|solo",
        tolls={
            "dead": "muert[oa]s?|fallecid[oa]s?|mueren|murieron|matan?|mató|muertes",
            "hurt": "herid[oa]s?|lesionad[oa]s?",
        },
    ),
    headlines=HeadlineWords(
        questions="así cómo cuándo cuál cuáles cuánto dónde por qué quién quiénes",
        labels="en (?:vivo|directo)|opinión|análisis",
        endings="explicado",
        services=(
            "horóscopo|crucigrama|sudoku|(?:números|resultados|comprobar) (?:de )?(?:la )?lotería"
            r"|códigos? promocional(?:es)?|guía de compra|\d+ ?% de descuento"
        ),
        broadcasts="dónde ver",
        lists=r"(?:\d+|tres|cuatro|cinco|seis|diez) (?:cosas|razones|formas|consejos|claves|preguntas)",
    ),
    standalone=_STANDALONE,
    paywall_prompts="suscr[ií]b(?:ete|ase|irse)|para suscriptores|inici(?:a|e|ar) sesión|seguir leyendo",
    wording=_WORDING,
)
