from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.text.units import units
from agent.sources.values.coderules import shown

CODE = """
const CreateBookSchema = z.object({
  title: z.string()
    .min(1, "Title is required")
    .max(1_000).trim(),
  kind: z.enum(['novel', "poem"], { message: "no" }).default('novel'),
  code: z.string().length(4).regex(/^[a-z]+$/, "letters"),
  mail: z.string().email().nullable(),
  tags: z
    .array(z.object({
      name: z.string().max(20) }))
    .min(1)
    .max(LIMIT),
  pages: z.coerce.number().int().positive().lte(9),
  rank: z.number().nonnegative().gt(2).lt(5).gte(3),
});
const UpdateBookSchema = z.object({
  title: z.string().max(5).optional(),
});
const BookQuerySchema = z.object({
  page: z.number().min(1),
});
"""


def _shown(code: str, method: str = "POST") -> dict[str, str]:
    plan = Document(path=RepoPath("a.md"), role="api-plan", text=f"```ts{code}```\n")
    return {
        one.name: ", ".join(
            (
                one.type or "",
                "required" if one.required else "optional",
                *(f"{limit.kind} {limit.value} :{limit.source.line}" for limit in one.limits),
                *([f"default {one.default}"] if one.default else []),
                *([one.note] if one.note else []),
            )
        )
        for unit in units(plan.text)
        for one in shown(unit, method, plan)
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("title", "string, required, min_length 1 :4, max_length 1000 :5, trimmed"),
        ("kind", "string, optional, choices novel|poem :6, default novel"),
        ("code", "string, required, min_length 4 :7, max_length 4 :7, pattern /^[a-z]+$/ :7"),
        ("mail", "string, optional, format email :8"),
        ("tags", "array, required, min_length 1 :12"),
        ("name", "string, required, max_length 20 :11"),
        ("pages", "number, required, above 0 :14, max 9 :14"),
        ("rank", "number, required, min 0 :15, above 2 :15, below 5 :15, min 3 :15"),
    ],
)
def test_what_a_schema_in_code_rules(name: str, said: str) -> None:
    assert _shown(CODE)[name] == said


def test_a_schema_is_one_of_the_call_s_deed() -> None:
    assert _shown(CODE, "PATCH") == {"title": "string, optional, max_length 5 :18"}
    assert "page" not in _shown(CODE)


def test_a_schema_without_a_name_is_of_any_deed() -> None:
    assert _shown("\n{ a:1,\n  title: z.string() }\n", "DELETE") == {"title": "string, required"}
    assert _shown("\n{}\n  title: z.string(") == {"title": "string, required"}
    assert _shown("\n```\n\ntext\n\n```\n") == {}


LARAVEL = """
'title' => 'required|string|max:80',
'kind' => 'nullable|in:novel,poem',
'pages' => ['required', 'integer', 'between:1,30'],
'tags' => 'required_if:kind,poem|array|max:4',
'tags.*' => 'in:old,new',
'mail' => 'sometimes|email',
'lent' => 'date',
"""


def test_what_rules_of_laravel_rule() -> None:
    assert _shown(LARAVEL) == {
        "title": "string, required, max_length 80 :2",
        "kind": ", optional, choices novel|poem :3",
        "pages": "integer, required, min 1 :4, max 30 :4",
        "tags": ", optional, choices old|new :6",
        "mail": ", optional, format email :7",
        "lent": "date, optional",
    }
