"""The small words of Italian.

"Lo", "la", "li" and "le" are articles before a noun and pronouns before a verb only; "ci" is mostly "there".
A verb tells by itself that somebody speaks: "ha detto" is "he said" when nobody is named around it.
"""

from __future__ import annotations

from digest.languages.phrases.patterns import compile_phrases

ITALIAN = compile_phrases(
    pronoun=r"""
        egli|ella|ess[aeio]|lui|lei|loro|cost(?:ui|ei|oro)|ciò|ne|entramb[ei]|tal[ei](?! e quale)
        (?:secondo|per|con|contro|a|tra|fra|di) (?:lui|lei|loro)
        (?:tra|fra|di) quest[ei](?! (?:giorni|ore|mesi))
        quest[aeio](?! (?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|mattina|pomeriggio|sera
        notte|settimana|mese|weekend|fine settimana|primavera|inverno|autunno|stagione|volta))
        quest['’](?!anno|estate|inverno|autunno)\w+|quell['’]\w+|que[il](?! che)|quegli
        quell[aeio](?! (?:che|di|dei|d[ae]l\w*|d[ae]ll['’]\w+))
        suoi?|sua(?! (?:santità|maestà))|sue|(?:il|la|i|le) (?:suo|sua|suoi|sue|loro)
        altr[ei]|un altro|un['’]altra|(?:i|le) due
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
        clicca|iscriviti|abbonati|registrati|scopri|seguici|condividi|scarica|accedi
        (?:leggi|guarda|ascolta|segui) (?:anche|qui|tutto|il|la|le|gli|su)
    """,
    appeal=r"""
        (?:leggi|guarda|vedi) anche|clicca(?:re)? (?:qui|su)|continua a leggere|per saperne di più|newsletter
        (?:potrebbe|potrebbero) interessarti|tutti i diritti riservati|riproduzione riservata|cookies?|foto:
        informativa sulla privacy|quest(?:o |['’])articolo (?:è|contiene|fa parte)
    """,
)
