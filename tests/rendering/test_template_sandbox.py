"""Templates of the reader's own: no way out of the sandbox, and an end of everything that is endless."""

from __future__ import annotations

import re
from collections import UserDict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, repeat
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jinja2 import DictLoader, Template
from jinja2.exceptions import SecurityError

from digest.editions.serialize import serialize_edition
from digest.errors import RenderError
from digest.rendering import RenderSettings, render_edition, template_environment
from digest.rendering.render_limits import (
    MAX_CHARACTERS,
    MAX_ITEMS,
    MAX_PRODUCED,
    MAX_SECONDS,
    MAX_SUM,
    RenderLimitError,
    RenderMeter,
    limit_join,
    limit_sum,
)
from digest.rendering.template_sandbox import TemplateSandbox
from tests.support.golden_edition import golden_edition

DATA = serialize_edition(golden_edition())
LEAKS = ("root:x:0:0", "FileSystemLoader", "TemplateSandbox object", "<class ", "<function", "uid=", "0x")


def render(folder: Path, template: str, **templates: str) -> str:
    """Render a template of the reader's own. templates: {stem: text} of others in its folder."""
    for name, text in {"edition.org": template, **templates}.items():
        (folder / f"{name}.j2").write_text(text, "utf-8")
    (page,) = render_edition(DATA, RenderSettings(formats=("edition.org.j2",), templates=folder)).values()
    assert isinstance(page, str)
    return page


FUNCTIONS = ("stylesheet", "script", "label", "reason", "hour_ticks", "range", "lipsum", "dict")
ESCAPES = (
    *(f"{{{{ {name}.{attribute} }}}}" for name in FUNCTIONS for attribute in ("func", "args", "keywords")),
    *(f"{{{{ {name}.{part} }}}}" for name in FUNCTIONS for part in ("__globals__", "__self__", "__func__")),
    "{{ stylesheet.func.__globals__['os'].popen('id').read() }}",
    "{{ stylesheet.args[0].loader.loaders }}",
    "{{ stylesheet.args[0].from_string('{{ 1 }}') }}",
    "{{ stylesheet['args'] }}",
    "{{ stylesheet|attr('args') }}",
    "{{ [stylesheet]|map(attribute='args')|list }}",
    "{{ [stylesheet]|map(attribute='args.0')|list }}",
    "{{ [stylesheet]|selectattr('func')|list }}",
    "{{ [stylesheet]|sort(attribute='args') }}",
    "{{ [stylesheet]|groupby('args') }}",
    "{{ [stylesheet]|sum(attribute='args') }}",
    "{{ '{0.args}'.format(stylesheet) }}",
    "{{ '{0.func.__globals__}'.format(stylesheet) }}",
    "{{ '{s.args[0]}'.format_map({'s': stylesheet}) }}",
    "{{ ('{0.args}'|safe).format(stylesheet) }}",
    "{{ ['{0.args}']|map('format', stylesheet)|list|first|replace('{0.args}', '')|first }}",
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''|attr('__cla' ~ 'ss__') }}",
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ '{0.__class__}'.format('') }}",
    "{{ [1]|map(attribute='__class__')|list }}",
    "{{ ''.format.__self__ }}",
    "{{ ''.format.__wrapped__ }}",
    "{{ stylesheet }}",
    "{{ label }}",
    "{{ cycler }}",
    "{{ title.upper }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner.__init__ }}",
    "{{ joiner.sep.__class__ }}",
    "{{ cycler('a').items.append }}",
    "{{ namespace.__init__ }}",
    "{{ namespace(a=1).__dict__ }}",
    "{{ namespace(a=1)|attr('_Namespace__attrs') }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ range.__globals__ }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ self['_TemplateReference__context'] }}",
    "{% for x in [1] %}{{ loop._iterator.gi_frame }}{% endfor %}",
    "{% for x in [1] %}{{ loop._undefined }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% import 'other.j2' as o %}{{ o._body_stream }}{{ o.__class__ }}",
    "{{ stories.append(1) }}",
    "{{ stories[0].update({}) }}",
    "{{ edition.clear() }}",
    "{{ (1).real.__class__ }}",
    "{{ (1).to_bytes(8, 'big').decode }}",
    "{{ title.encode() }}",
    "{{ title.maketrans }}",
    "{{ title.translate({}) }}",
    "{{ (stories|map('upper')).gi_frame }}",
    "{{ (stories|map('upper')).gi_code }}",
    "{{ cycler('a') }}",
    "{{ {'a': [cycler('a')]} }}",
    "{{ [cycler('a')]|groupby('mro') }}",
    "{{ cycler('a')|string }}",
    "{{ stories|map('upper') }}",
    "{{ stories|select }}",
    "{{ (stories|map('upper'))|e }}",
    "{{ environment }}",
    "{{ context }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../../etc/passwd' %}",
    "{% import '..//..//etc/passwd' as p %}",
    "{{ stylesheet('/etc/passwd') }}",
    "{{ stylesheet('../../../../etc/passwd') }}",
    "{{ script('default/../../../etc/passwd') }}",
)


@pytest.mark.parametrize("template", ESCAPES)
def test_no_expression_leads_out_of_the_sandbox(template: str, tmp_path: Path) -> None:
    try:
        shown = render(tmp_path, template, other="{% macro x() %}{% endmacro %}")
    except RenderError as error:
        shown = str(error)
    else:
        # An undefined value within a list is written without an error.
        assert "[" in template, shown
    assert not any(word in shown for word in LEAKS)


def render_with(template: str, **values: Any) -> str:
    """Render a template with values of a plug-in."""
    sandbox = TemplateSandbox(loader=DictLoader({"page": template}))
    return sandbox.get_template("page").render(values)


@dataclass(frozen=True)
class Weather:
    """A value as a reader's plug-in gives to templates."""

    sky: str

    def __str__(self) -> str:
        return self.sky


class Place(NamedTuple):
    """A named tuple with a method, as of a plug-in."""

    name: str

    def delete(self) -> str:
        return "deleted"


class Job:
    """A function with data, such as functools.partial, as of a plug-in."""

    key = "secret"

    def __call__(self) -> str:
        return "done"


class Box(UserDict[str, str]):
    """A dictionary of a plug-in's own."""


class OwnTemplate(Template):
    """A kind of template of a plug-in's own."""


@pytest.mark.parametrize(
    ("value", "attribute", "is_defined"),
    [
        (Weather("clear"), "sky", True),
        (Place("Ferrow"), "name", True),
        (Place("Ferrow"), "delete", False),
        (Job(), "key", False),
        (OwnTemplate("text"), "environment", False),
    ],
)
def test_values_of_plug_ins_show_their_data_alone(value: Any, attribute: str, is_defined: bool) -> None:
    template = "{{ value[name] is defined }} {{ value|attr(name) is defined }}"
    assert render_with(template, value=value, name=attribute) == f"{is_defined} {is_defined}"


def test_templates_cannot_change_the_values_of_plug_ins() -> None:
    box = Box(a="kept")
    with pytest.raises(SecurityError):
        render_with("{{ box.clear() }}", box=box)
    assert box == {"a": "kept"}


NESTED = "{% set ns = namespace(s=1) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}"
ENDLESS = (
    "{{ 'x' * 1000000000000000 }}",
    "{{ 1000000000000000 * 'x' }}",
    "{{ [1] * 1000000000000000 }}",
    "{{ 10 ** (10 ** 10) }}",
    "{{ 2 ** 100000000 }}",
    "{% set ns = namespace(n=9) %}{% for i in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
    "{{ '%1000000000000000d' % 1 }}",
    "{{ '%1000000000000000d'|format(1) }}",
    "{{ '%*d' % (1000000000000000, 1) }}",
    "{{ '%*d'|format(1000000000000000, 1) }}",
    "{{ '%.1000000000000000f'|format(1.0) }}",
    "{{ '{:1000000000000000d}'.format(1) }}",
    "{{ '{:{}d}'.format(1, 1000000000000000) }}",
    "{{ '{x:>{w}}'.format_map({'x': 1, 'w': 1000000000000000}) }}",
    "{{ ('%99999d' * 100000) % ((1,) * 100000) }}",
    "{{ ('{0:99999d}' * 100000).format(1) }}",
    "{{ ('{0}' * 10000).format('x' * 1000000) }}",
    "{{ ('{a}' * 10000).format(a=[1] * 100000) }}",
    "{{ ('{a}' * 10000).format_map({'a': 'x' * 1000000}) }}",
    "{{ ('%s' * 10000)|format(*(('x' * 10000,) * 10000)) }}",
    "{{ ('%s' * 10000) % (('x' * 10000,) * 10000) }}",
    "{{ ['x' * 1000000] * 1000000 }}",
    "{{ (['x' * 1000000] * 1000000)|tojson }}",
    "{{ lipsum(n=100000) }}",
    "{{ lipsum(n=1, max=100000000) }}",
    "{{ range(1000000000000000)|list }}",
    "{{ 'x'|center(1000000000000000) }}",
    "{{ 'x'.center(1000000000000000) }}",
    "{{ 'x'.zfill(1000000000000000) }}",
    "{{ 'x'.ljust(1000000000000000) }}",
    "{{ ('\\n' * 10000000)|indent(1000) }}",
    "{{ ('x\\n' * 100000)|indent(100000) }}",
    "{{ ('x' * 1000000)|replace('x', 'y' * 1000000) }}",
    "{{ ('x' * 1000000).replace('x', 'y' * 1000000) }}",
    "{{ ('x' * 1000000)|replace('', 'y' * 1000000) }}",
    "{{ (['x' * 1000000] * 1000000)|join }}",
    "{{ (['x'] * 1000000)|join('y' * 1000000) }}",
    "{{ ([['x' * 1000000] * 9] * 100000)|map('list')|join }}",
    "{{ ('y' * 1000000).join(['x'] * 1000000) }}",
    "{{ ('x ' * 10000000)|wordwrap(10) }}",
    "{{ ('x ' * 10000000).split() }}",
    "{{ stories|tojson(indent=1000000) }}",
    "{{ 3.5|number(1000000000000000) }}",
    "{{ 3.5|round(1000000000000000, 'ceil') }}",
    "{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    f"{NESTED}{{{{ ns.s }}}}",
    f"{NESTED}{{{{ ns.s|pprint }}}}",
    f"{NESTED}{{{{ ns.s|tojson }}}}",
    f"{NESTED}{{{{ [ns.s]|join }}}}",
    "{% set ns = namespace(s='x' * 1000) %}{% for i in range(60) %}"
    "{% set ns.s %}{{ ns.s }}{{ ns.s }}{% endset %}{% endfor %}",
    "{% macro m() %}{% for i in range(100000) %}{{ 'x' * 10000 }}{% endfor %}{% endmacro %}{{ m() }}",
    "{% for i in range(100000) %}{{ 'x' * 10000 }}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'edition.org.j2' %}",
)


REFUSALS = (
    "the template (?:makes|computes)|takes no|a width in the format|no more than|includes or calls itself"
    "|holds a function|Range too big"
)


@pytest.mark.parametrize("template", ENDLESS)
def test_what_would_fill_the_memory_ends_with_the_place_of_the_mistake(template: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError) as raised:
        render(tmp_path, template)
    assert "edition.org.j2" in raised.value.where
    assert len(raised.value.message) < 300
    assert re.search(REFUSALS, raised.value.message)  # and no MemoryError: it is refused before it is made


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ ([[1]] * 2001)|sum(start=[]) }}", "sum adds no more than 2,000 lists"),
        ("{{ 'x'.ljust(100001) }}", "ljust takes no number above 100,000"),
        ("{{ 'x'|truncate(9, True, 'y' * 100001) }}", "truncate takes no text of more than 100,000"),
        ("{{ ('a ' * 500001).split() }}", "split takes no text of more than 1,000,000"),
        ("{{ ('a ' * 500001)|wordwrap }}", "wordwrap takes no text of more than 1,000,000"),
        ("{{ (['x'] * 1000)|join('y' * 10001) }}", "more than 10,000,000 characters"),
        ("{{ ('ß' * 6000000).upper()|length }}", "more than 10,000,000 characters"),
        ("{{ ('&' * 3000000)|e|length }}", "more than 10,000,000 characters"),
        ("{{ ('y' * 10001).join(['x'] * 1000) }}", "more than 10,000,000 characters"),
        ("{{ lipsum(n=1001) }}", "lipsum writes no more than 100,000 words"),
        ("{{ '{:1000000}'.format(1) }}", "a width in the format is too large"),
        ("{{ '{:{}}'.format(1, 2) }}", "a width in the format is too large, or is not a number"),
        ("{{ '%*d'|format(2, 1) }}", "a width in the format is too large, or is not a number"),
    ],
)
def test_arguments_have_limits_that_are_named(template: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=message):
        render(tmp_path, template)


def test_texts_of_any_length_count_to_what_a_page_may_make() -> None:
    """A macro keeps all of its pieces until it ends: what it may keep is bounded, too."""
    meter, text = RenderMeter(lambda: 0.0), "x" * 100_000
    for _ in range(MAX_PRODUCED // len(text)):
        meter.check_value(text)
    with pytest.raises(RenderLimitError, match="more than 10,000,000 characters"):
        meter.check_value(text)


ITSELF = (
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'edition.org.j2' %}",
    f"{{{{ {'(' * 9_000}1{')' * 9_000} }}}}",
    f"{{{{ {'not ' * 9_000}1 }}}}",
)


@pytest.mark.parametrize("template", ITSELF, ids=("macro", "file", "brackets", "words"))
def test_what_is_nested_without_an_end_is_named(template: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="it includes or calls itself without an end, or") as raised:
        render(tmp_path, template)
    assert "edition.org.j2" in raised.value.where
    assert raised.value.advice


SLOW = (
    "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
    "{% for i in range(100000) %}{% for j in range(100000) if false %}{{ j }}{% endfor %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% for n in [60] recursive %}{% if n %}{{ loop([n - 1, n - 1]) }}{% endif %}{% endfor %}",
    "{% set ns = namespace() %}{% for i in range(100000) %}"
    "{% set ns.x = range(100000)|map('abs')|sum %}{% endfor %}",
    "{% if n is not defined %}{% set n = 60 %}{% endif %}{% if n %}{% set n = n - 1 %}"
    "{% include 'edition.org.j2' %}{% include 'edition.org.j2' %}{% endif %}",
)


@pytest.mark.parametrize("template", SLOW)
def test_what_would_never_end_is_stopped(
    template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count(0, MAX_SECONDS / 50_000)  # 50,000 looks at the clock
    monkeypatch.setattr(template_environment, "read_thread_seconds", lambda: next(clock))
    with pytest.raises(RenderError, match="takes more than 20 seconds") as raised:
        render(tmp_path, template)
    assert "edition.org.j2" in raised.value.where


USEFUL = (
    ("{{ title.upper() }} {{ '%05.1f' % 3.14159 }} {{ '{:>8}|{}'.format('a', 'b') }}", "|b"),
    ("{% for s in stories %}{{ loop.index }}/{{ loop.length }}{{ loop.cycle('a', 'b') }}{% endfor %}", "1/"),
    ("{% for s in stories if s.brief %}{{ loop.last }} {% else %}none{% endfor %}", "True"),
    ("{% set c = cycler('odd', 'even') %}{{ c.next() }}{{ c.current }}{{ c.next() }}", "oddeven"),
    ("{% set j = joiner(', ') %}{% for i in range(3) %}{{ j() }}{{ i }}{% endfor %}", "0, 1, 2"),
    (
        "{% set ns = namespace(n=0) %}{% for s in stories %}{% set ns.n = ns.n + 1 %}{% endfor %}"
        "{{ ns.n > 2 }}",
        "True",
    ),
    ("{{ stories|map(attribute='title')|map('upper')|join(' / ')|length > 20 }}", "True"),
    ("{{ stories|groupby('section')|length > 0 }} {{ stories|sum(attribute='reports') > 3 }}", "True True"),
    (
        "{{ stories|sort(attribute='rank,title')|map(attribute='articles.0.source')|first|length > 2 }}",
        "True",
    ),
    ("{% for key, value in stories[0].score.parts.items() %}{{ key }}{% endfor %}", "voices"),
    ("{{ '%-20s|%5d|%s' % (title, 7, 'x' * 5000) }} {{ '{:>20}|{a}'.format('b', a=[1, 2]) }}", "|[1, 2]"),
    ("{{ 'x' * 80 }}{{ '-'.center(9, '=') }}{{ 2 ** 10 }}", "====-====1024"),
    (
        "{{ 'a\\nb'|indent(2, true)|replace('\\n', '+') }}{{ ('word ' * 40)|wordwrap(30)|length }}",
        "  a+  b199",
    ),
    ("{% macro m(x, y=2) %}{{ x }}{{ y }}{{ m.name }}{% endmacro %}{{ m(1) }}", "12m"),
    ("{% block a %}x{% endblock %}{{ self.a() }}", "xx"),
    ("{% import 'other.j2' as o %}{{ o.greet('you') }}{{ o.kind }}", "hello youplain"),
    ("{% for x in [[1, [2]], [3, []]] recursive %}{{ x[0] }}{% endfor %}", "13"),
    ("{{ lipsum(n=1, html=false)|length > 20 }}", "True"),
)


@pytest.mark.parametrize(("template", "expected"), USEFUL)
def test_templates_can_do_what_they_need(template: str, expected: str, tmp_path: Path) -> None:
    other = "{% macro greet(who) %}hello {{ who }}{% endmacro %}{% set kind = 'plain' %}"
    assert expected in render(tmp_path, template, other=other)


def repeat_until(item: Any, times: int) -> Iterator[Any]:
    """Repeat an item without an end: who reads more than so many has no limit."""
    yield from repeat(item, times)
    raise AssertionError("more was read than is allowed")


def test_what_has_no_end_is_refused_before_all_of_it_has_come() -> None:
    with pytest.raises(RenderLimitError, match="more than 10,000,000 characters"):
        RenderMeter(lambda: 0.0).join(repeat_until("x" * 1_000, MAX_CHARACTERS // 1_000 + 1))
    with pytest.raises(RenderLimitError, match="more than 1,000,000 items"):
        limit_join(repeat_until("x", MAX_ITEMS + 1), [])
    with pytest.raises(RenderLimitError, match="no more than 2,000 lists"):
        limit_sum(repeat_until([1], MAX_SUM + 1))
