"""Names of the sections of newspapers: what outlets call them in their categories and addresses.

The first name of each section is the one that an edition in the language shows. Names are whole: "world cup"
is no section World. To add a language, add its block to SECTION_NAMES.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

SECTION_KEYS = (
    *("world", "politics", "business", "technology", "science"),
    *("health", "sports", "culture", "life"),
)
"""The sections that are known, in the order in which newspapers print them."""

HARD_NEWS = frozenset({"world", "politics", "business"})
"""The sections that newspapers put on their front pages first."""

LEISURE = frozenset({"sports", "culture", "life"})
"""The sections that are none of hard news, whatever else an outlet sends with them."""

SECTION_NAMES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "world": (
            "World, international, foreign, global, africa, asia, asia pacific, europe, americas"
            ", latin america, middle east, world news"
        ),
        "politics": (
            "Politics, national, nation, election, elections, government, us politics"
            ", uk politics, policy, parliament"
        ),
        "business": (
            "Business, economy, economics, finance, markets, money, companies, personal finance"
            ", business economy"
        ),
        "technology": (
            "Technology, tech, gadgets, computing, ai, artificial intelligence, cybersecurity"
            ", security, apps, mobile, software, hardware, gaming, startups"
        ),
        "science": "Science, environment, climate, climate change, space, nature, energy, archaeology",
        "health": "Health, medicine, wellness, coronavirus, mental health",
        "sports": (
            "Sport, sports, football, soccer, tennis, cricket, rugby, basketball, baseball, golf"
            ", cycling, athletics, boxing, motorsport, formula 1, olympics, nfl, nba, mlb, nhl"
        ),
        "culture": (
            "Culture, arts, entertainment, books, film, films, movies, music, tv, television"
            ", theatre, theater, media, art and design, celebrity, stage, tv and radio, awards"
            ", box office"
        ),
        "life": (
            "Life, lifestyle, life and style, style, fashion, food, travel, home, home and garden"
            ", family, shopping, deals, cars, recipes"
        ),
    },
    "de": {
        "world": (
            "Welt, ausland, international, internationales, weltgeschehen, europa, afrika, asien"
            ", amerika, nahost"
        ),
        "politics": "Politik, inland, deutschland, innenpolitik, bundestag, wahlen, österreich, schweiz",
        "business": "Wirtschaft, finanzen, börse, unternehmen, märkte, geld, konjunktur, verbraucher",
        "technology": (
            "Technik, technologie, digital, digitales, netzwelt, netzpolitik, internet, it"
            ", computer, mobiles, künstliche intelligenz"
        ),
        "science": "Wissen, wissenschaft, umwelt, natur, klima, weltraum, forschung, energie",
        "health": "Gesundheit, medizin, psychologie",
        "sports": (
            "Sport, fußball, fussball, bundesliga, wintersport, handball, formel 1"
            ", leichtathletik, radsport, tennis"
        ),
        "culture": (
            "Kultur, feuilleton, kino, musik, bücher, literatur, medien, fernsehen, kunst"
            ", theater, unterhaltung, leute, promis, stars"
        ),
        "life": (
            "Leben, stil, reise, reisen, mode, familie, genuss, essen, mobilität, auto, ratgeber"
            ", lifestyle, panorama"
        ),
    },
    "es": {
        "world": (
            "Mundo, internacional, europa, américa, américa latina, áfrica, asia, oriente próximo"
            ", oriente medio"
        ),
        "politics": "Política, politica, españa, nacional, elecciones, gobierno",
        "business": "Economía, economia, empresas, finanzas, mercados, dinero, negocios",
        "technology": "Tecnología, tecnologia, tech, informática, inteligencia artificial, móviles",
        "science": "Ciencia, ciencias, medio ambiente, clima, clima y medio ambiente, espacio, energía",
        "health": "Salud, sanidad, bienestar, medicina",
        "sports": "Deportes, deporte, fútbol, futbol, baloncesto, tenis, ciclismo, motor, liga",
        "culture": (
            "Cultura, cine, música, musica, libros, arte, televisión, series, medios, gente"
            ", espectáculos, famosos"
        ),
        "life": "Vida, estilo, estilo de vida, moda, viajes, viajero, gastronomía, familia, recetas",
    },
    "fr": {
        "world": (
            "Monde, international, étranger, europe, afrique, asie, amériques, proche orient, moyen orient"
        ),
        "politics": "Politique, france, élections, gouvernement",
        "business": (
            "Économie, economie, entreprises, finance, finances, bourse, argent, marchés, consommation"
        ),
        "technology": (
            "Technologie, technologies, tech, high tech, numérique, pixels, informatique"
            ", intelligence artificielle"
        ),
        "science": "Sciences, science, environnement, planète, climat, espace, énergie",
        "health": "Santé, sante, médecine",
        "sports": "Sport, sports, football, foot, rugby, tennis, cyclisme, basket, jo",
        "culture": (
            "Culture, cinéma, cinema, musique, livres, arts, médias, télévision, théâtre, people, séries"
        ),
        "life": (
            "Art de vivre, vie, style, mode, voyage, voyages, gastronomie, cuisine, famille, m le mag, auto"
        ),
    },
    "it": {
        "world": "Mondo, esteri, internazionale, europa, africa, asia, americhe, medio oriente",
        "politics": "Politica, italia, interni, elezioni, governo",
        "business": "Economia, finanza, mercati, aziende, imprese, lavoro, risparmio",
        "technology": "Tecnologia, tech, digitale, internet, informatica, intelligenza artificiale",
        "science": "Scienza, scienze, ambiente, clima, spazio, energia",
        "health": "Salute, sanità, medicina, benessere",
        "sports": "Sport, calcio, serie a, tennis, ciclismo, basket, motori, formula 1",
        "culture": "Cultura, spettacoli, cinema, musica, libri, arte, televisione, tv, teatro, media",
        "life": "Tempo libero, vita, stile, moda, viaggi, cucina, famiglia, ricette, costume",
    },
    "nl": {
        "world": "Wereld, buitenland, internationaal, europa, afrika, azië, midden oosten",
        "politics": "Politiek, binnenland, nederland, verkiezingen, kabinet, belgië",
        "business": "Economie, financieel, geld, beurs, bedrijven, ondernemen, markten",
        "technology": "Tech, technologie, digitaal, internet, kunstmatige intelligentie",
        "science": "Wetenschap, milieu, klimaat, natuur, ruimtevaart, energie",
        "health": "Gezondheid, zorg, geneeskunde",
        "sports": "Sport, voetbal, wielrennen, schaatsen, tennis, eredivisie, formule 1",
        "culture": (
            "Cultuur, film, muziek, boeken, kunst, media, televisie, theater, entertainment, achterklap, show"
        ),
        "life": "Lifestyle, leven, stijl, mode, reizen, eten, familie, koken, auto",
    },
    "pl": {
        "world": "Świat, zagranica, europa, afryka, azja, bliski wschód",
        "politics": "Polityka, polska, kraj, wybory, rząd",
        "business": "Gospodarka, biznes, ekonomia, finanse, rynki, pieniądze, firmy",
        "technology": "Technologia, technologie, tech, internet, sztuczna inteligencja",
        "science": "Nauka, środowisko, klimat, kosmos, energia",
        "health": "Zdrowie, medycyna",
        "sports": "Sport, piłka nożna, siatkówka, tenis, żużel, kolarstwo",
        "culture": "Kultura, film, muzyka, książki, sztuka, media, telewizja, teatr, rozrywka",
        "life": "Styl życia, życie, styl, moda, podróże, kuchnia, rodzina",
    },
    "pt": {
        "world": "Mundo, internacional, europa, áfrica, ásia, américas, médio oriente, oriente médio",
        "politics": "Política, politica, portugal, brasil, país, nacional, eleições, governo",
        "business": "Economia, empresas, finanças, mercados, dinheiro, negócios",
        "technology": "Tecnologia, tech, informática, inteligência artificial",
        "science": "Ciência, ciencia, ambiente, meio ambiente, clima, espaço, energia",
        "health": "Saúde, saude, medicina, bem estar",
        "sports": "Desporto, esporte, esportes, futebol, ténis, tênis, ciclismo, basquete, modalidades",
        "culture": (
            "Cultura, cinema, música, livros, artes, televisão, teatro, media, entretenimento, famosos"
        ),
        "life": "Vida, estilo, estilo de vida, moda, viagens, viagem, gastronomia, família, receitas",
    },
    "ar": {
        "world": "العالم, عالم, دولي, عربي ودولي, أخبار العالم, الشرق الأوسط",
        "politics": "سياسة, السياسة, محليات, انتخابات",
        "business": "اقتصاد, الاقتصاد, أعمال, مال وأعمال, أسواق, مال",
        "technology": "تكنولوجيا, تقنية, علوم وتكنولوجيا, إنترنت",
        "science": "علوم, العلوم, بيئة, مناخ, فضاء, طاقة",
        "health": "صحة, الصحة, طب",
        "sports": "رياضة, الرياضة, كرة القدم",
        "culture": "ثقافة, الثقافة, فن, فنون, سينما, موسيقى, كتب, منوعات",
        "life": "حياة, أسلوب حياة, سفر, أسرة, مطبخ",
    },
    "he": {
        "world": "העולם, עולם, חדשות העולם, המזרח התיכון",
        "politics": "פוליטיקה, מדיני, ישראל, בחירות, ארצי",
        "business": "כלכלה, עסקים, שוק ההון, כסף, צרכנות",
        "technology": "טכנולוגיה, הייטק, מחשבים, אינטרנט",
        "science": "מדע, סביבה, אקלים, חלל, אנרגיה",
        "health": "בריאות, רפואה",
        "sports": "ספורט, כדורגל, כדורסל",
        "culture": "תרבות, קולנוע, מוזיקה, ספרים, אמנות, טלוויזיה, בידור",
        "life": "חיים, סגנון חיים, אופנה, תיירות, אוכל, משפחה",
    },
}
"""{ISO 639-1: {section: its names, separated by commas}}."""


GENERAL_NEWS = {
    "en": "News",
    "de": "Nachrichten",
    "es": "Noticias",
    "fr": "Actualité",
    "it": "Notizie",
    "nl": "Nieuws",
    "pl": "Wiadomości",
    "pt": "Notícias",
    "ar": "أخبار",
    "he": "חדשות",
}
"""{ISO 639-1: what the stories without a section are called, among others that have one}."""


def get_general_title(language: str) -> str:
    """Return the name for stories without a section; in English where the language has none."""
    return GENERAL_NEWS.get(language, GENERAL_NEWS["en"])


@cache
def get_section_title(key: str, language: str) -> str:
    """Return what a section is called in a language; in English where the language has no names."""
    names = SECTION_NAMES.get(language, SECTION_NAMES["en"])
    return names[key].split(", ")[0]


def list_section_titles(language: str) -> frozenset[str]:
    """Return what the sections are called in a language, with that of all other news."""
    titles = (get_section_title(key, language) for key in SECTION_KEYS)
    return frozenset((*titles, get_general_title(language)))


def is_hard_news(name: str, language: str) -> bool:
    """Whether a section of this name, in any of the languages, goes to the front page first."""
    return map_section_names(language).get(name.casefold(), "") in HARD_NEWS


def is_broad(name: str, language: str) -> bool:
    """Whether a section of this name holds hard news or all news: other news may be among it."""
    return is_hard_news(name, language) or name.casefold() in map(str.casefold, GENERAL_NEWS.values())


@cache
def map_section_names(language: str) -> Mapping[str, str]:
    """Return {name, casefolded: section}, for the names of all languages; those of `language` win."""
    found: dict[str, str] = {}
    for code in (language, *SECTION_NAMES):
        for key, names in SECTION_NAMES.get(code, {}).items():
            for name in names.split(", "):
                found.setdefault(name.casefold(), key)
    return found
