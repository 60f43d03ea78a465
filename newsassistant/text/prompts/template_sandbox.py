"""Jinja within bounds: what chat templates need of the language, and a price for each step.

Knows nothing of conversations. Jinja's own sandbox keeps a template from reaching out of it, but
not from running for ever or filling the memory. Here a template is made of listed parts only, and
pays for each turn of a loop, each call and each character that it makes out of one purse. One
environment serves one template on one thread at a time.
"""

from __future__ import annotations

import functools
import json
import time
import warnings
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from types import BuiltinMethodType, CodeType
from typing import Any, Final

from jinja2 import Environment, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.filters import FILTERS
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from newsassistant.core.outside import is_whole

LONGEST_SOURCE = 64_000
LONGEST_VALUE = 1 << 18
LONGEST_RANGE = 10_000
MOST_INDENT = 8
MOST_BITS = 64
PURSE = 1 << 24
STEP = 32
SECONDS = 2.0  # of the processor

_NODES = frozenset(
    (
        *("Template", "Output", "TemplateData", "For", "If", "Assign", "AssignBlock", "With"),
        *("Macro", "CallBlock", "FilterBlock", "Name", "NSRef", "Const", "Tuple", "List", "Dict"),
        *("Pair", "Keyword", "CondExpr", "Filter", "Test", "Call", "Getitem", "Getattr", "Slice"),
        *("Concat", "Compare", "Operand", "Mul", "Div", "FloorDiv", "Add", "Sub", "Mod", "Pow"),
        *("And", "Or", "Not", "Neg", "Pos"),
    )
)
_FILTERS = frozenset(
    (
        *("abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "int"),
        *("items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject"),
        *("rejectattr", "replace", "reverse", "select", "selectattr", "sort", "string", "title"),
        *("trim", "unique", "upper"),
    )
)
_TESTS = frozenset(TESTS) - {"filter", "test", "callable", "escaped"}
_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(
        (
            *("capitalize", "count", "endswith", "find", "index", "isalpha", "isdigit", "islower"),
            *("isspace", "isupper", "lower", "lstrip", "removeprefix", "removesuffix", "rfind"),
            *("rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper"),
            *("join", "partition", "replace", "rpartition"),
        )
    ),
    dict: frozenset(("get", "items", "keys", "values")),
    list: frozenset(("count", "index")),
    tuple: frozenset(("count", "index")),
    LoopContext: frozenset(
        (
            *("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth"),
            *("depth0", "previtem", "nextitem", "cycle", "changed"),
        )
    ),
}
# No template can write these names.
_COUNTED, _PAID, _JOINED = "counted by us", "paid to us", "joined by us"


class OverspentError(TemplateRuntimeError):
    """The template has made more than it may."""


class TemplateSandbox(ImmutableSandboxedEnvironment):
    """Compiles and renders templates of listed parts, each rendering with a purse of its own."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self) -> None:
        # Constants would be worked out while compiling, where nothing is paid for.
        super().__init__(trim_blocks=True, lstrip_blocks=True, optimized=False, finalize=_finalize)
        self.purse = _Purse()
        self.globals = {"range": _short_range, "namespace": Namespace}
        self.filters = {name: self._priced(FILTERS[name], name) for name in _FILTERS}
        self.filters |= {
            "tojson": self._priced(_to_json, "tojson"),
            _COUNTED: self._counted,
            _PAID: lambda value: self.purse.pay(value),
            _JOINED: self._joined,
        }
        self.tests = {name: TESTS[name] for name in _TESTS}

    def render(self, source: Any, **values: object) -> str:
        """The text that a template of this environment makes.

        Raises OverspentError, and whatever Jinja and Python raise.
        """
        self.purse = _Purse()
        return "".join(source.generate(**values))

    # --- compiling ------------------------------------------------------------------------------

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > LONGEST_SOURCE:
            raise SecurityError(f"it has {len(source)} characters, more than {LONGEST_SOURCE}")
        parsed = super()._parse(source, name, filename)
        _Pricing().visit(parsed)
        parsed.set_environment(self)
        return parsed

    def _compile(self, source: str, filename: str) -> CodeType:
        with warnings.catch_warnings():
            # Python would print what it thinks of the template.
            warnings.simplefilter("ignore", SyntaxWarning)
            return super()._compile(source, filename)

    # --- rendering ------------------------------------------------------------------------------

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """True for the methods that are listed, and for what a template has put on a namespace."""
        if isinstance(obj, Namespace):
            return not attr.startswith("_")
        return attr in _METHODS.get(type(obj), ())

    def wrap_str_format(self, value: Any) -> None:
        """`format` is not listed: its widths are a way to fill the memory."""
        return

    def is_safe_callable(self, obj: Any) -> bool:
        """True for macros, for `range` and `namespace`, and for methods that are listed."""
        if obj in (_short_range, Namespace) or isinstance(obj, Macro | Undefined):
            return True
        owner = getattr(obj, "__self__", None)
        return getattr(obj, "__name__", "") in _METHODS.get(type(owner), ())

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call what may be called, for its price."""
        self.purse.spend(STEP)
        if isinstance(obj, BuiltinMethodType) and isinstance(obj.__self__, str):
            self._check_growth(obj.__name__, obj.__self__, args)
        return self._taken(super().call(context, obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Work out `left operator right` unless the result is too large."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator in ("%", "**", "-", "/", "//") and not numbers:
            self._refuse_undefined(left, right)
            raise SecurityError(f"{operator} is for numbers only")
        if operator == "**" and abs(right) * max(1, int(left).bit_length()) > MOST_BITS:
            raise OverspentError("too large a number")
        if operator == "*" and not numbers:
            self._refuse_undefined(left, right)
            text, count = (right, left) if isinstance(left, int) else (left, right)
            if not isinstance(count, int) or not isinstance(text, str | list | tuple):
                raise SecurityError("* is for numbers, and for a text and a number")
            if len(text) * count > LONGEST_VALUE:
                raise OverspentError("too long a value")
        return self.purse.pay(super().call_binop(context, operator, left, right))

    @staticmethod
    def _refuse_undefined(*values: object) -> None:
        for value in values:
            if isinstance(value, Undefined):
                value._fail_with_undefined_error()

    def _check_growth(self, name: str, text: str, arguments: tuple[Any, ...]) -> None:
        """Refuse the two methods that can make a text far longer, before they do."""
        if name == "replace" and len(arguments) >= 2:
            old, new = arguments[:2]
            if isinstance(old, str) and isinstance(new, str):
                self.purse.check_length((text.count(old) + 1) * len(new) + len(text))
        if name == "join" and arguments:
            self.purse.pay(arguments[0])
            self.purse.check_length(len(text) * len(arguments[0]))

    def _priced(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """A filter that pays for what it makes."""

        @functools.wraps(function)
        def priced(*args: Any, **kwargs: Any) -> Any:
            self.purse.spend(STEP)
            passed = 1 if hasattr(function, "jinja_pass_arg") else 0  # context or environment
            value, arguments = args[passed], args[passed + 1 :]
            if name in ("string", "tojson", "join", "replace"):
                args = (*args[:passed], self._listed(value), *arguments)
                value = args[passed]
            if name == "replace":
                self._check_growth("replace", str(value), (*arguments, *kwargs.values()))
            if name == "join":
                between = arguments[0] if arguments else kwargs.get("d", "")
                self._check_growth("join", str(self.purse.pay(between)), (list(args[passed]),))
            return self._taken(function(*args, **kwargs))

        return priced

    def _listed(self, value: Any) -> Any:
        """A value that will be written out, paid for; what can be gone through only once a list."""
        if isinstance(value, Iterator):
            value = list(self._counted(value))
        return self.purse.pay(value)

    def _taken(self, made: Any) -> Any:
        """What a call or a filter has made, paid for."""
        if isinstance(made, Iterator):
            made = list(self._counted(made))
        if isinstance(made, Namespace):
            return made
        return self.purse.pay(
            list(made) if isinstance(made, KeysView | ValuesView | ItemsView) else made
        )

    def _counted(self, values: Iterable[Any]) -> Iterator[Any]:
        """The items of a loop, each for its price."""
        for value in values:
            self.purse.spend(STEP)
            yield value

    def _joined(self, values: list[Any]) -> str:
        return str(self.purse.pay("".join(map(str, self.purse.pay(values)))))


class _Purse:
    """What one rendering may still spend, in characters made; a step costs as much as 32."""

    def __init__(self) -> None:
        self._left = PURSE
        self._ends = time.thread_time() + SECONDS

    def spend(self, amount: int) -> None:
        self._left -= amount
        if self._left < 0:
            raise OverspentError("it does too much")
        if time.thread_time() > self._ends:
            raise OverspentError("it takes too long")

    def check_length(self, length: int) -> None:
        if length > LONGEST_VALUE:
            raise OverspentError("too long a value")

    def pay(self, value: Any) -> Any:
        """`value`, if it is plain data within bounds that is paid for as it would be written."""
        self.spend(STEP)
        if type(value) is str:  # by far the most
            self.check_length(len(value))
            self.spend(len(value))
            return value
        waiting, length = [value], 0
        while waiting:
            item = waiting.pop()
            size = self._size(item)
            length += size
            self.check_length(length)
            self.spend(STEP + size)
            if isinstance(item, dict):
                waiting += [*item.keys(), *item.values()]
            elif isinstance(item, list | tuple):
                waiting += item
        return value

    def _size(self, item: Any) -> int:
        if isinstance(item, str | list | tuple | dict | range):
            return len(item) + 2
        if isinstance(item, int) and item.bit_length() > MOST_BITS:
            raise OverspentError("too large a number")
        if item is None or isinstance(item, int | float | Undefined):
            return 20
        raise SecurityError(f"{type(item).__name__} is no plain value")


class _Pricing(NodeTransformer):
    """Refuses parts that are not listed, and puts a price where Jinja has none."""

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        if type(node).__name__ not in _NODES:
            raise SecurityError(f"{type(node).__name__} is not for chat templates")
        return super().visit(node, *args, **kwargs)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's name
        if node.recursive:
            raise SecurityError("recursive loops are not for chat templates")
        self.generic_visit(node)
        node.iter = _filtered(node.iter, _COUNTED)
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        # The finalizer sees expressions only.
        node.nodes = [
            nodes.Const(part.data, lineno=part.lineno)
            if isinstance(part, nodes.TemplateData)
            else part
            for part in node.nodes
        ]
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), _JOINED)

    def _made(self, node: nodes.Expr) -> nodes.Node:
        self.generic_visit(node)
        # On the left of "=" a tuple makes nothing.
        return node if getattr(node, "ctx", "load") != "load" else _filtered(node, _PAID)

    visit_List = visit_Dict = visit_Tuple = _made  # noqa: N815 - Jinja's names

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        return _filtered(node, _PAID) if isinstance(node.arg, nodes.Slice) else node


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


@pass_context  # so that nothing is worked out while compiling
def _finalize(context: Context, value: Any) -> str:
    """An expression as it is written into the text."""
    environment: Final[Environment] = context.environment
    assert isinstance(environment, TemplateSandbox)
    return str(environment.purse.pay(value))


def _short_range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > LONGEST_RANGE:
        raise OverspentError("too long a range")
    return found


def _to_json(value: Any, ensure_ascii: bool = False, indent: int | None = None) -> str:
    """As transformers has it, which chat templates are written for: without Jinja's escapes."""
    if indent is not None and not is_whole(indent, 0, MOST_INDENT):
        raise SecurityError(f"an indent of more than {MOST_INDENT}")
    return json.dumps(value, ensure_ascii=bool(ensure_ascii), indent=indent)
