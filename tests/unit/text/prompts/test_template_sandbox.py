"""What chat templates need works as Jinja has it; what is not listed is refused by name."""

from __future__ import annotations

import pytest
from jinja2 import Environment
from jinja2.exceptions import SecurityError, TemplateError

from newsassistant.text.prompts.template_sandbox import (
    LONGEST_SOURCE,
    OverspentError,
    TemplateSandbox,
)

MESSAGES = [
    {"role": "system", "content": " be brief "},
    {"role": "user", "content": "one"},
    {"role": "assistant", "content": "two"},
    {"role": "user", "content": "three"},
]
ORDINARY = {
    "concatenation": "{{ 'a' ~ 1 ~ messages[0]['role'] + '!' }}",
    "a loop's facts": "{% for m in messages %}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}"
    "{{ loop.length }}{{ loop.nextitem is defined }}"
    "{% if loop.previtem is defined %}{{ loop.previtem.role }}{% endif %}|{% else %}x{% endfor %}",
    "a loop's condition": "{% for m in messages if m.role != 'system' %}{{ m.content }}"
    "{% endfor %}",
    "pairs": "{% for k, v in messages[0].items() %}{{ k }}={{ v }}{% endfor %}"
    "{% for k, v in messages[1]|items %}{{ k }}={{ v }}{% endfor %}",
    "no items": "{% for m in tools %}x{% else %}none{% endfor %}",
    "a namespace": "{% set ns = namespace(last='') %}{% for m in messages %}"
    "{% set ns.last = ns.last + m['content'] %}{% endfor %}{{ ns.last }}",
    "a macro": "{% macro turn(m, end='.') %}<{{ m.role }}>{{ m.content }}{{ end }}{% endmacro %}"
    "{% for m in messages %}{{ turn(m, end='!') }}{% endfor %}",
    "a caller": "{% macro f() %}[{{ caller() }}]{% endmacro %}{% call f() %}x{% endcall %}",
    "slices": "{{ messages[1:]|length }}{{ messages[-1].content[::-1] }}{{ 'abc'[:2] }}",
    "filters": "{{ messages[0].content|trim|upper }}{{ tools|default('none') }}"
    "{{ messages|map(attribute='role')|join(', ') }}{{ messages|selectattr('role', 'eq', 'user')"
    "|list|length }}{{ 'a-b'|replace('-', '+') }}{{ [3, 1]|sort|first }}{{ '7'|int + 1 }}"
    "{{ messages|last }}{{ [1, 1]|unique|list }}{{ 'x'|string }}",
    "tests": "{{ tools is defined }}{{ messages[0] is mapping }}{{ 'a' is string }}"
    "{{ messages is iterable }}{{ none is none }}{{ 'a' in 'ab' }}{{ 4 is divisibleby 2 }}",
    "methods": "{{ ' a b '.strip().split(' ') }}{{ 'Ab'.lower() }}{{ 'a'.startswith('a') }}"
    "{{ messages[0].get('role') }}{{ '+'.join(['a', 'b']) }}{{ 'aXb'.replace('X', '--') }}",
    "numbers": "{{ 7 // 2 }} {{ 7 % 2 }} {{ 7 / 2 }} {{ 2 ** 10 }} {{ -3 + 1 }} {{ 2 * 'ab' }}",
    "conditions": "{{ 'a' if messages|length > 2 and not tools else 'b' }}",
    "blocks": "{% set x %}a{{ 1 }}{% endset %}{{ x }}{% filter upper %}b{% endfilter %}"
    "{% with y = 2 %}{{ y }}{% endwith %}{% raw %}{{ z }}{% endraw %}{# nothing #}",
    "ranges": "{% for i in range(1, 6, 2) %}{{ i }}{% endfor %}{{ range(3)|list }}",
    "what is missing": "{{ messages[0].metadata }}{{ messages[0]['metadata'] }}{{ tools }}|",
    "literals": "{{ [1, 'a', (2.5, none)] }}{{ {'a': true} }}",
    "white space": "  {% if true %}\n  a\n  {% endif %}\n{%- if true -%} b {%- endif %}\n c\n",
}


def made(source: str) -> str:
    sandbox = TemplateSandbox()
    return sandbox.render(sandbox.from_string(source), messages=MESSAGES)


@pytest.mark.parametrize("name", sorted(ORDINARY))
def test_what_templates_need_is_as_jinja_has_it(name: str) -> None:
    official = Environment(trim_blocks=True, lstrip_blocks=True)

    assert made(ORDINARY[name]) == official.from_string(ORDINARY[name]).render(messages=MESSAGES)


def test_json_is_written_as_transformers_does() -> None:
    assert made("{{ {'a': '<好>', 'b': [1]}|tojson }}") == '{"a": "<好>", "b": [1]}'
    assert made("{{ [1]|tojson(indent=4, ensure_ascii=False) }}") == "[\n    1\n]"
    assert made("{{ '好'|tojson(ensure_ascii=true) }}") == '"\\u597d"'


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% include 'x' %}", "Include is not for chat templates"),
        ("{% for x in y recursive %}{% endfor %}", "recursive loops"),
        ("{{ lipsum() }}", "lipsum"),
        ("{{ 'a'|center(9) }}", "center"),
        ("{{ '%d' % 1 }}", "numbers only"),
        ("{{ range(10001) }}", "too long a range"),
        ("{{ 'a' * 300000 }}", "too long a value"),
        ("{{ 2 ** 64 }}", "too large a number"),
        (
            "{% for a in range(9999) %}{% for b in range(99) %}{% endfor %}{% endfor %}",
            "it does too much",
        ),
        ("{{ [namespace()] }}", "no plain value"),
        ("a" * (LONGEST_SOURCE + 1), "64001 characters"),
    ],
)
def test_a_refusal_says_why(source: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Measured for coverage, the steps of the longest take longer than the time that there is.
    monkeypatch.setattr("newsassistant.text.prompts.template_sandbox.SECONDS", 60.0)
    with pytest.raises(TemplateError, match=words) as caught:
        made(source)
    assert isinstance(caught.value, SecurityError | OverspentError | TemplateError)


def test_time_is_bounded_where_steps_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsassistant.text.prompts.template_sandbox.SECONDS", -1.0)

    with pytest.raises(OverspentError, match="too long"):
        made("{{ 1 }}")


def test_python_prints_nothing_about_a_template(recwarn: pytest.WarningsRecorder) -> None:
    assert made("{{ 7[0] }}|") == "|"
    assert not recwarn.list
