"""Chat templates that would hang the engine, fill the memory or reach out of their sandbox."""

from __future__ import annotations

import random
import time
import tracemalloc

import pytest

from newsassistant.core.errors import ModelError
from newsassistant.core.types import Message
from newsassistant.text.prompts.prompt import ChatTemplate
from newsassistant.text.tokenizers.detokenizer import decode
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer, define_bpe
from tests.attack import rounds
from tests.unit.text.conftest import CONTROL, byte_pieces

CONVERSATION = [Message("system", "s"), Message("user", "question"), Message("assistant", "a")]
CONVERSATION.append(Message("user", "another"))
LOOPS = "".join(f"{{% for {name} in range(9999) %}}" for name in "abcdef")
DOUBLING = "{% set ns = namespace(x=START) %}{% for i in range(60) %}STEP{% endfor %}"


def doubling(start: str, step: str) -> str:
    return DOUBLING.replace("START", start).replace("STEP", step)


HANGS = {
    "nested ranges": LOOPS + "x" + "{% endfor %}" * 6,
    "nested ranges that write nothing": LOOPS + "{% endfor %}" * 6,
    "nested loops over messages": "".join(f"{{% for a{n} in messages %}}" for n in range(18))
    + "{% endfor %}" * 18,
    "a long range": "{% for i in range(10 ** 9) %}{% endfor %}",
    "a range as a list": "{{ range(10 ** 9)|list }}",
    "a sum of a range": "{{ range(10 ** 9)|sum }}",
    "the filter of a loop": "{% for i in range(9999) for j in range(9999) %}{% endfor %}",
    "loops with conditions": "{% for i in range(9999) if false %}{% endfor %}"
    "{% for a in range(9999) %}{% for b in range(9999) if b > 10000 %}{% endfor %}{% endfor %}",
    "a recursive loop": "{% for x in [messages] recursive %}{{ loop([[messages]]) }}{% endfor %}",
    "a macro in itself": "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "a macro that forks": "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}"
    "{% endmacro %}{{ f(60) }}",
    "lists in lists": "{{ " + "[" * 90_000 + "]" * 90_000 + " }}",
    "negations": "{{ " + "not " * 15_000 + "x }}",
    "a chain of attributes": "{{ x" + ".a" * 30_000 + " }}",
    "a long sum": "{{ 1" + "+1" * 30_000 + " }}",
    "deep conditions": "{% if x %}" * 6_000 + "{% endif %}" * 6_000,
    "many branches": "{% if x %}" + "{% elif x %}" * 5_000 + "{% endif %}",
    "a search in a search": "{% set t = 'ab' * 100000 %}{% for i in range(9999) %}"
    "{% for j in range(9999) %}{% if 'ba' ~ i in t %}{% endif %}{% endfor %}{% endfor %}",
    "a power of powers": "{{ 10 ** 10 ** 10 }}",
    "a power of a product": "{{ (2 ** 60) * (2 ** 60) }}",
    "squares": doubling("3", "{% set ns.x = ns.x * ns.x %}"),
    "rounded": "{{ 1.5|round(10 ** 9, 'ceil') }}",
}
FILLS = {
    "lorem ipsum": "{{ lipsum(n=10000000) }}",
    "a list multiplied": "{{ [0] * 10 ** 9 }}",
    "a list multiplied from the left": "{{ 10 ** 9 * [0] }}",
    "a text multiplied": "{{ 'a' * 10 ** 10 }}",
    "a text multiplied again": "{{ ('a' * 200000) * 200000 }}",
    "texts doubled by +": doubling("'ab'", "{% set ns.x = ns.x + ns.x %}"),
    "texts doubled by ~": doubling("'ab'", "{% set ns.x = ns.x ~ ns.x %}"),
    "lists doubled": doubling("[1]", "{% set ns.x = ns.x + ns.x %}"),
    "lists of themselves": doubling("[1]", "{% set ns.x = [ns.x, ns.x] %}") + "{{ ns.x }}",
    "dicts of themselves": doubling("1", "{% set ns.x = {'a': ns.x, 'b': ns.x} %}")
    + "{{ ns.x|tojson }}",
    "tuples of themselves": doubling("1", "{% set ns.x = (ns.x, ns.x) %}") + "{{ ns.x }}",
    "namespaces of namespaces": "{% set ns = namespace() %}{% for i in range(60) %}"
    "{% set ns = namespace(a=ns, b=ns) %}{% endfor %}{{ [ns] }}",
    "replaced": doubling("'aa'", "{% set ns.x = ns.x|replace('a', ns.x) %}"),
    "replaced by a method": doubling("'aa'", "{% set ns.x = ns.x.replace('a', ns.x) %}"),
    "joined": doubling("'aa'", "{% set ns.x = ns.x|join(ns.x) %}"),
    "joined by a method": doubling("'aa'", "{% set ns.x = ns.x.join([ns.x, ns.x]) %}"),
    "blocks of themselves": doubling("'a'", "{% set y %}{{ ns.x }}{{ ns.x }}{% endset %}")
    + "{% macro f(n) %}{{ 'a' * 200000 }}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}"
    "{% endmacro %}{{ f(40) }}",
    "much text in macros": "{% macro f() %}" + "a" * 50_000 + "{% endmacro %}"
    "{% macro g() %}{% for i in range(9999) %}{{ f() }}{% endfor %}{% endmacro %}{{ g() }}",
    "much text in loops": "{% for a in range(9999) %}{% for b in range(99) %}"
    + "a" * 50_000
    + "{% endfor %}{% endfor %}",
    "wide formats": "{{ '%999999999d' % 1 }}",
    "wide formats of a method": "{{ '{:>999999999}'.format(1) }}",
    "wide formats of a map": "{{ '{a:>999999999}'.format_map({'a': 1}) }}",
    "centred": "{{ 'a'|center(999999999) }}",
    "centred by a method": "{{ 'a'.center(999999999) }}",
    "padded": "{{ 'a'.ljust(999999999) }}",
    "filled with zeros": "{{ 'a'.zfill(999999999) }}",
    "tabs": "{{ '\\t'.expandtabs(999999999) }}",
    "indented": "{{ 'a\\nb'|indent(999999999) }}",
    "indented JSON": "{{ {'a': 1}|tojson(indent=999999999) }}",
    "filled up": "{{ range(3)|batch(999999999, 0)|list }}",
    "sliced": "{{ range(3)|slice(999999999, 0)|list }}",
    "a message many times": "{% for i in range(9999) %}{{ messages[1]['content'] }}{% endfor %}",
    "a message that is not there": "\ue0007777\ue001",
    "a number of a message that is none": "\ue000" + "9" * 9 + "\ue001",
    "too long a source": "a" * 64_001,
}
ESCAPES = {
    "class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "class by item": "{{ ''['__class__'] }}",
    "class by filter": "{{ ''|attr('__class__') }}",
    "class by map": "{{ ['']|map(attribute='__class__')|first }}",
    "globals of a macro": "{% macro f() %}{% endmacro %}{{ f._func.__globals__ }}",
    "globals of range": "{{ range.__globals__ }}",
    "the loop's frame": "{% for x in messages %}{{ loop._iterator.gi_frame }}{% endfor %}",
    "self": "{{ self._TemplateReference__context }}",
    "cycler": "{{ cycler.__init__.__globals__ }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "namespace": "{{ namespace.__init__.__globals__ }}",
    "a namespace's attributes": "{% set n = namespace() %}{{ n.__class__ }}",
    "format": "{{ '{0.__class__}'.format('') }}",
    "format by map": "{{ ['{0.__class__}']|map('format', '')|list }}",
    "a change": "{{ messages.append(1) }}",
    "a change of a message": "{{ messages[0].update({'role': 'x'}) }}",
    "a file": "{% include '/etc/passwd' %}",
    "a module": "{% import 'os' as os %}{{ os }}",
    "a parent": "{% extends 'base.html' %}",
    "a block": "{% block a %}{{ super() }}{% endblock %}",
    "autoescape": "{% autoescape true %}{% endautoescape %}",
    "nothing undefined is called": "{{ raise_exception('no') }}",
    "no division by zero": "{{ 1 / 0 }}",
    "no key": "{{ {}['a'].b }}",
    "no sum of a number and a list": "{{ 1 + messages }}",
}


@pytest.fixture(scope="module")
def tokenizer() -> BpeTokenizer:
    return BpeTokenizer(define_bpe([*CONTROL, *byte_pieces()], [], [0, 1, 2], pre="gpt-2"))


def text_of(source: str, tokenizer: BpeTokenizer) -> str | None:
    """What a template makes of the conversation; None if it is refused with an error of ours."""
    try:
        ids = ChatTemplate(source, tokenizer).ids(CONVERSATION)
    except ModelError as error:
        return None if error.code == "model-damaged" and len(error.text("en")) < 1000 else "bad"
    return decode(tokenizer, ids)


@pytest.mark.parametrize("name", sorted(HANGS))
def test_a_template_that_never_ends_does(name: str, tokenizer: BpeTokenizer) -> None:
    began = time.thread_time()

    assert len(text_of(HANGS[name], tokenizer) or "") < 5000
    assert time.thread_time() - began < 60  # without bounds: for ever


@pytest.mark.parametrize("name", sorted(FILLS))
def test_a_template_that_fills_the_memory_does_not(name: str, tokenizer: BpeTokenizer) -> None:
    tracemalloc.start()
    try:
        text = text_of(FILLS[name], tokenizer)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert text is None
    assert most < 200 << 20, f"{most >> 20} MB"


@pytest.mark.parametrize("name", sorted(ESCAPES))
def test_a_template_reaches_nothing_outside(name: str, tokenizer: BpeTokenizer) -> None:
    assert not (text_of(ESCAPES[name], tokenizer) or "").strip("[]'")


def test_a_purse_is_for_one_rendering(tokenizer: BpeTokenizer) -> None:
    source = "{% for a in range(9000) %}{% endfor %}{{ messages[-1]['content'] }}"
    template = ChatTemplate(source, tokenizer)

    for _ in range(300):
        assert len(template.ids(CONVERSATION)) == len("another")


# --- templates made at random --------------------------------------------------------------------

MADE = 250
VALUES = (
    *("messages", "x", "ns.a", "ns.b", "loop", "ns", "'ab'", "7", "0", "2.5", "none", "true"),
    *("range(99)", "[1, 'a']", "{'a': 1}", "messages[0]", "messages[-1].content", "self", "f"),
    *("namespace", "(1, x)", "'a' * 99999", "unknown", "'\ue0000\ue001'", "10 ** 19", "range"),
)
FILTERS: tuple[str, ...] = (
    "list",
    "string",
    "trim",
    "length",
    "first",
    "last",
    "tojson",
    "default",
    "reverse",
)
FILTERS += ("join", "replace", "sort", "map", "select", "unique", "items", "dictsort", "upper")
STRANGE: tuple[str, ...] = (
    "attr",
    "batch",
    "indent",
    "center",
    "format",
    "pprint",
    "sum",
    "xmlattr",
    "random",
)
NAMES = ("a", "content", "items", "keys", "join", "replace", "split", "__class__", "index", "cycle")
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "in", "and", "or", "is", "if")


def expression(source: random.Random, depth: int = 2) -> str:
    if depth == 0 or source.random() < 0.3:
        return source.choice(VALUES)
    inner = [expression(source, depth - 1) for _ in range(3)]
    filters = STRANGE if source.random() < 0.03 else FILTERS
    return source.choice(
        (
            f"({inner[0]}) {source.choice(OPERATORS)} ({inner[1]})",
            f"({inner[0]})|{source.choice(filters)}",
            f"({inner[0]})|{source.choice(filters)}({inner[1]})",
            f"({inner[0]})|{source.choice(filters)}({inner[1]}, {inner[2]})",
            f"({inner[0]}).{source.choice(NAMES)}",
            f"({inner[0]}).{source.choice(NAMES)}({inner[1]}, {inner[2]})",
            f"({inner[0]})[{inner[1]}]",
            f"({inner[0]})[{inner[1]}:{inner[2]}]",
            f"[{', '.join(inner)}]",
            f"{{'a': {inner[0]}, 'b': {inner[1]}}}",
            f"({inner[0]})({inner[1]})",
            inner[0],
        )
    )


def statement(source: random.Random, depth: int = 4) -> str:
    made = expression(source)
    if depth == 0:
        return f"{{{{ {made} }}}}"
    inner = "".join(statement(source, depth - 1) for _ in range(source.randrange(1, 3)))
    return source.choice(
        (
            f"{{{{ {made} }}}}",
            f"{{% for x in {made} %}}{inner}{{% endfor %}}",
            f"{{% for x in range(99) %}}{inner}{{% endfor %}}",
            f"{{% if {made} %}}{inner}{{% else %}}-{{% endif %}}",
            f"{{% set ns.a = {made} %}}{inner}",
            f"{{% set ns.b = [ns.a, ns.b] %}}{inner}",
            f"{{% set ns.a = ns.a ~ ns.a %}}{inner}",
            f"{{% set x %}}{inner}{{% endset %}}{{{{ x }}}}",
            f"{{% macro f(x) %}}{inner}{{% endmacro %}}{{{{ f(1) }}}}",
        )
    )


def test_templates_made_at_random_end_in_text_or_in_our_error(tokenizer: BpeTokenizer) -> None:
    source = random.Random(9)
    longest = 0.0
    refused = 0
    for _ in range(rounds(MADE)):
        made = "{% set ns = namespace(a='a', b=1) %}{% set x = 'x' %}" + statement(source)
        began = time.thread_time()
        text = text_of(made, tokenizer)
        longest = max(longest, time.thread_time() - began)
        refused += text is None
        assert text != "bad", made
    assert refused < 0.95 * rounds(MADE)  # some do say something
    assert longest < 60
