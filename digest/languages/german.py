"""German: words, patterns and the wording of editions."""

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
        hier (?:ist|sind|finden|gibt)|so (?:geht|sehen|können sie)|spar(?:e|en sie) (?:\d+|bis)
        (?:lesen|sehen|hören|erfahren|klicken|folgen|melden|abonnieren|registrieren) sie
    """,
    appeal=r"""
        (?:hier|jetzt) klicken|mehr zum thema|newsletter|alle rechte vorbehalten|datenschutzerklärung|cookies
        diese[rs]? (?:artikel|text|beitrag) (?:ist|wurde|erschien)|foto:|bild:|quelle:|gast im studio
    """,
    definite=r"""
        (?:der|die|das|den|dem)(?! (?:\S+ ){1,2}(?:der|des|von|vom)\b| \S+ (?:in|im|aus|mit|zum|zur|für)\b)
    """,
    prospect=r"""
        soll(?:en|te|ten)?(?! .{0,80}haben\b)|will|wollen|dürften?|könnten?|vor (?:dem|der) (?:wahl|start)
        wird voraussichtlich|(?:wird|werden) (?:am|im|in|heute|morgen|nächste\w*|kommende\w*|\w+tag)\b
        steh(?:t|en) (?:kurz )?(?:vor|bevor)|bereite[nt] sich|erwartet|geplant|(?:erwart|plan|droh)(?:en|t)
        morgen|kommende[nrs]?|in kürze|demnächst|beginnt (?:am|in)|hoff(?:en|t)
        wählen (?:heute|am)|wählt|an die urnen|zur wahl
    """,
)

_WORDING = EditionWording(
    locale="de",
    quotes=("„", "“"),
    dates=DateStyle(weekday_date="{weekday}, {date}"),
    numbers="keine eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    reasons={
        "same_text": (
            "Gleicher Text wie eine andere Meldung",
            "einmal gezählt, bei dem Blatt, das ihn zuerst hatte",
        ),
        "too_old": ("Zu alt für diese Ausgabe", "vor {start} erschienen"),
        "muted": (
            "Stummgeschaltet",
            "sie enthalten ein Wort von deiner Liste, oder ihr Thema ist es",
        ),
        "rule": (
            "Von deinen Regeln aussortiert",
            "eine Regel der Konfiguration trifft zu; siehe ihren Namen",
        ),
        "excluded": (
            "Vom Filter einer Quelle ausgeschlossen",
            "ihre include- und exclude-Wörter entscheiden",
        ),
        "too_short": ("Zu kurz zum Zitieren", "weniger als zwei ganze Sätze"),
        "below_cut": ("Unter dem Strich", "nach dem letzten Thema, für das hier Platz ist"),
        "other_section": ("In einem anderen Ressort", "diese Ausgabe enthält nur ein Ressort"),
        "not_an_article": ("Kein Artikel", "Seiten, Listen und Dateien ohne Meldung"),
        "unreadable": ("Nicht lesbar", "beschädigte Dateien oder solche von unbekannter Art"),
        "failed": ("Nicht verarbeitet", "das Programm ist an ihnen gescheitert; bitte melden Sie es"),
    },
    score_parts={
        "voices": "unabhängige Stimmen",
        "desk": "der Anteil der Medien, die über so etwas berichten",
        "trade": "dass es aus Fachmedien stammt, die dieselben Mitteilungen drucken",
        "hard_news": "Nachrichten aus Welt, Politik oder Wirtschaft",
        "toll": "die Zahl der Toten",
        "freshness": "Aktualität",
        "spread": "Meldungen über den Tag",
        "service": "Service statt Nachricht",
        "soft": "ein Test, ein Trailer oder ein Vergleich statt einer Nachricht",
        "teaser": "ein, zwei Zeilen von nur einem Medium",
        "topic": "die anderen Meldungen zum Thema",
        "manner": "eine Überschrift, die nichts meldet",
        "substance": "Ausführlichkeit",
        "continuing": "die Fortsetzung",
        "boost": "ein gewünschtes Wort",
    },
    labels={
        "skip": "Zu den Themen springen",
        "editions": "Ausgaben",
        "skyline": Plural(
            "{n} Meldung kam zwischen {start} und {end}. In dieser Ausgabe verwendet: {used}.",
            "{n} Meldungen kamen zwischen {start} und {end}. In dieser Ausgabe verwendet: {used}.",
        ),
        "stories": Plural("{n} Thema", "{n} Themen"),
        "briefs": Plural("{n} Kurzmeldung", "{n} Kurzmeldungen"),
        "briefs_heading": "Kurz gemeldet",
        "recordings": "Zum Hören und Sehen",
        "listen": "Anhören",
        "watch": "Ansehen",
        "minutes_to_read": Plural("{n} Minute Lesezeit", "{n} Minuten Lesezeit"),
        "written": "Stand {time}.",
        "written_from": Plural(
            "Stand {time}, aus {ok} von {n} Quelle.", "Stand {time}, aus {ok} von {n} Quellen."
        ),
        "written_from_all": "Stand {time}, aus {n} Quellen.",
        "no_edition": "Keine Ausgabe. Letzter Versuch {time}.",
        "reports_in": Plural("{n} Meldung in {hours} Stunden", "{n} Meldungen in {hours} Stunden"),
        "used_below": "{n} davon verwendet",
        "contents": "Heute in einer Minute",
        "contents_days": "{Count} Tage in einer Minute",
        "days_notice": "{first} bis {last} in einer Ausgabe.",
        "catch_up": Plural(
            "Eine Ausgabe fiel aus, am {since}; diese holt sie nach.",
            "{Count} Ausgaben fielen aus seit {since}; diese holt sie nach.",
        ),
        "more_stories": Plural("{n} weiteres Thema", "{n} weitere Themen"),
        "about": "Über diese Ausgabe",
        "lead": "Aufmacher",
        "lead_short": "Aufmacher",
        "other_section": "Weitere Themen",
        "reports": Plural("{n} Meldung", "{n} Meldungen"),
        "voices": Plural("{n} unabhängige Stimme", "{n} unabhängige Stimmen"),
        "latest": "zuletzt {time}",
        "minutes": "{n} Min.",
        "updated": "aktualisiert",
        "continuing": "Läuft seit {day}",
        "joins": "Jetzt eins mit {titles}",
        "parts_from": "War Teil von {title}",
        "back": "Zuletzt am {day}",
        "quiet_stories": "Hierzu nichts Neues",
        "more_on_this": "Mehr dazu",
        "day_by_day": "Tag für Tag",
        "in_language": "Auf {language}",
        "also_in_language": "Auch auf {language}",
        "first_sentence": "ohne Überschrift, dies ist der erste Satz",
        "headline_only": "Zu zitieren ist nur eine Überschrift.",
        "headline_from": "Überschrift von {source}, Quelle",
        "headline": "Überschrift: {source}",
        "first_sentence_of": "Erster Satz: {source}",
        "source_number": "{source}, Quelle",
        "new": "Neu",
        "new_since": "seit {day}",
        "known": "Was am {day} bekannt war",
        "sentences": Plural("{n} Satz", "{n} Sätze"),
        "more_sentences": Plural("{n} weiterer Satz", "{n} weitere Sätze"),
        "differ": "Die Angaben unterscheiden sich",
        "figure": "Angabe",
        "reported_by": "Berichtet von",
        "keywords": "Stichworte",
        "colon": ":",
        "only_one_short": "nur eine Quelle",
        "only_one": "Nur eine Quelle.",
        "no_other": Plural(
            "Eine andere Quelle hat das nicht gemeldet.", "Keine von {n} anderen Quellen hat das gemeldet."
        ),
        "others_repeat": Plural(
            "Die andere Meldung hat denselben Text.", "Die {n} anderen Meldungen haben denselben Text."
        ),
        "same_outlet": "Alle Meldungen sind von ihr.",
        "coverage": "{n} Meldungen in {hours} Stunden, von {start} bis {end}.",
        "in_colour": "Neues in Farbe",
        "quoted_here": "Hier zitiert",
        "also_covered": "Auch berichtet von",
        "same_text_as": "gleicher Text wie {source}",
        "same_text": "Gleicher Text wie {source}",
        "why_one": "Warum das ein Thema ist",
        "why_short": "warum",
        "why_here": "Warum es hier steht",
        "why": "Die {n} Meldungen {facts}.",
        "why_words": Plural("haben das Wort {words} gemeinsam", "haben die Wörter {words} gemeinsam"),
        "why_span": "erschienen innerhalb von {hours}",
        "hours": Plural("einer Stunde", "{n} Stunden"),
        "why_copies": Plural(
            "Eine davon hat denselben Text wie {source} und zählt als dieselbe Stimme.",
            "{Count} davon haben denselben Text wie {source} und zählen als dieselbe Stimme.",
        ),
        "points": "Sein Platz auf der Seite: {total} Punkte, {parts}.",
        "points_for": "{points} für {part}",
        "end": "Das war alles für {weekday}.",
        "sources": "Quellen",
        "part_of": "{part} von {whole}",
        "answered": Plural("Quelle hat geantwortet.", "Quellen haben geantwortet."),
        "did_not": Plural("Eine nicht.", "{Count} nicht."),
        "dots": "{ok} haben geantwortet, {ill} nicht",
        "failing": Plural("Seit {day}.", "Seit {day}, {n} Besuche nacheinander."),
        "healthy": Plural("Die Quelle, die geantwortet hat", "Die {n} Quellen, die geantwortet haben"),
        "more_ill": Plural("Eine weitere ohne Antwort", "{Count} weitere ohne Antwort"),
        "left_out": "Weggelassen",
        "not_in": Plural(
            "Meldung steht nicht in dieser Ausgabe.", "Meldungen stehen nicht in dieser Ausgabe."
        ),
        "by_name": "Im Einzelnen",
        "and_more": "und {n} weitere",
        "earlier": "Frühere Ausgaben",
        "first_edition": "Dies ist die erste Ausgabe.",
        "quiet_day": "Ein ruhiger Tag",
        "quiet_none": "Ein ruhiger Tag. Keine deiner Quellen hat Neues gemeldet.",
        "quiet_alone": "Ein ruhiger Tag. Kein Thema kam von zwei oder mehr unabhängigen Stimmen.",
        "quiet_few": Plural(
            "Ein ruhiger Tag. Nur ein Thema kam von zwei oder mehr unabhängigen Stimmen.",
            "Ein ruhiger Tag. Nur {count} Themen kamen von zwei oder mehr unabhängigen Stimmen.",
        ),
        "from_store": "Keine deiner Quellen hat geantwortet. Diese Ausgabe entstand aus Vorhandenem.",
        "no_news": "Auf diesem Rechner kamen keine Nachrichten an",
        "none_answered": Plural(
            "Deine einzige Quelle hat nicht geantwortet.", "Keine deiner {n} Quellen hat geantwortet."
        ),
        "network": (
            "Wenn alle zugleich ausfallen, liegt es fast immer an der Verbindung hier und nicht an den "
            "Quellen."
        ),
        "try_now": "Ein neuer Versuch:",
        "last_edition": "Die letzte Ausgabe:",
        "source_numbers": "Quellennummern",
        "source_numbers_key": "die Zahl steht für die Quelle, der Buchstabe für den Satz.",
        "colophon_text": "Jeder Satz oben steht Wort für Wort in dem Artikel, der nach ihm genannt ist.",
        "shortened": "Diese Nachricht ist gekürzt.",
        "whole_edition": "Die ganze Ausgabe lesen.",
        "whole_edition_file": "Die ganze Ausgabe steht in der Datei {name}.",
        "only_in_whole": "Nur in der ganzen Ausgabe: {n} mehr.",
        "colophon_mail": (
            "Jeder Satz steht Wort für Wort in dem Artikel, zu dem er führt. "
            "Diese Nachricht lädt nichts aus dem Netz."
        ),
        "feed_of_stories": "Jede Meldung der Ausgabe, in Sätzen ihrer Quellen.",
        "all_editions": "Alle Ausgaben",
        "editions_held": Plural("{n} Ausgabe seit {day}.", "{n} Ausgaben seit {day}."),
        "editions_key": "Die Balken sind die 24 Stunden vor jeder Ausgabe; der farbige Teil wurde verwendet.",
        "no_edition_row": "Keine Ausgabe",
        "newest": "Die neueste Ausgabe",
        "feed_of_editions": "Eine Zeile für jede Meldung jeder Ausgabe.",
        "search": "Suchen",
        "search_editions": "In den Ausgaben suchen",
        "search_hint": Plural(
            "Wörter aus Überschriften und Zusammenfassungen der {n} Ausgabe hier.",
            "Wörter aus Überschriften und Zusammenfassungen der {n} Ausgaben hier.",
        ),
        "search_script": (
            "Diese Seite sucht mit einem kleinen Skript, und das ist abgeschaltet. Alles, was gesammelt "
            "wurde, durchsucht der Befehl"
        ),
        "found": "Gefunden: {found}",
        "found_none": "Nichts gefunden. Alle Wörter müssen in einer Meldung stehen.",
        "filter_stories": "Filtern",
        "filter_hint": "Wörter in den Meldungen",
        "keys_hint": "j und k gehen von Meldung zu Meldung, o öffnet Geschlossenes, m merkt als gelesen.",
        "fold_all": "Alles öffnen",
        "unfold_all": "Alles schließen",
        "hidden_stories": "Verborgene Meldungen: {found}",
        "read_before": "gelesen",
        "picture_of": "Bild von {source}",
        "colophon": (
            "Jeder Satz oben steht Wort für Wort in dem Artikel, zu dem er führt. Die kleine Zahl ist "
            "die Quelle; sie öffnet den Artikel an diesem Satz. Nichts auf dieser Seite wurde "
            "umgeschrieben, und die Seite lädt nichts aus dem Netz."
        ),
    },
)

LANGUAGE = Language(
    stop_words="""
        aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bin bis
        bist da dabei damit dann das dass dazu dein dem den denn der deren des dessen dich die dies diese
        diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er erst es etwa
        etwas euch für gegen gibt habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre
        ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes jedoch jetzt kann kein keine keinen
        können könnte man mehr mein mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne
        schon sehr sei sein seine seinem seinen seiner seit sich sie sind so sollen sollte sondern sowie um
        und uns unser unter viel vom von vor war waren warum was weg weil weiter welche wenn wer werde werden
        wie wieder will wir wird wo worden wurde wurden während würde würden zu zum zur zwar zwischen über
    """,
    abbreviations=Abbreviations(
        inner="""
            a.d abg abt abzgl allg amtl b bes betr bgm bhf bspw bundesreg bzgl bzw ca cand d d.h d.j d.ä dgl
            dipl dr dt ebd ehem einschl em engl ev evtl exkl fa fam fr frhr frl frz geb gebr gem gest ggf ggü
            griech habil hl hr hrn i i.d.r ing inh inkl insb insbes jur kath kgl landkr lat lt mag max mdl med
            min mr mrs mult nachm nat o.ä ortst oö pfr pharm phil prof präs rd reg.-bez rer röm schweiz sel
            sen sog sogen st stellv stud stv stv.vors theol u u.a u.u univ v v.a v.l verh verw vgl vorm vors
            techn wiss z z.b z.t zzgl österr
        """,
        numbered="""
            abb abs abt afl anh anl anm apr art aufl aug ausg az bd bl blz dez fax feb geb gegr gest gl hrsg
            hsnr hss insg jan jg jul jun kap kl lfd lit lt max min mind mär nov nr nrn okt pf pos rdnr rn rz
            s sep sept stk tab taf tel verst ziff
        """,
        final="chr co jh jhd jhdt jr min mio mrd sek std str tsd",
        endings="str pl",
    ),
    stem_endings=StemEndings("ungen ung lich isch ern em en er es e n s", min_letters=4),
    ordinal_stop=True,
    capital_nouns=True,
    calendar=CalendarWords(
        months="januar februar märz april mai juni juli august september oktober november dezember",
        weekdays="montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
    ),
    figures=FigureWords(
        numbers="zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        scales={
            "tausend": 3,
            "mio": 6,
            "million": 6,
            "millionen": 6,
            "milliarde": 9,
            "milliarden": 9,
            "mrd": 9,
        },
        percent="prozent",
        qualifiers=(
            "rund|etwa|circa|fast|knapp|mindestens|höchstens|bis zu|mehr als|weniger als|über|unter|nur"
        ),
        tolls={
            "dead": "tote[nr]?|tot|getötet|tötet|starben|sterben|gestorben|todesopfer|ums leben",
            "hurt": "verletzte?[nr]?|verletzt|verwundet",
        },
    ),
    headlines=HeadlineWords(
        questions="wann warum was welche welcher welches wer weshalb wie wieso wo so",
        labels=r"kommentar|meinung|analyse|tag \d+",
        endings="erklärt",
        services=(
            "horoskop|(?:kreuzwort|zahlen|bilder)rätsel|sudoku|lottozahlen|gutschein(?:e|codes?)|rabattcodes?"
            r"|schnäppchen|kaufberatung|\d+ ?(?:%|prozent) rabatt|zum (?:bestpreis|tiefstpreis)"
        ),
        broadcasts="tv-programm|(?:live|heute) im (?:tv|fernsehen)",
        lists=r"(?:\d+|drei|vier|fünf|sechs|sieben|zehn) (?:dinge|gründe|tipps|fakten|lehren|fragen|wege)",
    ),
    standalone=_STANDALONE,
    paywall_prompts=(
        r"abonnieren sie|jetzt abonnieren|nur für abonnent|mit (?:einem |dem )?abo(?:nnement)?\b|weiterlesen"
        "|jetzt (?:testen|anmelden)|melden sie sich an|bereits abonnent"
    ),
    wording=_WORDING,
)
