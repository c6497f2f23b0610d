"""Rules on articles: conditions in several languages, their order, and what an edition makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.config import Config, parse_config
from digest.config.edition_configs import list_edition_configs
from digest.editions.article_rules import apply_rules, load_article_rules, rule_articles
from digest.editions.article_selection import Window
from digest.editions.builder import build_edition
from digest.editions.serialize import serialize_edition
from digest.errors import ConfigError
from digest.models import Article, Edition, EditionInputs, Published, SourceHealth
from digest.runtime.plugins import add_plugin_folder

MORNING = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
WINDOW = Window(MORNING - timedelta(days=1), MORNING)

FERRY = Article(
    id="ferry",
    source="Gazette du Quai",
    url="https://quai.example/sport/voile/bac",
    title="Le bac de Saint-Aubin reprend la mer",
    text="Le bac reprend la mer mardi. La météo l'avait retenu au port pendant six jours.",
    published=MORNING - timedelta(hours=3),
    first_seen=MORNING - timedelta(hours=2),
    language="fr",
    author="Inès Marchand",
    feed="https://quai.example/feed",
    categories=("Sport / Voile", "Région"),
)
HARBOUR = replace(
    FERRY,
    id="harbour",
    source="Hafenbote",
    url="https://hafen.example/uebung",
    title="Große Übung im Hafen von Altmühl",
    text="Die Feuerwehr hat im Hafen geübt. Zwei Kräne standen still, sagte die Stadt.",
    language="de",
    author="",
    feed="https://hafen.example/feed",
    categories=(),
)


def configure(rules: str) -> Config:
    return parse_config(f"version = 1\n{rules}", Path("digest.toml"), {}, {})


def publish(rules: str, *articles: Article, **fields: object) -> Edition:
    config = configure(rules)
    inputs = apply_rules(EditionInputs(articles, **fields), config, WINDOW)  # type: ignore[arg-type]
    return build_edition(inputs, config, MORNING.date(), WINDOW, map)


def matches(condition: str, article: Article = FERRY) -> bool:
    rules = load_article_rules(configure(f"[[rules]]\n{condition}\ntag = 'found'\n"))
    names = {FERRY.feed: "Mon quotidien"}
    return bool(rule_articles([article], rules, names).matches)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ('match = { words = "saint-aubin" }', True),
        ('match = { words = "six  jours" }', True),
        ('match = { words = "six jour" }', False),
        ('match = { title = "six jours" }', False),
        ('match = { text = "SIX JOURS" }', True),
        ('match = { title = ["train", "BAC"] }', True),
        ('match = { author = "marchand" }', True),
        ('match = { author = "march" }', False),
        ('match = { category = "voile" }', True),
        ('match = { category = "région" }', True),
        ('match = { category = "re\u0301gion" }', True),
        ('match = { category = "voile région" }', True),
        ('match = { address = "quai.example/sport" }', True),
        ('match = { source = "gazette" }', True),
        ('match = { source = "mon quotidien" }', True),
        ('match = { language = "fr" }', True),
        ('match = { language = "de" }', False),
        ('match = { title = "bac", language = "de" }', False),
        ('match_any = { title = "bac", language = "de" }', True),
        ('match_any = { title = "train", language = "de" }', False),
        ('match = { title = "bac" }\nmatch_any = { language = "de" }', False),
        ('match = { title = "bac" }\nunless = { author = "marchand" }', False),
        ('match = { title = "bac" }\nunless = { author = "okafor", language = "de" }', True),
        ('match = { section = "sport" }', False),
    ],
)
def test_conditions_compare_phrases_with_fields(condition: str, found: bool) -> None:
    assert matches(condition) is found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ('match = { title = "/^LE BAC/" }', True),
        ('match = { title = "/^bac/" }', False),
        ('match = { address = "/[/]sport[/]/" }', True),
        ('match = { category = "/voi.e$/" }', False),
        ('match = { title = ["train", "/a[çi]n?t-aub/"] }', True),
    ],
)
def test_patterns_stand_between_slashes(condition: str, found: bool) -> None:
    pytest.importorskip("re2", reason="patterns need google-re2 (extra patterns)")
    assert matches(condition) is found


def test_the_title_of_another_script_is_matched() -> None:
    greek = replace(FERRY, title="Το ΠΛΟΙΟ έφτασε", text="")
    assert matches('match = { title = "πλοιο" }', greek)
    chinese = replace(FERRY, title="渡轮周二复航", text="")
    assert matches('match = { title = "周二" }', chinese)


def test_a_dropped_article_is_left_out_with_the_name_of_its_rule() -> None:
    rules = '[[rules]]\nname = "Pas de bac"\nmatch = { title = "bac" }\ndrop = true\n'
    edition = publish(rules, FERRY, HARBOUR)
    assert [row.story.lead.id for row in edition.stories] == ["harbour"]
    assert [(row.id, row.why, row.detail) for row in edition.left_out] == [("ferry", "rule", "Pas de bac")]
    assert edition.reports == 2
    unnamed = publish(rules.replace('name = "Pas de bac"\n', ""), FERRY)
    assert [row.detail for row in unnamed.left_out] == ["rules[1]"]


def test_dropped_articles_of_other_editions_are_not_listed() -> None:
    drop = '[[rules]]\nmatch = { title = "bac" }\ndrop = true\n'
    earlier = replace(WINDOW, arrived=MORNING - timedelta(days=1))
    long_ago = MORNING - timedelta(days=4)
    old = replace(FERRY, id="old", published=long_ago, first_seen=long_ago)
    inputs = EditionInputs((FERRY, old), published={"ferry": Published("s", MORNING.date())})
    ruled = apply_rules(inputs, configure(drop), earlier)
    assert ruled.articles == ()
    assert ruled.left_out == ()


def test_an_edition_about_a_subject_lists_no_dropped_articles() -> None:
    text = '[[editions]]\nname = "sea"\nwords = ["bac"]\n[[rules]]\nmatch = { title = "bac" }\ndrop = true\n'
    (config,) = list_edition_configs(configure(text))
    ruled = apply_rules(EditionInputs((FERRY, HARBOUR)), config, WINDOW)
    assert [article.id for article in ruled.articles] == ["harbour"]
    assert ruled.left_out == ()


def test_rules_apply_in_order_and_keep_ends_them() -> None:
    keep = '[[rules]]\nmatch = { language = "fr" }\nkeep = true\n'
    drop = '[[rules]]\nmatch_any = { title = ["bac", "hafen"] }\ndrop = true\n'
    assert [row.story.lead.id for row in publish(keep + drop, FERRY, HARBOUR).stories] == ["ferry"]
    assert publish(drop + keep, FERRY, HARBOUR).stories == ()


def test_a_later_rule_sees_the_section_and_the_tags_of_earlier_ones() -> None:
    rules = (
        '[[rules]]\nmatch = { title = "hafen" }\nsection = "Küste"\ntag = "Wasser"\n'
        '[[rules]]\nmatch = { section = "küste", tag = "wasser" }\ntag = "zu lesen"\nsection = "Meer"\n'
    )
    data = serialize_edition(publish(rules, FERRY, HARBOUR))
    by_title = {story["title"]: story for story in data["stories"]}
    assert by_title[HARBOUR.title]["tags"] == ["Wasser", "zu lesen"]
    assert by_title[HARBOUR.title]["section"] == "Meer"
    assert by_title[FERRY.title]["tags"] == []


def test_a_boost_counts_once_for_each_rule_and_story() -> None:
    copy = replace(HARBOUR, id="again", source="Stadtblatt", url="https://stadt.example/1", feed="stadt")
    boost = '[[rules]]\nmatch = { title = "hafen" }\nboost = 1.5\n'
    lower = '[[rules]]\nmatch = { words = "kräne" }\nboost = -0.25\n'
    (both,) = publish(boost + lower, HARBOUR, copy).stories
    assert dict(both.story.score)["boost"] == 1.25
    (plain,) = publish("", HARBOUR, copy).stories
    assert "boost" not in dict(plain.story.score)


def test_a_weight_counts_for_the_voice_of_the_article() -> None:
    other = replace(
        HARBOUR,
        id="other",
        source="Stadtblatt",
        feed="stadt",
        url="https://stadt.example/1",
        text="Im Hafen von Altmühl hat die Feuerwehr geübt. Die Kräne standen am Abend wieder bereit.",
    )
    weight = '[[rules]]\nmatch = { source = "stadtblatt" }\nweight = 3\n'
    (weighed,) = publish(weight, HARBOUR, other).stories
    assert weighed.story.voices == 2
    assert dict(weighed.story.score)["voices"] == 4.0  # 2 · log2(1 + 3)
    (plain,) = publish("", HARBOUR, other).stories
    assert dict(plain.story.score)["voices"] == 2.0


def test_the_name_of_the_source_comes_from_the_configuration() -> None:
    rules = '[[rules]]\nmatch = { source = "mon quotidien" }\ndrop = true\n'
    health = (SourceHealth("Mon quotidien", "ok", key=FERRY.feed),)
    assert publish(rules, FERRY).stories != ()
    assert publish(rules, FERRY, health=health).stories == ()


@pytest.fixture
def plugin(tmp_path: Path) -> None:
    (tmp_path / "article_filters_of_a_test.py").write_text(
        "from dataclasses import replace\n"
        "def shorten(article):\n"
        "    return replace(article, title=article.title.split()[0] + '\\x00', id='other')\n"
        "def reject(article):\n    return None if article.language == 'fr' else article\n"
        "def fail(article):\n    raise RuntimeError('no luck')\n"
        "def lose(article):\n    return article.title\n"
        "def blank(article):\n    return replace(article, text=None)\n",
        "utf-8",
    )
    add_plugin_folder(tmp_path)


def filter_with(name: str) -> str:
    return f'[[rules]]\nname = "mine"\nfilter = "article_filters_of_a_test:{name}"\n'


@pytest.mark.usefixtures("plugin")
def test_a_filter_changes_or_rejects_articles() -> None:
    (changed,) = publish(filter_with("shorten"), HARBOUR).stories
    assert (changed.story.lead.id, changed.story.lead.title) == ("harbour", "Große")
    edition = publish(filter_with("reject"), FERRY, HARBOUR)
    assert [row.story.lead for row in edition.stories] == [HARBOUR]
    assert [(row.id, row.why, row.detail) for row in edition.left_out] == [("ferry", "rule", "mine")]


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fail", r"rules\[1\].filter.*fail failed on “Le bac .* \(RuntimeError: no luck\)"),
        ("lose", "it returned str, not an Article or None"),
        ("blank", "it returned an Article whose text is no text"),
        ("missing", "has no missing"),
    ],
)
def test_a_filter_that_fails_is_named_with_the_rule(name: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        publish(filter_with(name), FERRY)


def test_without_rules_the_inputs_are_as_they_were() -> None:
    inputs = EditionInputs((FERRY, HARBOUR))
    assert apply_rules(inputs, configure(""), WINDOW) is inputs
