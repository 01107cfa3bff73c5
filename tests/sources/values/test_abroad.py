from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath, Source
from agent.sources.text.units import units
from agent.sources.values.facts import facts
from agent.sources.values.parameters import parameters

HERE = Source(path=RepoPath("api.md"), line=1, last=1)


@pytest.mark.parametrize(
    ("text", "required", "default", "limits"),
    [
        ("integer, obligatorio, máximo 50", True, None, ["max=50"]),
        ("entero, no obligatorio, por defecto: 7", False, "7", []),
        ("(opcional, padrão 10)", False, "10", []),
        ("string, obligatoire, au moins 3 caractères", True, None, ["min_length=3"]),
        ("facultatif, par défaut `title`", False, "title", []),
        ("Pflichtfeld, höchstens 80 Zeichen", True, None, ["max_length=80"]),
        ("optional, Standardwert 1", False, "1", []),
        (
            "необязательно, по умолчанию 5",
            False,
            "5",
            [],
        ),
        (
            "обязательное, не более 9",
            True,
            None,
            ["max=9"],
        ),
        ("bắt buộc, tối thiểu 6 ký tự", True, None, ["min_length=6"]),
        ("không bắt buộc, mặc định 0", False, "0", []),
        ("必填\uff0c最大20个字符", True, None, ["max_length=20"]),
        ("页码\uff0c默认1", None, "1", []),
        (
            "排序\uff08可选\uff0c默认值\uff1atitle\uff09",
            False,
            "title",
            [],
        ),
        ("任意、デフォルトは 3", False, "3", []),
        ("필수, 최대 5", True, None, ["max=5"]),
    ],
)
def test_what_holds_of_a_value_in_other_languages(
    text: str,
    *,
    required: bool | None,
    default: str | None,
    limits: list[str],
) -> None:
    found = facts(text, HERE)
    assert found.required is required
    assert found.default == default
    assert [f"{one.kind}={one.value}" for one in found.limits] == limits


TABLES = [
    ("| Parámetro | Tipo | Obligatorio | Por defecto |", "Sí", "No"),
    (
        "| Tham số | Kiểu | Bắt buộc | Mặc định |",
        "Có",
        "Không",
    ),
    ("| 参数 | 类型 | 必填 | 默认值 |", "是", "否"),
    ("| Parameter | Typ | Pflicht | Standardwert |", "ja", "nein"),
]


@pytest.mark.parametrize(("head", "yes", "no"), TABLES)
def test_the_heads_of_a_table_of_them(head: str, yes: str, no: str) -> None:
    rows = f"{head}\n|---|---|---|---|\n| shelf | int | {yes} | - |\n| page | int | {no} | 1 |\n"
    document = Document(path=RepoPath("api.md"), role="api-plan", text=rows)
    shelf, page = parameters(units(rows), "query", document)
    assert (shelf.required, shelf.default) == (True, None)
    assert (page.required, page.default) == (False, "1")
