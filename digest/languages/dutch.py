"""Dutch: words, patterns and the wording of editions."""

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
)

# "Het" is mostly an article, and "dat" is a conjunction as often as a pronoun: the next words decide.
_STANDALONE = StandalonePatterns(
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
        bespaar
        hier (?:vind|lees|zie|kun|is|zijn|staat)|zo (?:kun|maak|werkt|ziet|doe|kom|volg|vier) (?:je|u|het|de)
    """,
    appeal=r"""
        lees (?:ook|meer|verder)|klik hier|nieuwsbrie(?:f|ven)|alle rechten voorbehouden|cookies
        foto:|beeld:|bron:|privacy(?:beleid|verklaring)|(?:tekst|artikel) (?:gaat|loopt) (?:verder|door)
        dit (?:artikel|bericht|verhaal) (?:is|werd|verscheen|bevat)|verwelkomt graag
    """,
    definite=r"""
        (?:de|het)(?! (?:\S+ ){1,2}(?:van|die|dat|waar)\b| \S+ (?:in|op|uit|met|voor)\b)
    """,
    prospect=r"""
        zal|zullen|zou(?:den)?|(?:gaat|gaan) (?:\S+ ){0,2}\w+en|naar verwachting
        (?:wil|willen|moet|moeten|hoopt|hopen|plant|plannen)|sta(?:at|an) op het punt|dreig(?:t|en)
        bereid(?:t|en) zich|(?:verwacht|morgen|aanstaande|komende)|aan de vooravond|naar de stembus
    """,
)

_WORDING = EditionWording(
    locale="nl",
    quotes=("‘", "’"),
    language_names={"th": "Thais"},
    numbers="geen één twee drie vier vijf zes zeven acht negen tien elf twaalf",
    reasons={
        "same_text": (
            "Zelfde tekst als een ander artikel",
            "één keer geteld, bij het medium dat hem het eerst had",
        ),
        "too_old": ("Te oud voor deze editie", "verschenen vóór {start}"),
        "muted": ("Gedempt", "er staat een woord van je lijst in, of hun onderwerp is gedempt"),
        "rule": ("Weggelaten door je regels", "een regel van de configuratie geldt; de naam staat erbij"),
        "excluded": (
            "Tegengehouden door het filter van een bron",
            "de woorden bij include en exclude beslissen",
        ),
        "too_short": ("Te kort om te citeren", "minder dan twee volledige zinnen"),
        "below_cut": ("Onder de streep", "geplaatst na het laatste onderwerp waarvoor hier ruimte is"),
        "other_section": ("In een andere rubriek", "deze editie bevat maar één rubriek"),
        "not_an_article": ("Geen artikel", "pagina’s, lijsten en bestanden zonder artikel"),
        "unreadable": ("Onleesbaar", "bestanden die beschadigd of van een onbekend type zijn"),
        "failed": ("Niet verwerkt", "het programma is erop vastgelopen; meld het alstublieft"),
    },
    score_parts={
        "voices": "onafhankelijke stemmen",
        "desk": "het deel van de media op dit gebied dat het meldt",
        "trade": "dat het uit de vakpers komt, die dezelfde berichten plaatst",
        "hard_news": "nieuws uit de wereld, de politiek of de economie",
        "toll": "het aantal doden",
        "freshness": "actualiteit",
        "spread": "nieuws door de dag heen",
        "service": "service in plaats van nieuws",
        "soft": "een recensie, een trailer of een vergelijking",
        "teaser": "een of twee regels van maar één medium",
        "topic": "de andere berichten over hetzelfde onderwerp",
        "manner": "een kop die niets meldt",
        "substance": "een volledige tekst",
        "continuing": "het vervolg op eerder nieuws",
        "boost": "een woord waarom je vroeg",
    },
    labels={
        "skip": "Naar de onderwerpen",
        "editions": "Edities",
        "skyline": Plural(
            "Tussen {start} en {end} kwam {n} artikel binnen. Gebruikt in deze editie: {used}.",
            "Tussen {start} en {end} kwamen {n} artikelen binnen. Gebruikt in deze editie: {used}.",
        ),
        "stories": Plural("{n} onderwerp", "{n} onderwerpen"),
        "briefs": Plural("{n} kort bericht", "{n} korte berichten"),
        "briefs_heading": "Kort nieuws",
        "recordings": "Om te zien en te horen",
        "listen": "Beluisteren",
        "watch": "Bekijken",
        "minutes_to_read": Plural("{n} minuut leestijd", "{n} minuten leestijd"),
        "written": "Gemaakt om {time}.",
        "written_from": Plural(
            "Gemaakt om {time} uit {ok} van {n} bron.",
            "Gemaakt om {time} uit {ok} van de {n} bronnen.",
        ),
        "written_from_all": "Gemaakt om {time} uit {n} bronnen.",
        "no_edition": "Geen editie. Geprobeerd om {time}.",
        "reports_in": Plural("{n} artikel in {hours} uur", "{n} artikelen in {hours} uur"),
        "used_below": "{n} in deze editie",
        "contents": "Vandaag in één minuut",
        "contents_days": "{Count} dagen in één minuut",
        "days_notice": "Van {first} tot en met {last} in één editie.",
        "catch_up": Plural(
            "De editie van {since} is uitgevallen; deze maakt dat goed.",
            "Sinds {since} zijn {count} edities uitgevallen; deze maakt dat goed.",
        ),
        "more_stories": Plural("Nog {n} onderwerp", "Nog {n} onderwerpen"),
        "about": "Over deze editie",
        "lead": "Voorpagina",
        "lead_short": "Voorpagina",
        "other_section": "Overige onderwerpen",
        "reports": Plural("{n} artikel", "{n} artikelen"),
        "voices": Plural("{n} onafhankelijke stem", "{n} onafhankelijke stemmen"),
        "latest": "laatste: {time}",
        "minutes": "{n} min.",
        "updated": "bijgewerkt",
        "continuing": "Loopt sinds {day}",
        "joins": "Samengegaan met {titles}",
        "parts_from": "Maakte deel uit van {title}",
        "back": "Voor het laatst gemeld op {day}",
        "quiet_stories": "Hierover niets nieuws",
        "more_on_this": "Meer hierover",
        "day_by_day": "Van dag tot dag",
        "in_language": "In het {language}",
        "also_in_language": "Ook in het {language}",
        "first_sentence": "zonder kop; dit is de eerste zin",
        "headline_only": "Er is alleen een kop om te citeren.",
        "headline_from": "Kop van {source}, bron",
        "headline": "Kop: {source}",
        "first_sentence_of": "Eerste zin: {source}",
        "source_number": "{source}, bron",
        "new": "Nieuw",
        "new_since": "sinds {day}",
        "known": "Wat op {day} bekend was",
        "sentences": Plural("{n} zin", "{n} zinnen"),
        "more_sentences": Plural("nog {n} zin", "nog {n} zinnen"),
        "differ": "De cijfers lopen uiteen",
        "figure": "Cijfer",
        "reported_by": "Volgens",
        "keywords": "Trefwoorden",
        "colon": ":",
        "only_one_short": "slechts één bron",
        "only_one": "Slechts één bron.",
        "no_other": Plural(
            "Eén andere bron heeft dit niet gemeld.",
            "Geen van {n} andere bronnen heeft dit gemeld.",
        ),
        "others_repeat": Plural(
            "Het andere artikel heeft dezelfde tekst.",
            "De {n} andere artikelen hebben dezelfde tekst.",
        ),
        "same_outlet": "Alle artikelen komen daarvandaan.",
        "coverage": "Artikelen in {hours} uur, van {start} tot {end}: {n}.",
        "in_colour": "het nieuwe in kleur",
        "quoted_here": "Hier geciteerd",
        "also_covered": "Ook gemeld door",
        "same_text_as": "zelfde tekst als {source}",
        "same_text": "Zelfde tekst als {source}",
        "why_one": "Waarom dit één onderwerp is",
        "why_short": "waarom",
        "why_here": "Waarom het hier staat",
        "why": "De {n} artikelen {facts}.",
        "why_words": Plural("hebben het woord {words} gemeen", "hebben de woorden {words} gemeen"),
        "why_span": "verschenen binnen {hours}",
        "hours": Plural("een uur", "{n} uur"),
        "why_copies": Plural(
            "Eén ervan heeft dezelfde tekst als {source} en telt als dezelfde stem.",
            "{Count} ervan hebben dezelfde tekst als {source} en tellen als dezelfde stem.",
        ),
        "points": "De plaats op de pagina: {total} punten, {parts}.",
        "points_for": "{points} voor {part}",
        "end": "Dat was het voor {weekday}.",
        "sources": "Bronnen",
        "part_of": "{part} van de {whole}",
        "answered": Plural("gelezen.", "gelezen."),
        "did_not": Plural("Eén antwoordde niet.", "{Count} antwoordden niet."),
        "dots": "Met antwoord: {ok}, zonder: {ill}",
        "failing": Plural("Sinds {day}.", "Sinds {day}, {n} bezoeken op rij."),
        "healthy": Plural("De bron die antwoordde", "De {n} bronnen die antwoordden"),
        "more_ill": Plural("Nog één die niet antwoordde", "Nog {count} die niet antwoordden"),
        "left_out": "Weggelaten",
        "not_in": Plural("artikel niet in deze editie.", "artikelen niet in deze editie."),
        "by_name": "Stuk voor stuk",
        "and_more": "en nog {n}",
        "earlier": "Eerdere edities",
        "first_edition": "Dit is de eerste editie.",
        "quiet_day": "Een rustige dag",
        "quiet_none": "Een rustige dag. Geen van je bronnen had nieuws.",
        "quiet_alone": (
            "Een rustige dag. Over geen enkel onderwerp berichtten twee of meer onafhankelijke stemmen."
        ),
        "quiet_few": Plural(
            "Een rustige dag. Over slechts één onderwerp berichtten twee of meer onafhankelijke stemmen.",
            "Een rustige dag. Over slechts {count} onderwerpen berichtten twee of meer onafhankelijke "
            "stemmen.",
        ),
        "from_store": "Geen van je bronnen antwoordde. Deze editie is gemaakt uit wat er al was.",
        "no_news": "Er kwam geen nieuws binnen op deze computer",
        "none_answered": Plural(
            "Je enige bron antwoordde niet.",
            "Geen van je {n} bronnen antwoordde.",
        ),
        "network": (
            "Als alle bronnen tegelijk uitvallen, ligt dat bijna altijd aan de verbinding hier, niet aan de "
            "bronnen."
        ),
        "try_now": "Opnieuw proberen:",
        "last_edition": "De laatste editie:",
        "source_numbers": "Bronnummers",
        "source_numbers_key": "het cijfer is het medium, de letter de zin.",
        "colophon_text": "Elke zin hierboven staat woord voor woord in het artikel dat erna wordt genoemd.",
        "shortened": "Dit bericht is ingekort.",
        "whole_edition": "Lees de hele editie.",
        "whole_edition_file": "De hele editie staat in het bestand {name}.",
        "only_in_whole": Plural(
            "Nog {n} staat alleen in de hele editie.",
            "Nog {n} staan alleen in de hele editie.",
        ),
        "colophon_mail": (
            "Elke zin staat woord voor woord in het artikel waarnaar hij verwijst. "
            "Dit bericht haalt niets van het net."
        ),
        "feed_of_stories": "Elk onderwerp van de editie, in zinnen van de bronnen.",
        "all_editions": "Alle edities",
        "editions_held": Plural("{n} editie sinds {day}.", "{n} edities sinds {day}."),
        "editions_key": ("De balken zijn de 24 uur vóór elke editie; het gekleurde deel is gebruikt."),
        "no_edition_row": "Geen editie",
        "newest": "De nieuwste editie",
        "feed_of_editions": "Een regel voor elk onderwerp van elke editie.",
        "search": "Zoeken",
        "search_editions": "Zoeken in de edities",
        "search_hint": Plural(
            "Woorden uit koppen en samenvattingen van de {n} editie hier.",
            "Woorden uit koppen en samenvattingen van de {n} edities hier.",
        ),
        "search_script": (
            "Deze pagina zoekt met een klein script, en dat is uitgeschakeld. Alles wat is verzameld, "
            "doorzoek je met de opdracht"
        ),
        "found": "Gevonden: {found}",
        "found_none": "Niets gevonden. Alle woorden moeten in één onderwerp staan.",
        "filter_stories": "Filteren",
        "filter_hint": "Woorden op de pagina",
        "keys_hint": (
            "j en k gaan van onderwerp naar onderwerp, o opent wat dichtgevouwen is, m markeert als gelezen."
        ),
        "fold_all": "Alles openen",
        "unfold_all": "Alles dichtvouwen",
        "hidden_stories": "Verborgen onderwerpen: {found}",
        "read_before": "gelezen",
        "picture_of": "Afbeelding van {source}",
        "colophon": (
            "Elke zin hierboven staat woord voor woord in het artikel waarnaar hij verwijst. Het kleine "
            "cijfer is de bron; het opent het artikel bij die zin. Niets op deze pagina is herschreven, en "
            "de pagina haalt niets van het net."
        ),
    },
)

LANGUAGE = Language(
    stop_words="""
        aan al alle alleen als ander andere bij binnen daar dan dat de der deze die dit doch doen door
        dus echter een eens elk en er geen had hadden heb hebben heeft hem het hier hij hoe hun ik in is
        ja je jij kan kon kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of
        om omdat onder ons onze ook op over reeds sinds te tegelijk tegen ten ter terwijl toch toen tot
        tussen u uit uw van vanaf veel volgens voor want waren was wat we wel werd werden wie wij wil
        worden wordt zal ze zei zelf zich zij zijn zo zonder zou zouden één
    """,
    abbreviations=Abbreviations(
        inner="""
            bijv burg bv ca d.w.z dep dhr dr drs ds excl fa gen gr i.p.v incl ing ir jhr kap kol lt m.b.t
            maj mej mevr mgr mr mw o.a prof prov resp secr st t.o.v vgl vz weth wnd z.g zgn
        """,
        numbered="""
            afb afl apr art aug bijl bl blz dec feb fig geb gest hfdst hfst hst jan jul jun mrt nov nr nrs
            okt opger overl p pag par reg sep sept tab tel vgl
        """,
        final="chr co inc jr n.chr v.chr",
        endings="str",
    ),
    calendar=CalendarWords(
        months="januari februari maart april mei juni juli augustus september oktober november december",
        weekdays="maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    ),
    figures=FigureWords(
        numbers="twee drie vier vijf zes zeven acht negen tien elf twaalf",
        scales={"duizend": 3, "miljoen": 6, "miljard": 9, "mln": 6, "mld": 9},
        percent="procent",
        qualifiers=(
            "circa|ongeveer|zo['’]n|bijna|ruim|minstens|ten minste|zeker|hooguit|maximaal|meer dan|minder dan"
            "|over|slechts"
        ),
        tolls={"dead": "doden?|dood|gedood|omgekomen|overleden", "hurt": "gewonden?|gewond"},
    ),
    headlines=HeadlineWords(
        questions="hoe waar waarom wanneer wat welke wie zo",
        labels=r"analyse|dag \d+",
        services=r"horoscoop|kruiswoordraadsel|sudoku|kortingscodes?|koopgids|\d+ ?% korting",
        broadcasts="waar te zien|vanavond op tv",
        lists=r"(?:\d+|drie|vier|vijf|zes|zeven|tien) (?:dingen|redenen|manieren|tips|feiten|vragen|lessen)",
    ),
    standalone=_STANDALONE,
    paywall_prompts="abonneer|voor abonnees|inloggen|verder lezen",
    wording=_WORDING,
)
