"""Polish: words, patterns and the wording of editions."""

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

_STANDALONE = StandalonePatterns(
    pronoun=r"""
        on|ona|ono|oni|one|jego|jej|ich|jemu|mu|nim|nią|(?:jest|był|była|było|byli|były|są) (?:on|ona|ono
        oni|one|to)
        ten(?! (?:rok|tydzień|miesiąc|weekend|sezon|raz))|te(?:go|mu)(?! (?:roku|dnia|lata|tygodnia
        miesiąca))
        tym(?! (?:razem|roku|tygodniu|miesiącu|sezonie))|ta(?! (?:noc|zima|wiosna|jesień))|tej(?! (?:nocy
        zimy|wiosny))
        tę(?! (?:niedzielę|sobotę|środę|noc))|tą|to|te(?! (?:wakacje|święta))|tych|tymi
        tak(?:i|a|ie|ich|ą|iej|im)(?! jak)|tacy|tam(?:ten|ta|to|te|ci|tego|tej|tych)|tam
        oba(?:j)?|obie|oboje|obydw(?:aj|ie|a|oje)|(?:jedni|inni|pozostali)
        (?:według|zdaniem|wobec|dla|bez|od|do|u|obok|wśród|oprócz) (?:niego|niej|nich)
        (?:przed|za|nad|pod|z|ze) (?:nim|nią|nimi)|(?:o|w|po|przy) (?:nim|niej|nich)
        (?:ów|owa|owo|owi|owe)|ci(?! którzy)
    """,
    connective=r"""
        a|i|ale|albo|lecz|jednak|jednakże|natomiast|zaś|więc|tak więc|zatem|dlatego|toteż|bo|bowiem|gdyż
        przecież
        ponadto|poza tym|prócz tego|oprócz tego|co więcej|na dodatek|do tego|przy tym|mimo to|pomimo to
        niemniej
        tymczasem|wtedy|wówczas|potem|później|następnie|wreszcie|zresztą|także|również|też|z kolei|za to
        stąd
        (?:z drugiej|z jednej) strony|na przykład|przykładowo|w (?:rezultacie|efekcie|konsekwencji|dodatku)
        w (?:związku|zamian|odpowiedzi) (?:z tym|za to|na to)|wobec tego|tym samym|dzięki (?:temu|niemu
        niej|nim)
        z tego (?:powodu|względu)|w tym (?:celu|samym czasie|przypadku|kontekście)|w ten sposób|przez to
        po tym
        jednocześnie|równocześnie|podobnie(?! jak)|przeciwnie|inaczej|innymi słowy|krótko mówiąc
        (?:od|do) (?:tego czasu|tamtej pory|tamtego czasu)|od tej pory|po czym|przedtem
        (?:chwilę|niedługo|wkrótce|(?:kilka|parę) (?:minut|godzin|dni|tygodni|miesięcy|lat)|dzień
        rok) (?:później|potem)
    """,
    person=r"""
        ja|mnie|mną|mi|mój|moj(?:a|e|ego|ej|emu|ą|im|ich|imi)|moi|my|nas|nam|nami
        nasz(?:a|e|ego|ej|emu|ą|ym|ych|ymi)?|nasi|ty|ciebie|cię|tobie|tobą|twój|twoj(?:a|e|ego|ej|emu|ą|im
        ich|imi)|twoi|wy|was|wam|wami|wasz(?:a|e|ego|ej|emu|ą|ym|ych|ymi)?|wasi
        jestem|jesteśmy|jesteś|jesteście|możemy|musimy|chcemy|chcę|wiemy|myślę|uważam|sądzę|\w+(?:liśmy
        łyśmy|łem|łam)
    """,
    speech=r"""
        ^\W*(?:jak )?(?:powiedział|dodał|stwierdził|podkreślił|zaznaczył|wyjaśnił|ocenił|przyznał|zapewnił
        napisał
        zauważył|poinformował|oświadczył|tłumaczył|mówił|przekonywał|zapowiedział)[aiy]?(?=,? że|[.,;:]|$)
        (?:powiedział|dodał|stwierdził|podkreślił|zaznaczył|wyjaśnił|ocenił|przyznał|napisał|mówił
        tłumaczył)a? ona?
        ona? (?:powiedział|dodał|stwierdził|podkreślił|zaznaczył|wyjaśnił|ocenił|przyznał|napisał|mówił
        tłumaczył)a?
    """,
    request=r"""
        zobacz|sprawdź|przeczytaj|czytaj|kliknij|obejrzyj|posłuchaj|subskrybuj|dołącz|pobierz|obserwuj
        poznaj|odkryj|zaoszczędź
        śledź|skorzystaj|(?:dowiedz|zapisz|zarejestruj|zaloguj|podziel) się|nie przegap|kup|wybierz
        oto (?:jak|co|dlaczego|gdzie|kiedy|kto|kilka|lista|wszystko|najlepsze|najważniejsze)
        (?:tutaj|tu) (?:znajdziesz|przeczytasz|zobaczysz|sprawdzisz)
    """,
    appeal=r"""
        (?:czytaj|przeczytaj|zobacz|sprawdź) (?:też|także|również|więcej|dalej)|kliknij tutaj
        newsletter(?:a|y|ów|ze)?|przyjemność gościć
        wszelkie prawa zastrzeżone|polity(?:ka|ki|kę|ce) prywatności|plik(?:i|ów) cookies?|cookies
        fot\.|foto:|zdjęcie:|źródło:|dalsza część (?:artykułu|tekstu)|(?:materiał|artykuł) (?:sponsorowany
        partnera)
        (?:ten|niniejszy) (?:artykuł|tekst|materiał) (?:jest|był|został|zawiera|powstał|ukazał się|pochodzi)
    """,
)

# In labels, the {day} of a story follows "od" or "do" only, which take the genitive. A date with its weekday
# is in the nominative, after a colon or in brackets.
_WORDING = EditionWording(
    locale="pl",
    quotes=("„", "”"),
    dates=DateStyle(
        weekday_date="{weekday}, {date}",
        weekdays_in_sentence=("poniedziałku", "wtorku", "środy", "czwartku", "piątku", "soboty", "niedzieli"),
    ),
    numbers="zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście",
    reasons={
        "same_text": ("Ten sam tekst co inny artykuł", "liczony raz, w redakcji, która miała go pierwsza"),
        "too_old": ("Za stare na to wydanie", "opublikowane przed: {start}"),
        "muted": ("Wyciszone", "zawierają słowo z twojej listy albo należą do wyciszonego tematu"),
        "rule": ("Odrzucone przez twoje reguły", "obowiązuje reguła z konfiguracji; podano jej nazwę"),
        "excluded": ("Odrzucone przez filtr źródła", "decydują słowa include i exclude"),
        "too_short": ("Za krótkie, by je cytować", "mniej niż dwa pełne zdania"),
        "below_cut": ("Poniżej progu", "za ostatnim tematem, na który starczyło miejsca"),
        "other_section": ("W innym dziale", "to wydanie zawiera tylko jeden dział"),
        "not_an_article": ("To nie artykuły", "strony, listy i pliki bez artykułu"),
        "unreadable": ("Nie do odczytania", "pliki uszkodzone lub nieznanego typu"),
        "failed": ("Nie przetworzono", "program nie poradził sobie z nimi; prosimy o zgłoszenie"),
    },
    score_parts={
        "voices": "niezależne głosy",
        "desk": "odsetek redakcji z tej dziedziny, które o tym piszą",
        "trade": "pochodzenie z prasy branżowej, która drukuje te same komunikaty",
        "hard_news": "wiadomości ze świata, polityki lub gospodarki",
        "toll": "liczbę ofiar śmiertelnych",
        "freshness": "aktualność",
        "spread": "doniesienia w ciągu całego dnia",
        "service": "poradę lub usługę zamiast wiadomości",
        "soft": "recenzję, zwiastun lub porównanie",
        "teaser": "jeden lub dwa wiersze z jednej redakcji",
        "topic": "pozostałe wiadomości na ten temat",
        "manner": "tytuł, który o niczym nie informuje",
        "substance": "pełny tekst",
        "continuing": "ciąg dalszy wcześniejszego tematu",
        "boost": "słowo, którego szukasz",
    },
    labels={
        "skip": "Przejdź do tematów",
        "editions": "Wydania",
        "skyline": "Artykuły między {start} a {end}: {n}. Wykorzystane w tym wydaniu: {used}.",
        "stories": Plural(one="{n} temat", few="{n} tematy", many="{n} tematów", other="{n} tematu"),
        "briefs": Plural(one="{n} notka", few="{n} notki", many="{n} notek", other="{n} notki"),
        "briefs_heading": "W skrócie",
        "recordings": "Do obejrzenia i posłuchania",
        "listen": "Posłuchaj",
        "watch": "Obejrzyj",
        "minutes_to_read": "{n} min czytania",
        "written": "Przygotowano o {time}.",
        "written_from": "Przygotowano o {time}; źródła: {ok} z {n}.",
        "written_from_all": "Przygotowano o {time} na podstawie {n} źródeł.",
        "no_edition": "Brak wydania. Ostatnia próba o {time}.",
        "reports_in": "Artykuły w ciągu {hours} godz.: {n}",
        "used_below": "w tym wydaniu: {n}",
        "contents": "Dzisiaj w minutę",
        "contents_days": "{Count} dni w minutę",
        "days_notice": "Od {first} do {last} w jednym wydaniu.",
        "catch_up": Plural(
            one="Jedno wydanie się nie ukazało ({since}); to nadrabia zaległości.",
            few="{Count} wydania się nie ukazały (pierwsze: {since}); to nadrabia zaległości.",
            other="{Count} wydań się nie ukazało (pierwsze: {since}); to nadrabia zaległości.",
        ),
        "more_stories": "Więcej tematów: {n}",
        "about": "O tym wydaniu",
        "lead": "Temat dnia",
        "lead_short": "Temat dnia",
        "other_section": "Inne tematy",
        "reports": Plural(one="{n} artykuł", few="{n} artykuły", many="{n} artykułów", other="{n} artykułu"),
        "voices": Plural(
            one="{n} niezależny głos",
            few="{n} niezależne głosy",
            other="{n} niezależnych głosów",
        ),
        "latest": "ostatni: {time}",
        "minutes": "{n} min",
        "updated": "zaktualizowano",
        "continuing": "Trwa od {day}",
        "joins": "Połączono z tematem: {titles}",
        "parts_from": "Wcześniej część tematu {title}",
        "back": "Pierwszy raz od {day}",
        "quiet_stories": "W tych sprawach nic nowego",
        "more_on_this": "Więcej na ten temat",
        "day_by_day": "Dzień po dniu",
        "in_language": "Język: {language}",
        "also_in_language": "Także w innym języku: {language}",
        "first_sentence": "bez tytułu; to pierwsze zdanie",
        "headline_only": "Zacytować można tylko tytuł.",
        "headline_from": "Tytuł: {source}, źródło",
        "headline": "Tytuł: {source}",
        "first_sentence_of": "Pierwsze zdanie: {source}",
        "source_number": "{source}, źródło",
        "new": "Nowe",
        "new_since": "od {day}",
        "known": "Co było wiadomo do {day}",
        "sentences": Plural(one="{n} zdanie", few="{n} zdania", many="{n} zdań", other="{n} zdania"),
        "more_sentences": "więcej zdań: {n}",
        "differ": "Liczby się różnią",
        "figure": "Liczba",
        "reported_by": "Podaje",
        "keywords": "Słowa kluczowe",
        "colon": ":",
        "only_one_short": "tylko jedno źródło",
        "only_one": "Tylko jedno źródło.",
        "no_other": Plural(
            one="Jedno inne źródło o tym nie poinformowało.",
            other="Żadne z {n} innych źródeł o tym nie poinformowało.",
        ),
        "others_repeat": "Ten sam tekst w pozostałych artykułach: {n}.",
        "same_outlet": "Wszystkie artykuły pochodzą z tego źródła.",
        "coverage": "Artykuły w ciągu {hours} godz., od {start} do {end}: {n}.",
        "in_colour": "nowości w kolorze",
        "quoted_here": "Cytowane tutaj",
        "also_covered": "Piszą o tym także",
        "same_text_as": "ten sam tekst co {source}",
        "same_text": "Ten sam tekst co {source}",
        "why_one": "Dlaczego to jeden temat",
        "why_short": "dlaczego",
        "why_here": "Dlaczego jest w tym miejscu",
        "why": "Te artykuły ({n}) {facts}.",
        "why_words": Plural(one="mają wspólne słowo {words}", other="mają wspólne słowa {words}"),
        "why_span": "ukazały się w ciągu {hours}",
        "hours": Plural(one="godziny", other="{n} godzin"),
        "why_copies": Plural(
            one="Jeden z nich zawiera ten sam tekst co {source} i liczy się jako ten sam głos.",
            few="{Count} z nich zawierają ten sam tekst co {source} i liczą się jako ten sam głos.",
            other="{Count} z nich zawiera ten sam tekst co {source} i liczy się jako ten sam głos.",
        ),
        "points": "Miejsce na stronie: {total} pkt, {parts}.",
        "points_for": "{points} za {part}",
        "end": "To wszystko na dziś ({weekday}).",
        "sources": "Źródła",
        "part_of": "{part} z {whole}",
        "answered": Plural(one="źródła odpowiedziało.", other="źródeł odpowiedziało."),
        "did_not": Plural(one="Jedno bez odpowiedzi.", other="{Count} bez odpowiedzi."),
        "dots": "z odpowiedzią: {ok}, bez: {ill}",
        "failing": Plural(one="Pierwszy raz: {day}.", other="Pierwszy raz: {day}, próby z rzędu: {n}."),
        "healthy": Plural(one="Źródło, które odpowiedziało", other="Źródła, które odpowiedziały: {n}"),
        "more_ill": Plural(one="Jeszcze jedno bez odpowiedzi", other="Jeszcze {count} bez odpowiedzi"),
        "left_out": "Pominięte",
        "not_in": Plural(one="artykułu nie ma w tym wydaniu.", other="artykułów nie ma w tym wydaniu."),
        "by_name": "Po kolei",
        "and_more": "i jeszcze {n}",
        "earlier": "Wcześniejsze wydania",
        "first_edition": "To pierwsze wydanie.",
        "quiet_day": "Spokojny dzień",
        "quiet_none": "Spokojny dzień. Żadne z twoich źródeł nie podało niczego nowego.",
        "quiet_alone": "Spokojny dzień. O żadnym temacie nie pisały co najmniej dwa niezależne głosy.",
        "quiet_few": Plural(
            one="Spokojny dzień. Co najmniej dwa niezależne głosy podały tylko jeden temat.",
            few="Spokojny dzień. Co najmniej dwa niezależne głosy podały tylko {count} tematy.",
            other="Spokojny dzień. Co najmniej dwa niezależne głosy podały tylko {count} tematów.",
        ),
        "from_store": "Żadne z twoich źródeł nie odpowiedziało. Użyto tego, co zebrano wcześniej.",
        "no_news": "Na ten komputer nie dotarły żadne wiadomości",
        "none_answered": Plural(
            one="Twoje jedyne źródło nie odpowiedziało.", other="Żadne z twoich {n} źródeł nie odpowiedziało."
        ),
        "network": (
            "Gdy wszystkie zawodzą naraz, przyczyną prawie zawsze jest tutejsze połączenie z siecią, "
            "a nie źródła."
        ),
        "try_now": "Aby spróbować ponownie, uruchom",
        "last_edition": "Ostatnie wydanie:",
        "source_numbers": "Numery źródeł",
        "source_numbers_key": "liczba oznacza redakcję, litera zdanie.",
        "colophon_text": "Każde zdanie powyżej stoi słowo w słowo w artykule podanym za nim.",
        "shortened": "Ta wiadomość jest skrócona.",
        "whole_edition": "Przeczytaj całe wydanie.",
        "whole_edition_file": "Całe wydanie jest w pliku {name}.",
        "only_in_whole": "Jeszcze {n} tylko w całym wydaniu.",
        "colophon_mail": (
            "Każde zdanie stoi słowo w słowo w artykule, do którego prowadzi. "
            "Ta wiadomość niczego nie pobiera z sieci."
        ),
        "feed_of_stories": "Każdy temat wydania, w zdaniach swoich źródeł.",
        "all_editions": "Wszystkie wydania",
        "editions_held": "Wydania: {n}, pierwsze: {day}.",
        "editions_key": "Słupki to 24 godziny przed każdym wydaniem; część w kolorze wykorzystano.",
        "no_edition_row": "Brak wydania",
        "newest": "Najnowsze wydanie",
        "feed_of_editions": "Jeden wiersz na każdy temat każdego wydania.",
        "search": "Szukaj",
        "search_editions": "Szukaj w wydaniach",
        "search_hint": "Słowa z tytułów i streszczeń. Wydania: {n}.",
        "search_script": (
            "Ta strona wyszukuje za pomocą małego skryptu, który jest wyłączony. Wszystko, co zebrano, "
            "przeszukuje polecenie"
        ),
        "found": "Znaleziono: {found}",
        "found_none": "Nic nie znaleziono. Wszystkie słowa muszą występować w jednym temacie.",
        "filter_stories": "Filtruj",
        "filter_hint": "Słowa w tematach",
        "keys_hint": "j i k: następny i poprzedni temat, o: rozwiń, m: oznacz jako przeczytany.",
        "fold_all": "Rozwiń wszystko",
        "unfold_all": "Zwiń wszystko",
        "hidden_stories": "Ukryte tematy: {found}",
        "read_before": "przeczytany",
        "picture_of": "Zdjęcie: {source}",
        "colophon": (
            "Każde zdanie powyżej stoi słowo w słowo w artykule, do którego prowadzi. Mała liczba oznacza "
            "źródło; otwiera artykuł w miejscu tego zdania. Niczego na tej stronie nie przeredagowano, "
            "a strona niczego nie pobiera z sieci."
        ),
    },
)

LANGUAGE = Language(
    stop_words="""
        a aby albo ale ani aż bardziej bardzo bez bo być był była było były będzie będą chce ci co czy
        czyli dla dlaczego do gdy gdyby gdzie go i ich ile im inne iż ja jak jakie jako je jego jej jest
        jestem jeszcze jeśli jeżeli już każdy kiedy kilka kto która które którego której który których
        którym którzy lub ma mają mi między mnie mogą może można na nad nam nas nawet nich nie niej nim
        niż no o od on ona one oni oraz po pod podczas ponieważ potem poza przed przez przy raz się
        sobie swoje są ta tak takie także tam te tego tej ten też to tu tych tylko tym u w we według
        więc wszystkich wszystko z za ze zostać został została że żeby
    """,
    abbreviations=Abbreviations(
        inner="""
            abp adm al asp bp dr ds gen hab im insp inż kard kol kpr kpt ks m.in mec mgr mjr nadkom np ok p
            pl por pp ppor ppłk prof płd płk płn red rtm sierż tzn tzw ul wg woj wł zob zw śp św śś
        """,
        numbered="art cz fot godz il lit nr nry pkt poz rozdz rys s str szt t tab tabl tel ust wyd zał zob",
        final="n.e p.n.e pn r tys wsch zach",
    ),
    ordinal_stop=True,
    calendar=CalendarWords(
        months="""
            stycznia|styczeń lutego|luty marca|marzec kwietnia|kwiecień maja|maj czerwca|czerwiec
            lipca|lipiec sierpnia|sierpień września|wrzesień października|październik
            listopada|listopad grudnia|grudzień
        """,
        weekdays="""
            poniedziałek|poniedziałku wtorek|wtorku środa|środę|środy czwartek|czwartku piątek|piątku
            sobota|sobotę|soboty niedziela|niedzielę|niedzieli
        """,
    ),
    figures=FigureWords(
        numbers="""
            dwa|dwie|dwaj|dwóch|dwu trzy|trzej|trzech cztery|czterej|czterech pięć|pięciu sześć|sześciu
            siedem|siedmiu osiem|ośmiu dziewięć|dziewięciu dziesięć|dziesięciu jedenaście|jedenastu
            dwanaście|dwunastu
        """,
        scales={
            **dict.fromkeys(("tys.", "tysiące", "tysięcy"), 3),
            **dict.fromkeys(("mln", "milion", "miliony", "milionów"), 6),
            **dict.fromkeys(("mld", "miliard", "miliardy", "miliardów"), 9),
        },
        percent=r"proc\.?|procenta?|procentów",
        qualifiers=(
            r"około|ok\.|blisko|prawie|niemal|niespełna|ponad|przeszło|co najmniej|przynajmniej|co najwyżej"
            "|nawet|tylko|jedynie|zaledwie|mniej niż|więcej niż|poniżej|powyżej"
        ),
        tolls={"dead": r"zabit\w+|zginęł\w+|ofiar\w*", "hurt": r"rann\w+"},
    ),
    headlines=HeadlineWords(
        questions="jak gdzie kiedy kto co dlaczego czemu czy który która które ile skąd dokąd oto",
        labels="(?:relacja )?na żywo|wideo|opinia|komentarz|analiza|wywiad|felieton|recenzja|zdjęcia",
        endings="wyjaśniamy|tłumaczymy",
        services="horoskop|krzyżówk[aię]|sudoku|wyniki lotto|kody? rabatow[ey]|poradnik zakupowy",
        broadcasts="program tv|gdzie oglądać",
        lists=r"(?:\d+|trzy|pięć|dziesięć) (?:rzeczy|powod\w+|sposob\w+|pyta\w+)",
    ),
    standalone=_STANDALONE,
    paywall_prompts="zaloguj się|kup dostęp|czytaj dalej|tylko dla prenumeratorów|dla subskrybentów",
    wording=_WORDING,
)
