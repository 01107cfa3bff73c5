"""Texts that are no JSON object, each for a reason of its own: F32, of the arguments of a call."""

from __future__ import annotations

GOOD = '{"path": "a/b.py", "first": -2.5e3, "more": [true, null, {"b": "\\u00e9\\n"}]}'
_AFTER = (
    "}",
    "]",
    ",",
    '"',
    "x",
    "#",
    "//",
    "/**/",
    "/*",
    "{}",
    " 1",
    " null",
    ";",
    "\x00",
    "\x1b",
)
_BEFORE = ("x", ",", "{", "[", "\ufeff", "\u00a0", "//\n", "]", "'", "<!-- -->", "json ")
_VALUES = (
    *("NaN", "Infinity", "-Infinity", "+1", "01", "-01", ".5", "1.", "1.e3", "1e", "1e+", "0x1f"),
    *("1,000", "1 000", "1_000", "-", "--1", "1-", "e3", "1a", "-a", "1/2", "²", "\uff11"),
    *("'x'", "`x`", "x", "undefined", "True", "None", "nul", "tru", "nUll", "falsee", "$x", "<x>"),
    *('"\\x"', '"\\u12"', '"\\u12G4"', '"\\', '"\\"', '"a\nb"', '"a\tb"', '"a\x00b"', '"a', 'a"'),
    *('"a" "b"', '"a", 1', "", " ", ",", ",1", "1,", "[1,]", "[,1]", "[1 2]", "[1", "1]", "[1}"),
    *("[1:2]", "[", "]", "[[]", "[]]", "[,]", "[,,]", "[1,,2]", '["a"', "(1)", "(", "[3 [4]]"),
    *('{"b":1,}', "{b: 1}", '{"b" 1}', '{"b"::1}', "{1: 2}", '{"b": 1 "c": 2}', '{"b", 1}'),
    *('{"b": 1]', "{'b': 1}", '{"b": }', '{"b"', "{", "}", "{,}", '{"b":1,,"c":2}', "{null: 1}"),
    *('{"b": 1 // no\n}', '{"b": /* no */ }', '{"b"=1}', '{"b"=>1}', "{[1]: 2}", '{""', "{\ufeff}"),
)
_NO_OBJECTS = ("[]", "[{}]", "1", '"x"', "null", "true", " ", "\n", "[" * 100_000, '{"a":' * 5_000)


def broken() -> tuple[str, ...]:
    """All of them, each once."""
    found = (
        *(GOOD[:end] for end in range(1, len(GOOD))),
        *(GOOD + one for one in _AFTER),
        *(one + GOOD for one in _BEFORE),
        *(f'{{"path": {one}}}' for one in _VALUES),
        *_NO_OBJECTS,
    )
    return tuple(dict.fromkeys(found))
