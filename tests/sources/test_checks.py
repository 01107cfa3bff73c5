"""What the code of a field says of its values, in each language."""

from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.types.checks import checks_of
from agent.sources.types.reading import find_types

ZOD = [
    ('z.string().min(3, "at (least) 3").max(100)', (("min_length", "3"), ("max_length", "100"))),
    ("z.array(z.string().max(20)).max(5)", (("max_length", "5"),)),
    ("z.coerce.number().int().gte(1).lt(1_000)", (("min", "1"), ("below", "1000"))),
    ("z.string().transform(Number).pipe(z.number().min(1))", (("min", "1"),)),
    ('z.enum(["a", "b"])', (("choices", "a|b"),)),
    ('z.enum(["a", "b"], { message: "no such" })', (("choices", "a|b"),)),
    ("z.enum(['a', 'b'], 'no such')", (("choices", "a|b"),)),
    ("z.string().email()", (("format", "email"),)),
    ("z.string().length(2)", (("min_length", "2"), ("max_length", "2"))),
    ("z.number().nonnegative()", (("min", "0"),)),
    ("z.string().min(1).or(z.number())", ()),
    ("z.string().max(MOST)", ()),
]


@pytest.mark.parametrize(("code", "limits"), ZOD)
def test_a_chain_of_calls_bounds_what_its_last_base_is(
    code: str, limits: tuple[tuple[str, str], ...]
) -> None:
    assert checks_of(code).limits == limits


@pytest.mark.parametrize(
    ("code", "default"),
    [
        ("z.number().default(20)", "20"),
        ('z.enum(["a", "b"]).default("b")', "b"),
        ("z.date().default(() => new Date())", None),
        ("n: int = Field(20, ge=1)", "20"),
        ("n: int = Field(default=5)", "5"),
        ("n: int = Field(..., ge=1)", None),
        ("n: list = Field(default_factory=list)", None),
        ('k: str = "a"', "a"),
        ("k: Order = Order.FIRST", None),
        ("public bool Open { get; set; } = true;", "true"),
        ('public string Name { get; set; } = "";', None),
    ],
)
def test_a_default_is_a_plain_value(code: str, default: str | None) -> None:
    assert checks_of(code).default == default


FILES = [
    (
        "a.ts",
        (
            "export class MapDto { @IsString() @MinLength(3) title: string;"
            " @Min(1) @Max(9) n?: number = 2;"
            " @IsIn(['x', 'y']) k: string; @Length(2, 5) c: string; }"
        ),
        {
            "title": (("min_length", "3"),),
            "n": (("min", "1"), ("max", "9")),
            "k": (("choices", "x|y"),),
            "c": (("min_length", "2"), ("max_length", "5")),
        },
    ),
    (
        "a.py",
        (
            "class MapIn(BaseModel):\n"
            "    title: str = Field(..., min_length=1, description='a, b')\n"
            "    n: Annotated[int, Field(gt=0, le=9)] = 2\n    k: Literal['x', 'y'] = 'x'\n"
        ),
        {
            "title": (("min_length", "1"),),
            "n": (("above", "0"), ("max", "9")),
            "k": (("choices", "x|y"),),
        },
    ),
    (
        "a.cs",
        (
            "public class MapRequest { [Required, StringLength(80, MinimumLength = 3)]"
            " public string Title { get; set; } [Range(1, 9)] public int N { get; set; } = 2; }"
            " public record Sheet([MaxLength(20)] string Name);"
        ),
        {
            "Title": (("min_length", "3"), ("max_length", "80")),
            "N": (("min", "1"), ("max", "9")),
            "Name": (("max_length", "20"),),
        },
    ),
    (
        "A.java",
        (
            "public record MapRequest(@NotNull @Size(max = 10) String title,"
            " @Min(1) @Max(value = 9) Integer n, @Positive int p) {}"
        ),
        {
            "title": (("max_length", "10"),),
            "n": (("min", "1"), ("max", "9")),
            "p": (("above", "0"),),
        },
    ),
]


@pytest.mark.parametrize(("path", "text", "fields"), FILES)
def test_a_declared_field_has_its_checks(
    path: str, text: str, fields: dict[str, tuple[tuple[str, str], ...]]
) -> None:
    types = find_types(RepoPath(path), text).types

    assert {one.name: checks_of(one.code).limits for each in types for one in each.fields} == fields
