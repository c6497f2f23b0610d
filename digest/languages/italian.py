"""Italian: words, patterns and the wording of editions."""

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
)

# "Lo", "la", "li" and "le" are pronouns before a verb only, otherwise articles; "ci" mostly means "there".
# A verb needs no pronoun: "ha detto" means "he said" unless a speaker is named next to it.
_STANDALONE = StandalonePatterns(
    pronoun=r"""
        egli|ella|ess[aeio]|lui|lei|loro|cost(?:ui|ei|oro)|ciò|ne|entramb[ei]|tal[ei](?! e quale)
        (?:secondo|per|con|contro|a|tra|fra|di) (?:lui|lei|loro)
        (?:tra|fra|di) quest[ei](?! (?:giorni|ore|mesi))
        quest[aeio](?! (?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|mattina|pomeriggio|sera
        notte|settimana|mese|weekend|fine settimana|primavera|inverno|autunno|stagione|volta))
        quest['’](?!anno|estate|inverno|autunno)\w+|quell['’]\w+|que[il](?! che)|quegli
        quell[aeio](?! (?:che|di|dei|d[ae]l\w*|d[ae]ll['’]\w+))|altr[ei]|un altro|un['’]altra|(?:i|le) due
        suoi?|sua(?! (?:santità|maestà))|sue|(?:il|la|i|le) (?:suo|sua|suoi|sue|loro)
        l['’](?:ha|hanno|aveva|avevano)|l[aeio] (?:ha|hanno|aveva|avevano)|gli (?:ha|hanno)
        lo (?:afferma|annuncia|comunica|conferma|dice|dichiara|rende|riferisce|riporta|rivela|scrive|segnala
        si|sostiene|spiega)
    """,
    connective=r"""
        ma|e|ed|o|oppure|però|tuttavia|inoltre|infatti|quindi|dunque|perciò|pertanto|allora|poi|anzi
        così(?! come)|anche(?! se)|invece(?! d)|eppure|ciononostante|intanto|infine|insomma|peraltro
        del resto|dopodiché|nel frattempo|(?:ad|per) esempio|di conseguenza|al contrario|a sua volta
        (?:da|fino ad) allora
        (?:da|per) parte (?:sua|loro)|dal canto (?:suo|loro)|d['’]altr(?:onde|a parte|o canto)
        (?:per|nonostante|malgrado) ciò|per questo(?! (?:mese|weekend|fine|inverno|autunno))
        allo stesso (?:tempo|modo)|al tempo stesso|in questo (?:modo|senso|caso)|a (?:questo|tal) proposito
        (?:comunque|in effetti|in realtà|in particolare|in seguito|successivamente|poco dopo)(?=,)
    """,
    person=r"""
        io|mi|me|mi[aeo]|miei|noi|nostr[aeio]|tu|ti|tu[aeo]|tuoi|voi|vostr[aeio]|ho(?! chi)
        abbiamo|siamo|possiamo|dobbiamo|vogliamo|stiamo|facciamo|vediamo|crediamo|pensiamo|sappiamo
    """,
    speech=r"""
        ^\W*(?:ha|hanno) (?:poi |inoltre )?(?:detto|aggiunto|affermato|assicurato|commentato|concluso
        dichiarato|osservato|precisato|proseguito|raccontato|ribadito|scritto|sottolineato|spiegato)(?= che
        (?: (?:ieri|oggi|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica))?(?:[.,;:]|$))
        (?:dice|spiega|aggiunge|racconta|afferma|conclude|ha (?:detto|aggiunto|spiegato)) (?:lui|lei|loro)
    """,
    request=r"""
        ecco (?:come|perché|cosa|che|quando|dove|chi|qual[ei]|quanto|il|la|i|le|gli|tutt[aeio])
        clicca|iscriviti|abbonati|registrati|scopri|seguici|condividi|scarica|accedi|risparmia
        (?:leggi|guarda|ascolta|segui) (?:anche|qui|tutto|il|la|le|gli|su)
    """,
    appeal=r"""
        (?:leggi|guarda|vedi) anche|clicca(?:re)? (?:qui|su)|continua a leggere|per saperne di più|newsletter
        (?:potrebbe|potrebbero) interessarti|tutti i diritti riservati|riproduzione riservata|cookies?|foto:
        informativa sulla privacy|piacere di ospitare|quest(?:o |['’])articolo (?:è|contiene|fa parte)
    """,
    definite=r"""
        (?:il |lo |la |i |gli |le |l['’])(?!(?:\S+ ){1,2}(?:d[ei]\w*(?:['’]\S*)?|che)\b|\S+ (?:in|a|per)\b)\S+
    """,
    prospect=r"""
        \w{2,}r(?:à|anno)(?<!hanno)|(?:sta|stanno) per|(?:potrebbe|dovrebbe)(?:ro)?|pront[oaie] a
        (?:in vista|alla vigilia) de[li]\w*|attes[oaie]|previst[oaie]|si prepara(?:no)?|domani|prossim[oaie]
        (?:punta|puntano|mira|mirano) a|sper(?:a|ano)|alle urne|al voto
    """,
)

# No label has an article before a number or a date, since its form depends on how the number is spoken
# (il 7, l’8).
_WORDING = EditionWording(
    locale="it",
    quotes=("«", "»"),
    dates=DateStyle(first_day="1º", in_sentence="{weekday} {date}"),
    language_names={"ro": "romeno"},
    numbers="nessuna una due tre quattro cinque sei sette otto nove dieci undici dodici",
    reasons={
        "same_text": (
            "Stesso testo di un altro articolo",
            "contato una volta, sotto la testata che lo ha avuto per prima",
        ),
        "too_old": ("Troppo vecchi per questa edizione", "usciti prima del limite: {start}"),
        "muted": ("Silenziati", "contengono una parola della tua lista, o la loro notizia è silenziata"),
        "rule": ("Esclusi dalle tue regole", "vale una regola della configurazione; segue il suo nome"),
        "excluded": (
            "Esclusi dal filtro di una fonte",
            "decidono le sue parole include ed exclude",
        ),
        "too_short": ("Troppo brevi per citarli", "meno di due frasi intere"),
        "below_cut": ("Oltre il limite", "in classifica dopo l’ultima notizia per cui c’è posto"),
        "other_section": ("In un’altra sezione", "questa edizione contiene una sola sezione"),
        "not_an_article": ("Non sono articoli", "pagine, elenchi e file senza articoli"),
        "unreadable": ("Illeggibili", "file danneggiati o di tipo sconosciuto"),
        "failed": ("Non elaborati", "il programma non è riuscito a elaborarli; segnalatelo, per favore"),
    },
    score_parts={
        "voices": "voci indipendenti",
        "desk": "la quota delle testate del settore che ne parlano",
        "trade": "di venire dalla stampa di settore, che riprende gli stessi comunicati",
        "hard_news": "notizie dal mondo, di politica o di economia",
        "toll": "il numero dei morti",
        "freshness": "attualità",
        "spread": "novità nel corso della giornata",
        "service": "essere un servizio, non una notizia",
        "soft": "una recensione, un trailer o un confronto",
        "teaser": "una o due righe di una sola testata",
        "topic": "le altre notizie sullo stesso tema",
        "manner": "un titolo che non dà la notizia",
        "substance": "un testo completo",
        "continuing": "il seguito di una notizia",
        "boost": "una parola che hai chiesto",
    },
    labels={
        "skip": "Vai alle notizie",
        "editions": "Edizioni",
        "skyline": Plural(
            "{n} articolo è arrivato tra {start} e {end}. Usati in questa edizione: {used}.",
            "{n} articoli sono arrivati tra {start} e {end}. Usati in questa edizione: {used}.",
        ),
        "stories": Plural("{n} notizia", "{n} notizie"),
        "briefs": Plural("{n} breve", "{n} brevi"),
        "briefs_heading": "In breve",
        "recordings": "Da vedere e ascoltare",
        "listen": "Ascolta",
        "watch": "Guarda",
        "minutes_to_read": Plural("{n} minuto di lettura", "{n} minuti di lettura"),
        "written": "Edizione chiusa alle {time}.",
        "written_from": Plural(
            "Edizione chiusa alle {time} con {ok} fonti su {n}.",
            "Edizione chiusa alle {time} con {ok} delle {n} fonti.",
        ),
        "written_from_all": "Edizione chiusa alle {time} con {n} fonti.",
        "no_edition": "Nessuna edizione. Tentativo alle {time}.",
        "reports_in": Plural("{n} articolo in {hours} ore", "{n} articoli in {hours} ore"),
        "used_below": "{n} in questa edizione",
        "contents": "La giornata in un minuto",
        "contents_days": "{Count} giorni in un minuto",
        "days_notice": "Da {first} a {last} in una sola edizione.",
        "catch_up": Plural(
            "È saltata l’edizione di {since}; questa la recupera.",
            "Da {since} sono saltate {count} edizioni; questa le recupera.",
        ),
        "more_stories": Plural("Ancora {n} notizia", "Ancora {n} notizie"),
        "about": "Informazioni su questa edizione",
        "lead": "In primo piano",
        "lead_short": "Primo piano",
        "other_section": "Altre notizie",
        "reports": Plural("{n} articolo", "{n} articoli"),
        "voices": Plural("{n} voce indipendente", "{n} voci indipendenti"),
        "latest": "ultimo: {time}",
        "minutes": "{n} min",
        "updated": "aggiornata",
        "continuing": "In corso da {day}",
        "joins": "Ora è tutt’uno con {titles}",
        "parts_from": "Faceva parte di {title}",
        "back": "L’ultima volta {day}",
        "quiet_stories": "Senza novità",
        "more_on_this": "Sullo stesso tema",
        "day_by_day": "Giorno per giorno",
        "in_language": "In {language}",
        "also_in_language": "Anche in {language}",
        "first_sentence": "senza titolo: questa è la prima frase",
        "headline_only": "C’è solo un titolo da citare.",
        "headline_from": "Titolo di {source}, fonte",
        "headline": "Titolo: {source}",
        "first_sentence_of": "Prima frase: {source}",
        "source_number": "{source}, fonte",
        "new": "Novità",
        "new_since": "da {day}",
        "known": "Che cosa si sapeva {day}",
        "sentences": Plural("{n} frase", "{n} frasi"),
        "more_sentences": Plural("ancora {n} frase", "ancora {n} frasi"),
        "differ": "I dati non coincidono",
        "figure": "Dato",
        "reported_by": "Secondo",
        "keywords": "Parole chiave",
        "colon": ":",
        "only_one_short": "una sola fonte",
        "only_one": "Una sola fonte.",
        "no_other": Plural(
            "Un’altra fonte non ne ha parlato.",
            "Nessuna di altre {n} fonti ne ha parlato.",
        ),
        "others_repeat": Plural(
            "L’altro articolo ne riporta il testo.",
            "Gli altri {n} articoli ne riportano il testo.",
        ),
        "same_outlet": "Tutti gli articoli sono suoi.",
        "coverage": "Articoli in {hours} ore, da {start} a {end}: {n}.",
        "in_colour": "le novità a colori",
        "quoted_here": "Fonti citate",
        "also_covered": "Anche su",
        "same_text_as": "stesso testo di {source}",
        "same_text": "Stesso testo di {source}",
        "why_one": "Perché è una sola notizia",
        "why_short": "perché",
        "why_here": "Perché è in questo posto",
        "why": "Questi {n} articoli {facts}.",
        "why_words": Plural("hanno in comune la parola {words}", "hanno in comune le parole {words}"),
        "why_span": "sono usciti nel giro di {hours}",
        "hours": Plural("un’ora", "{n} ore"),
        "why_copies": Plural(
            "Uno di essi ha lo stesso testo di {source} e conta come la stessa voce.",
            "{Count} di essi hanno lo stesso testo di {source} e contano come la stessa voce.",
        ),
        "points": "Il suo posto nella pagina: {total} punti, {parts}.",
        "points_for": "{points} per {part}",
        "end": "Per {weekday} è tutto.",
        "sources": "Fonti",
        "part_of": "{part} su {whole}",
        "answered": Plural("letta.", "lette."),
        "did_not": Plural("Una non ha risposto.", "{Count} non hanno risposto."),
        "dots": "Con risposta: {ok}, senza: {ill}",
        "failing": Plural("Da {day}.", "Da {day}, {n} visite di fila."),
        "healthy": Plural("La fonte che ha risposto", "Le {n} fonti che hanno risposto"),
        "more_ill": Plural("Un’altra che non ha risposto", "Altre {count} che non hanno risposto"),
        "left_out": "Esclusi",
        "not_in": Plural(
            "articolo rimasto fuori da questa edizione.",
            "articoli rimasti fuori da questa edizione.",
        ),
        "by_name": "Nel dettaglio",
        "and_more": "e ancora {n}",
        "earlier": "Edizioni precedenti",
        "first_edition": "Questa è la prima edizione.",
        "quiet_day": "Una giornata tranquilla",
        "quiet_none": "Una giornata tranquilla. Nessuna delle tue fonti ha portato novità.",
        "quiet_alone": "Una giornata tranquilla. Nessuna notizia è arrivata da due o più voci indipendenti.",
        "quiet_few": Plural(
            "Una giornata tranquilla. Una sola notizia è arrivata da due o più voci indipendenti.",
            "Una giornata tranquilla. Solo {count} notizie sono arrivate da due o più voci indipendenti.",
        ),
        "from_store": "Nessuna delle tue fonti ha risposto. Questa edizione è fatta con ciò che c’era già.",
        "no_news": "Nessuna notizia è arrivata a questo computer",
        "none_answered": Plural(
            "La tua unica fonte non ha risposto.",
            "Nessuna delle tue {n} fonti ha risposto.",
        ),
        "network": (
            "Quando mancano tutte insieme, la causa è quasi sempre la connessione di questo computer, non le "
            "fonti."
        ),
        "try_now": "Per riprovare:",
        "last_edition": "L’ultima edizione:",
        "source_numbers": "Numeri delle fonti",
        "source_numbers_key": "il numero è la testata, la lettera la frase.",
        "colophon_text": "Ogni frase qui sopra è, parola per parola, nell’articolo indicato subito dopo.",
        "shortened": "Questo messaggio è abbreviato.",
        "whole_edition": "Leggi l’edizione completa.",
        "whole_edition_file": "L’edizione completa è nel file {name}.",
        "only_in_whole": Plural(
            "Ancora {n} solo nell’edizione completa.",
            "Altre {n} solo nell’edizione completa.",
        ),
        "colophon_mail": (
            "Ogni frase si trova, parola per parola, nell’articolo a cui rimanda. "
            "Questo messaggio non carica nulla dalla rete."
        ),
        "feed_of_stories": "Ogni notizia dell’edizione, nelle frasi delle sue fonti.",
        "all_editions": "Tutte le edizioni",
        "editions_held": Plural("{n} edizione da {day}.", "{n} edizioni da {day}."),
        "editions_key": ("Le barre sono le 24 ore prima di ogni edizione; la parte a colori è quella usata."),
        "no_edition_row": "Nessuna edizione",
        "newest": "L’ultima edizione",
        "feed_of_editions": "Una riga per ogni notizia di ogni edizione.",
        "search": "Cerca",
        "search_editions": "Cerca nelle edizioni",
        "search_hint": Plural(
            "Parole dei titoli e dei riassunti dell’unica edizione presente ({n}).",
            "Parole dei titoli e dei riassunti delle {n} edizioni presenti.",
        ),
        "search_script": (
            "Questa pagina cerca con un piccolo script, che è disattivato. Il comando che cerca in tutto ciò "
            "che è stato raccolto è"
        ),
        "found": "Risultati: {found}",
        "found_none": "Nessun risultato. Tutte le parole devono trovarsi in una stessa notizia.",
        "filter_stories": "Filtra",
        "filter_hint": "Parole nelle notizie",
        "keys_hint": "j e k: notizia seguente e precedente; o: apre ciò che è chiuso; m: segna come letta.",
        "fold_all": "Apri tutto",
        "unfold_all": "Chiudi tutto",
        "hidden_stories": "Notizie nascoste: {found}",
        "read_before": "letta",
        "picture_of": "Immagine di {source}",
        "colophon": (
            "Ogni frase qui sopra si trova, parola per parola, nell’articolo a cui rimanda. Il piccolo "
            "numero è la fonte; apre l’articolo a quella frase. Nulla in questa pagina è stato riscritto, e "
            "la pagina non carica nulla dalla rete."
        ),
    },
)

LANGUAGE = Language(
    stop_words="""
        a ad agli ai al alla alle allo anche ancora avere aveva c che chi ci come con contro così cui d da
        dagli dai dal dalla dalle dallo degli dei del dell della delle dello di dopo dove due e ed era
        erano essere fa fra già gli ha hanno ho i il in invece io l la le lei li lo loro lui ma me mentre mi
        mio molto ne negli nei nel nell nella nelle nello noi non nostro o ogni oltre per perché però
        più poi può prima proprio quale quali quando quanto quella quelle quelli quello questa queste questi
        questo qui s sarà se secondo sei senza si sia solo sono sotto sta stata stati stato su sua sue
        sugli sui sul sull sulla sulle suo suoi tra tu tutta tutte tutti tutto un una uno va voi è
    """,
    abbreviations=Abbreviations(
        inner="""
            ab amm arch avv brig c.so cap card cav cel cfr co col comm dir dott dott.ssa dr dr.ssa ecc egr
            fr gen geom gov ing insp isp l.go lgt mons on p.es p.le p.za p.zza pres proc prof prof.ssa rag
            rev s s.ten sen sig sig.na sig.ra sigg spett ss st ten v v.le vs
        """,
        numbered="art artt ca cap cfr fasc fig lett n nn p pag pagg par sec sez tab tel vol",
        final="a.c d.c inc jr s.p.a s.r.l",
    ),
    calendar=CalendarWords(
        months="""
            gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre
            dicembre
        """,
        weekdays="lunedì martedì mercoledì giovedì venerdì sabato domenica",
    ),
    figures=FigureWords(
        numbers="due tre quattro cinque sei sette otto nove dieci undici dodici",
        scales={
            "mila": 3,
            "mille": 3,
            "milione": 6,
            "milioni": 6,
            "miliardo": 9,
            "miliardi": 9,
            "mln": 6,
            "mld": 9,
        },
        percent="per cento",
        qualifiers="circa|quasi|oltre|più di|meno di|almeno|al massimo|fino a|appena|solo|soltanto",
        tolls={"dead": "mort[io]|vittime|uccis[oaie]|uccid(?:e|ono)", "hurt": "ferit[ioae]"},
    ),
    headlines=HeadlineWords(
        questions="che chi come cosa dove perché quale quali quando quanto",
        labels="(?:in )?diretta|opinione",
        services=r"oroscopo|cruciverba|sudoku|codic[ei] sconto|guida all[’']acquisto|sconto del \d+",
        broadcasts="dove vedere|stasera in tv",
        lists=r"(?:\d+|tre|quattro|cinque|sei|sette|dieci) (?:cose|motivi|modi|consigli|domande)|da sapere",
    ),
    standalone=_STANDALONE,
    paywall_prompts=r"abb[oò]nati|riservat[oi] agli abbonati|accedi\b",
    wording=_WORDING,
)
