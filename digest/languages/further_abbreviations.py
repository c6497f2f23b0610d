"""Abbreviations of languages of which the program knows nothing else, by their ISO 639-1 codes.

In the scripts of India, initials are the names of the Latin letters, written out; a word that also ends
sentences is not listed. The letters follow the lists of sentencex (MIT).
"""

from __future__ import annotations

from digest.languages.language import Abbreviations

FURTHER_ABBREVIATIONS: dict[str, Abbreviations] = {
    "af": Abbreviations(inner="adv dr ds genl kapt kol mej mev mnr prof", numbered="bl nr"),
    "am": Abbreviations(inner="ዶ ዶ.ር ፕ ፕሮፌ ኢ.ር ወ.ሮ", final="ዓ.ም እ.ኤ.አ"),
    "as": Abbreviations(
        inner="ড ডা ডঃ মো শ্ৰী এ বি চি ডি এফ জি এইচ জে কে এল এম এন পি আৰ এছ টি ভি", numbered="নং"
    ),
    "az": Abbreviations(inner="akad dr küç müh prof", numbered="bənd s", final="mln mlrd"),
    "be": Abbreviations(
        inner="акад вул ген др інж напр пл праф св",
        numbered="арт п рыс с ст табл",
        final="г гг млн млрд руб тыс",
    ),
    "bg": Abbreviations(
        inner="акад ал бул вж ген гр доц др инж ж.к кв напр пл полк проф св ул",
        numbered="бр гл рис стр табл тел чл",
        final="г лв млн млрд хил",
    ),
    "bn": Abbreviations(
        inner="""
            অধ্যা অ্যাড আই আর ইঞ্জি ইউ এ এইচ এক্স এফ এন এম এল এস কে কিউ জি জে
            জেড টি ড ডা ডাঃ ডি পি প্রো বি ব্রি ভি মি মু মে মো মোঃ মোহা লে সি
        """,
        numbered="নং পৃ",
        final="লি",
    ),
    "ca": Abbreviations(
        inner="av ctra dr dra mn pg prof sr sra st sta", numbered="art núm pàg tel vol", final="ee.uu s.a s.l"
    ),
    "cy": Abbreviations(inner="dr parch yr.ath"),
    "fa": Abbreviations(numbered="ج ش ص", final="ق.م ه.ش"),
    "ga": Abbreviations(inner="an.dr dr uas"),
    "gl": Abbreviations(
        inner="av dr dra prof rúa sr sra sras sres", numbered="art núm páx", final="ee.uu s.a"
    ),
    "gu": Abbreviations(
        inner="""
            આઈ આર એ એચ એડ એન એફ એમ એલ એસ કુ કે જી જે જેડ ટી ડી ડૉ ડો પી પ્રો બી
            મિ યુ વી વાય શ્રી શ્રીમતી સી સ્વ
        """,
        numbered="ક્ર નં પૃ રૂ",
        final="લિ",
    ),
    "hi": Abbreviations(
        inner="""
            आई आर इंजी ई ए एक्स एच एड एडवो एन एफ एम एल एस ओ कर्नल कु के कै क्यू
            चौ जन जी जे जेड टी ठा डब्ल्यू डब्लू डा डी डॉ डॉक्टर न्या पं पी प्रा
            प्रो बी ब्रिगे मि मे मै मो मोहम्मद मौ यू ले लेफ्टि वाई वी श्री
            श्रीमती सी सुश्री स्व
        """,
        numbered="अनु ई.पू क्र नं पृ रु रू सं",
        final="कि.मी लि",
    ),
    "hy": Abbreviations(
        inner="ակադ գեն դոկ դր պ պրն պրոֆ տ տկն փ ք",
        numbered="էջ թիվ հ",
        final="դ դդ թ թթ կմ մ.թ մ.թ.ա մլն մլրդ",
    ),
    "ka": Abbreviations(inner="აკად ბ-ნი გენ დოც პროფ ქ ქ-ნი", numbered="გვ", final="მლნ მლრდ ს წ წწ"),
    "kk": Abbreviations(inner="акад ген инж обл проф", numbered="б бет", final="ж жж ғ млн млрд мың тг"),
    "kn": Abbreviations(
        inner="""
            ಅಡ್ವ ಆರ್ ಇಂ ಈ ಎ ಎಂ ಎಚ್ ಎನ್ ಎಫ್ ಎಲ್ ಎಸ್ ಐ ಓ ಕು ಕೆ ಜಿ ಜೆ ಟಿ ಡಾ ಡಿ ಪಿ
            ಪ್ರೊ ಬಿ ಮಿ ಯು ವಿ ವೈ ಶ್ರೀ ಶ್ರೀಮತಿ ಸಿ ಹೆಚ್
        """,
        numbered="ನಂ ಪು ರೂ",
        final="ಲಿ",
    ),
    "ky": Abbreviations(inner="акад ген проф", final="ж млн млрд сом"),
    "lb": Abbreviations(inner="dr här mme prof", numbered="art nr", final="mio mrd"),
    "lt": Abbreviations(
        inner="akad doc dr gen gerb kun mjr p plk pr prof pvz red šv t.y vad",
        numbered="nr p psl str",
        final="a d eur g m mln mlrd pan tūkst val",
    ),
    "mk": Abbreviations(inner="бул ген д-р инж проф св ул", numbered="бр стр чл", final="год мил"),
    "ml": Abbreviations(
        inner="""
            അഡ്വ ആർ ഇ എ എം എച്ച് എച് എക്സ് എഫ് എൻ എൽ എസ് ഐ ഒ ഓ കെ ക്യു ജി ജെ ടി
            ഡി ഡോ പി പ്രൊ പ്രൊഫ പ്രഫ ഫാ ബഹു ബി മി യു റവ വി വൈ ശ്രീ ശ്രീമതി സി
        """,
        numbered="നം പേജ് രൂ",
        final="ലി",
    ),
    "mr": Abbreviations(
        inner="""
            वि बा दा भा सु मु पो शि दु नि अॅड ॲड आय आर इं गो ना न्या पु रा ई ए एक्स एच
            एन एफ एम एल एस ओ कु के कै क्यू जी जे झेड टी डब्ल्यू डॉ डी पं पी प्रा प्रो
            बी मा मे यू ले वाय वी व्ही श्री श्रीमती सी सौ स्व
        """,
        numbered="क्र नं पृ रु",
        final="कि.मी लि",
    ),
    "ms": Abbreviations(inner="dr en hj ir pn prof tn", numbered="bil hlm no rm tel", final="bhd"),
    "ne": Abbreviations(
        inner="""
            अधि आई आर ई ए एच एन एम एल एस के जी जे टी डा डी पं पी प्रा बी मे ले
            वी श्री श्रीमती सी सुश्री
        """,
        numbered="क्र नं नि पृ रु वि.सं",
        final="कि.मी लि",
    ),
    "or": Abbreviations(
        inner="ଆଇ ଆର ଇ ଏ ଏଚ ଏନ ଏଫ ଏମ ଏଲ ଏସ କେ ଜି ଜେ ଟି ଡ ଡଃ ଡା ଡି ପି ପ୍ରୋ ବି ଭି ଶ୍ରୀ ଶ୍ରୀମତୀ ସି", numbered="ଟ ନଂ"
    ),
    "pa": Abbreviations(
        inner="""
            ਆਈ ਆਰ ਇੰਜੀ ਈ ਏ ਐਚ ਐਡ ਐਨ ਐਫ ਐਮ ਐਲ ਐਸ ਓ ਕੇ ਜੀ ਜੇ ਟੀ ਡਾ ਡੀ ਪੀ ਪ੍ਰੋ ਬੀ
            ਮਿ ਯੂ ਵੀ ਸ ਸ੍ਰੀ ਸ੍ਰੀਮਤੀ ਸ਼੍ਰੀ ਸ਼੍ਰੀਮਤੀ ਸੀ
        """,
        numbered="ਨੰ ਪੰ ਰੁ",
    ),
    "si": Abbreviations(
        inner="""
            ආචා මහාචා පූ ඒ බී සී ඩී එෆ් ජී එච් අයි ජේ කේ එල් එම් එන් පී ආර් එස්
            ටී යූ වී ඩබ්ලිව්
        """,
        numbered="අංක රු",
    ),
    "sq": Abbreviations(inner="av dr gen inxh p.sh prof z znj", numbered="f nen nr", final="mln mld"),
    "sw": Abbreviations(inner="bi bw dk dkt mch mh mhe prof", numbered="ksh na sh tsh uk ush"),
    "ta": Abbreviations(
        inner="""
            ஆர் ஈ எக்ஸ் எச் எஃப் எப் எம் எல் என் எஸ் ஏ ஐ ஓ கே க்யூ சி செல்வி ஜி
            ஜே ஜெ டபிள்யூ டாக் டாக்டர் டி திரு திருமதி பி பேரா முனை யு யூ வழக் வி வை
            ஹெச்
        """,
        numbered="எண் பக் ரூ",
        final="லிட்",
    ),
    "te": Abbreviations(
        inner="""
            అడ్వ ఆర్ ఇం ఈ ఎ ఎం ఎక్స్ ఎచ్ ఎన్ ఎఫ్ ఎల్ ఎస్ ఏ ఐ ఓ కు కె కే క్యూ జి
            జె జే టి డా డి డబ్ల్యూ పి ప్రొ బి మి యు వి వై శ్రీ శ్రీమతి సి హెచ్
        """,
        numbered="నం పే రూ",
        final="లి",
    ),
    "tl": Abbreviations(inner="atty dr engr g gng hon kap prof", numbered="blg php"),
    "ur": Abbreviations(
        inner="آئی آر اے ای ایچ ایس ایف ایل ایم این او ایکس بی ٹی جی جے ڈبلیو ڈی زیڈ سی وائی وی پی کیو کے یو",
        numbered="ص نمبر",
    ),
    "uz": Abbreviations(inner="akad dots dr prof", numbered="b", final="mln mlrd y"),
}
# These share the script, and the titles and initials written in it.
FURTHER_ABBREVIATIONS |= dict.fromkeys(("bho", "doi", "kok", "mai", "sa"), FURTHER_ABBREVIATIONS["hi"])
