"""Sentences in the scripts and with the abbreviations of the world. A bar marks the end of a sentence."""

from __future__ import annotations

import pytest

from digest.text import split_sentences

TIMES_OF_DAY = [
    "The vote begins at 11 a.m. Central on Friday.| It ends at 3 p.m. Mountain, 5 p.m. Eastern.",
    "Trains stop at 9 p.m. Pacific Standard Time.| They start at 4 a.m. Moscow time.| Buses run.",
    "The fair opens at 6 p.m. Sept. 12 in Ostley.| It shut at 8 p.m. 14 October last year.",
    "They met at 5 p.m.| Central bank officials stayed.| The talks ended at 7 p.m.| Mr. Hale slept.",
    "At 5 a.m. Ms. Quist woke.| On Monday at 6:30 p.m. Capt. Brandt sailed.| It ends by 9 p.m.| Rain fell.",
    "The shop shut at 4 p.m.| Twelve men left.",
    "The pool opens at 7 a.m. Wednesdays and 9 a.m. Sundays.| It is cold.",
    "It opens 8 a.m. – 6 p.m. all year.| It shuts on Monday.",
    "The fair opens at 9 a.m. Harvest Day or 9 p.m. New Year’s Eve.| It shut at 5 p.m.| Labor Day is quiet.",
]
ABBREVIATIONS = [
    ("en", "The state paid Rs. 900 to Smt. Verma.| The fee is Ksh. 250 or Tk. 300 a day.| Nobody paid."),
    (
        "en",
        "The mill (est. 1890) burned.| So wrote Quist et al. (2019) twice.| It is by Quist et al.| It fell.",
    ),
    ("en", "They paid Le. 500 and Re. 1 for it.| The rest is free."),
    ("de", "Univ.-Prof. Krug und Dipl.-Ing. Voss kamen.| Sie blieben."),
    ("en", "She ran 5 km.| Police watched.| They sold 10 kg.| Prices fell."),
    ("de", "Der Hof (gegr. 1822) liegt in der Mühlenstr. 14.| Hrn. Krug gefällt Abb. 2 nicht."),
    ("de", "Prof. Dr. h. c. Anna Krug und Minister a. D. Olaf Brandt kamen.| Sie blieben bis 3 Uhr."),
    ("de", "Das Café (verst. Besitzer: Krug) am Marktpl. 3 schließt.| Die Gäste gehen."),
    ("nl", "De bakker in de Kerkstr. 9 sluit.| Dhr. Vries (geb. 1950) stopt."),
    ("cs", "Firma a.s. Lom a PhDr. Jana Nová mluvily.| Na obr. 3 je most.| Spadl na krk.| Pak vstal."),
    (
        "sk",
        "Mgr. Ján Novák a prof. Kováč prišli.| Zaplatil 5 mil. Eur.| Potom odišiel.".replace(
            "mil. Eur", "mil. eur"
        ),
    ),
    ("sv", "Bageriet på Storg. 9 och Kungsg. 14 stänger.| Det brann i Göteborg.| 9 personer skadades."),
    ("no", "Bakeren i Storgt. 9 og Kirkev. 14 stenger.| Ingen har sagt.| Det regnet."),
    ("fi", "Leipomo Aleksanterink. 9 sulkeutuu.| Satoi."),
    ("tr", "Fırın Atatürk Cad. No. 9 adresinde.| Yağmur yağdı."),
    ("ru", "Пекарня на пл. Мира и пер. Лесном закрылась.| Шёл дождь."),
    ("ta", "டாக்டர். மாறன் வந்தார்.| பணி முடிந்தது."),
    ("ms", "Syarikat itu membayar RM. 900.| Mereka pulang."),
    ("en", "It holds max. 900 men and costs Php. 50.| It rained."),
    ("hr", "Dr. Ana Kos i npr. Ivan Bor došli su.| Prst.| Odmah su otišli."),
    ("id", "Ir. Budi dan Drs. Joko membayar Rp. 900 juta.| Mereka pulang."),
    ("ms", "Tn. Hj. Ali hadir.| Dia pulang."),
    ("tl", "Si Atty. Cruz at Gng. Reyes ay dumating.| Umuwi sila."),
    ("lt", "Prof. Kazys Jonaitis ir gerb. Ona kalbėjo.| Jie išėjo."),
    ("bg", "Проф. Иванов и ул. Морска 5 са известни.| Той си тръгна."),
    ("sw", "Bw. Juma na Mhe. Asha walilipa Tsh. 900.| Waliondoka."),
]
MORE_ABBREVIATIONS = [
    ("en", "Capt. (retd.) Hale paid RM. 40 on Tues. Jan. 5 to Wm. Voss.| He left."),
    ("de", "Die Abg. Krug und der Vors. Voss tagen in Abt. 7 ab mind. 3 Uhr.| Tel. 5, Fax. 6 ruhen."),
    ("nl", "De fa. Brug betaalt aan secr. Ostdam.| Zie afb. 4."),
    ("da", "Hr. Krog og fr. Holm kom.| De blev."),
    ("es", "El castillo del s. XV arde.| El Ilmo. Vega lo vio."),
    ("it", "La torre del sec. XII arde.| Il dott. Rosa l’ha vista, v. fig. 3."),
    ("pt", "O pão custa R$. 5 e o Eng. Vaz paga.| Ele sai."),
    ("es", "El pan cuesta S/. 5 y el Lic. Mora paga.| Sale."),
    ("tl", "Nagbayad si Gng. Reyes ng Php. 500.| Umuwi siya."),
    ("pl", "Bilet kosztuje 5 zł.| Nowak płaci 3 tys. zł.| Lis milczy."),
    ("de", "Prof. Dr. h. c. mult. Vera Roth, verw. Lenz, Inh. Karl Berg.| Sie kamen."),
    ("pl", "Zob. rys. 3 i rozdz. 4.| Mec. Nowak i asp. Lis milczą."),
    ("cs", "Doc. Novák a p. Malá přišli.| Zůstali."),
    ("id", "CV. Laut di Kel. Pasir tutup.| Lihat hlm. 5."),
    ("ro", "Biletul costă cca. 5 lei.| Ing. Pop plătește."),
    ("hu", "Az óra Fő u. 5 alatt van.| Megállt."),
    ("el", "Η κα. Ρήγα και ο καθ. Δήμου ήρθαν.| Βλ. άρθ. 4 παρ. 2."),
    ("de", "Das kostet rd. 5 Mio. Kronen.| Der Rat zahlt."),
    ("cs", "Ing. Novák a sl. Malá přišli.| Zůstali."),
    ("fi", "Dos. Laine ja prof. Virtanen tulivat.| Satoi."),
    ("kok", "डॉ. नायक आयले.| ते बसले."),
    ("ta", "அவர் பி.ஏ. பட்டம் பெற்றார்.| அது போதும்."),
    ("mr", "न्या. एम. जी. जोशी आणि पु. ल. आले.| ते बसले."),
    ("mr", "सभेत वि. ना. मोरे आणि शि. दा. लाड होते.| ते बोलले."),
    ("sv", "Det sade ing. Ek på Storg. 9.| Hon gick."),
    ("da", "Det siger ing. Lund.| Hun gik."),
    ("no", "Det sier ing. Lie.| Hun gikk."),
    ("nl", "Dat zeggen mevr. De Groot, dhr. Van Loon en burg. Den Hout.| De bus rijdt."),
    ("en", "M/s. Hale Bros. owe Mhe. Juma approx. Rs. 50.| Nobody paid."),
    (
        "es",
        "Costó aprox. 50 pesos, ca. 3 euros.| El gral. La Rosa lo pagó.| El cap. El barco es suyo.".replace(
            "cap. El", "cap.| El"
        ),
    ),
    ("pt", "A Profª. Vaz pagou aprox. 50 reais.| Ninguém sabe."),
    ("it", "Il dott. Della Valle pagò ca. 50 euro.| Nessuno parla."),
    ("fr", "La barque pèse ca. 50 kilos.| Personne ne parle."),
    ("tr", "Fırın Kat. 3 ve Deniz Şti. Ltd. kapandı.| Yağmur yağdı."),
    ("he", 'דובר צה"ל הודיע.| הוא גר בארה"ב.| הלחם עולה 5 ש"ח.| איש לא שילם.'),
    ("ar", "جاء د. سالم وم. هاني وأ. ليلى إلى المرفأ.| عاد الجميع."),
]
ELLIPSES = [
    "“We sailed . . . and sailed,” he said.| Nobody slept.",
    "The wall held . . .| The gate fell.| It rained. . . .| Then it stopped.",
    "« On attend . . . et on attend », dit-il.| Il part.",
    "The rows run A, B, . . . , Z.| It ends there.",
    # Where a quotation is open, the speaker goes on.
    "He said: “I . . . I do not know.”| He left.",
    "“We sailed … Hale slept ... Voss sang,” he said.| “We sailed . . .”| Nobody slept.",
    "„Wir segelten . . . Voss schlief“, sagte Krug.| Es regnete …| Dann kam Wind.",
    "«Мы плыли… Все спали», — сказал он.| Шёл дождь…| Потом стих.",
    "「船は出た…皆は眠った。」と彼は言った。|雨が降った。".replace("|雨", "| 雨"),
]
NAMES_WITH_MARKS = [
    (
        "en",
        "Panic! In The Garden sang.| Then it rained.| Fire! In the morning nobody came.".replace(
            "Fire! ", "Fire!| "
        ),
    ),
    ("en", "The maker of Pop! Crackers sued Which? Weekly over a test.| Both lost."),
    ("en", "Wow! Airlines cut flights.| The paper Ask! Daily has seen the list."),
    ("en", "Fans of Panic! In The Garden sang.| Then it rained."),
    ("en", "The chain Guess? Shoes closed.| Who bought Guess?| Nobody knows."),
    (
        "en",
        "Did the ship hit Ellis?| Voss denied it.| “Stop! Hale is here,” she said.".replace(
            "Stop! ", "Stop!| "
        ),
    ),
    ("en", "The musical Mamma Rosa! Returns to Ostley on Friday.| Capt. Hale saw it."),
    ("en", "The guide Which? Travel found rust in nine boats.| Which?| The red ones."),
    ("en", "Which? Travel found rust in nine boats.| In spring Which? looked at ten."),
    ("de", "Die Aktie von Yahoo! Japan fiel.| Ein Tor!| Japan führt."),
    ("de", "Der Chef der Kette Knack! Märkte geht.| Brandt jubelte über das Tor!| Sorn weinte."),
    ("fr", "La marque Bravo! Cafés ferme.| Qui soutient Perrin?| Blanc se tait."),
    ("es", "La empresa Hola! Libros cerró.| ¡Ganó Vega!| Ruiz lloró."),
    ("en", "Whoosh! Trains sells its last engine.| Nobody bids."),
    ("pl", "Hej! Podróże zamyka dwa biura.| Burza!| To był wieczór."),
    ("de", "Der Konzern Knusper! Brot wächst.| Die Marke Hui! Seifen bleibt.| Kommt Krug?| Nein."),
    ("en", "The weekly OK! Sundays and the band JAM! Street meet.| STOP!| Nobody did.| ONE MORE!| ONE MORE!"),
    ("es", "La revista ¡Vaya! Madrid cierra.| Gritó: ¡Vaya!| Ruiz lloró."),
    ("de", "Das war ein Tor!| Brandt jubelte.| Kommt Krug?| Niemand weiß es."),
]
SCRIPTS = [
    ("hi", "मंत्री श्री बी. आर. वर्मा और प्रो. मेहता पहुँचे।| किराया रु. 50 होगा।| सब खुश हैं।"),
    ("mr", "डॉ. व्ही. एस. पाटील आले.| त्यांनी भाषण दिले."),
    ("ne", "डा. के. पी. थापा आए।| काम सकियो।"),
    ("bn", "মো. এ. কে. হক ও ডা. রায় এলেন।| কাজ শেষ।"),
    ("pa", "ਡਾ. ਐਸ. ਪੀ. ਸਿੰਘ ਆਏ।| ਕੰਮ ਮੁੱਕਿਆ।"),
    ("gu", "ડૉ. એમ. કે. પટેલ આવ્યા છે.| કામ પૂરું થયું."),
    ("ta", "திரு. சு. வெ. மாறன் வந்தார்.| கட்டணம் ரூ. 50 ஆகும்."),
    ("te", "డా. పి. వి. రెడ్డి వచ్చారు.| పని ముగిసింది."),
    ("kn", "ಡಾ. ಎಸ್. ಎಂ. ಗೌಡ ಬಂದರು.| ಕೆಲಸ ಮುಗಿಯಿತು."),
    ("ml", "ഡോ. കെ. എം. നായർ വന്നു.| പണി തീർന്നു."),
    ("hy", "Նավը հասավ նավահանգիստ։| Քամին ուժեղ էր:| Մարդիկ սպասում էին։"),
    ("am", "መርከቡ ደረሰ።| ነፋሱ ጠንካራ ነበር፡፡| ሕዝቡ ጠበቀ::| ማን መጣ፧| ማንም።"),
    ("my", "သင်္ဘောရောက်လာသည်။| လေပြင်းသည်။"),
    ("km", "នាវាបានមកដល់។| ខ្យល់ខ្លាំង៕"),
    ("km", "«នាវាបានមកដល់។» លោកនិយាយ។| ខ្យល់ខ្លាំង។"),
    ("bo", "གྲུ་གཟིངས་སླེབས་སོང་།| ཆར་པ་བབས།"),
    ("ur", "جہاز پہنچ گیا۔| ہوا تیز تھی۔| کون آیا؟| کوئی نہیں۔"),
    ("ur", "ایم۔ اے۔ خان اور پی۔ کے۔ شاہ آئے۔| کام ختم ہوا۔"),
    ("ka", "პროფ. ბერიძე მოვიდა.| სამუშაო დასრულდა.| ვინ მოვიდა?| არავინ."),
    ("my", "ဦးအောင်က “လာမည်။” ဟု ဆိုသည်။| လေပြင်းသည်။"),
    ("mn", "ᠤᠰᠤ ᠶᠡᠬᠡ᠃| ᠰᠠᠯᠬᠢ᠃"),
    ("el", "Πότε φεύγει το πλοίο;| Ο πλοίαρχος δεν ξέρει.| «Γιατί;» ρώτησε εκείνη."),
    ("el", "Ποιος ήρθε\u037e| Κανείς.| Τρία λιμάνια· δύο πλοία."),
    ("el", "Κοστίζει 3,5 €;| Ναι.| Φεύγει στις 8;| Όχι.| Είπε «ναι»;| «Όχι» λέει.| Το 5%;| Δεν ξέρω."),
    ("el", "Τι είναι το WiFi;| Κανείς δεν ξέρει.| Έπεσε το Ostley Bridge;| «Όχι», λέει."),
    ("en", "The word λόγος; so he said: it is old.| The list: one; two; Three.| Done."),
]


def check(marked: str, language: str) -> None:
    wanted = [sentence.strip() for sentence in marked.split("|")]
    assert split_sentences(marked.replace("|", ""), language) == wanted


@pytest.mark.parametrize("marked", TIMES_OF_DAY)
def test_a_time_of_day_ends_a_sentence_unless_a_zone_or_a_day_follows(marked: str) -> None:
    check(marked, "en")


@pytest.mark.parametrize(("language", "marked"), ABBREVIATIONS)
def test_abbreviations_of_the_language_and_words_without_vowels_end_no_sentence(
    language: str, marked: str
) -> None:
    check(marked, language)


@pytest.mark.parametrize(("language", "marked"), MORE_ABBREVIATIONS)
def test_titles_references_and_amounts_end_no_sentence(language: str, marked: str) -> None:
    check(marked, language)


@pytest.mark.parametrize("marked", ELLIPSES)
def test_an_ellipsis_with_spaces_is_one_mark(marked: str) -> None:
    check(marked, "en")


@pytest.mark.parametrize(("language", "marked"), NAMES_WITH_MARKS)
def test_a_mark_inside_a_name_ends_no_sentence(language: str, marked: str) -> None:
    check(marked, language)


@pytest.mark.parametrize(("language", "marked"), SCRIPTS)
def test_sentences_end_with_the_stops_of_their_script(language: str, marked: str) -> None:
    check(marked, language)


def test_a_semicolon_and_a_colon_end_a_line_as_any_other_character() -> None:
    text = "The list:\n- one;\n- two"
    assert split_sentences(text, "en") == ["The list:", "- one;", "- two"]
    assert split_sentences("Λίστα:\n- ένα\n- δύο", "el") == ["Λίστα:", "- ένα", "- δύο"]


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("th", "เรือข้ามฟากจะออกจากท่าทุกยี่สิบนาทีจนถึงเวลาเที่ยงคืน"),
        ("lo", "ເຮືອຂ້າມຟາກຈະອອກຈາກທ່າທຸກໆຊາວນາທີຈົນເຖິງທ່ຽງຄືນຂອງທຸກມື້"),
        ("und", "ชาวประมงขอให้ทางการชดเชยรายได้ที่หายไปในช่วงปิดอ่าว"),
    ],
)
def test_thai_and_lao_are_split_at_spaces_between_clauses(language: str, clause: str) -> None:
    text = " ".join([clause] * 5)
    assert split_sentences(text, language) == [clause] * 5
    # Not beside a number or a foreign name, and no short piece is left over.
    assert split_sentences(f"{clause} 25 Ferry {clause}", language) == [f"{clause} 25 Ferry {clause}"]
    assert split_sentences(f"{clause} {clause[:6]}", language) == [f"{clause} {clause[:6]}"]


def test_an_abbreviation_ends_no_thai_clause() -> None:
    text = "พล.อ. สมชาย และ ดร. มานี เดินทางเมื่อวันที่ 5 ธ.ค. 2566"
    assert split_sentences(text, "th") == [text]


@pytest.mark.parametrize("stop", [" |", "|", "।", " ।"])
def test_a_danda_may_be_typed_as_a_bar(stop: str) -> None:
    sentences = [f"नाव बंदर पहुँची{stop}", f"हवा तेज़ थी{stop}"]
    assert split_sentences(" ".join(sentences), "hi") == sentences
    assert split_sentences("Hafen | Wetter | Sport", "de") == ["Hafen | Wetter | Sport"]
