"""What bytes say: UTF-8, UTF-16 by its mark, else the code page whose reading has no odd signs."""

from __future__ import annotations

import pytest

from agent.core.encodings import decoded, readable

POLISH = "# Plan API\n\nEndpoint zwraca listę książek; błędny próg, są źle określone.\n"
GERMAN = "Die Größe ist 5 m² \u2013 \u201cso\u201d, don\u2019t.\n" + "\u2014" * 7
SPANISH = "## Búsqueda\n\n¿Qué año? ¡Una sola página por petición!\n"
CZECH = "# API\n\nVrátí číslo objednávky, ťuk, uživatele a čas\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (POLISH, "utf-8", ""),
        (POLISH, "utf-8-sig", ""),
        (POLISH, "utf-16", "UTF-16"),
        (POLISH, "cp1250", "CP1250"),
        (POLISH, "iso8859_2", "ISO-8859-2"),
        (GERMAN, "cp1252", "CP1252"),
        (SPANISH, "latin-1", "CP1252"),
        (CZECH, "cp1250", "CP1250"),
        ("", "utf-8", ""),
    ],
)
def test_a_text_is_read_in_the_encoding_it_was_written_in(text: str, codec: str, name: str) -> None:
    found = decoded(text.encode(codec))
    assert found is not None
    assert (found.text.removeprefix("\ufeff"), found.encoding) == (text, name)


@pytest.mark.parametrize(
    "data",
    [
        b"# Tables\n\0\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\xff\xfe" + b"abc" * 20,
        b"\xff\xfe\x00\xd8\x41\x00",
        b"caf\xe9\0",
        "# API без кода\n".encode("utf-16-le"),
        "# Список книг пользователя\n".encode("cp1251"),
        "# API\n\n### GET /books\n获取图书列表支持分页与过滤\n".encode("gb18030"),
        "# API\n\n### GET /books\n本を一覧で返す\n".encode("shift_jis"),
        b"a\x81\x8d\x8f\x90\x9d\x83\x88\x98b",
        b"\x98\x81",
    ],
)
def test_T35_what_is_no_text_of_these_is_told_so(data: bytes) -> None:
    assert decoded(data) is None
    assert readable(data) == data.decode("utf-8", "replace")


def test_one_character_of_utf_8_in_a_page_does_not_change_which_it_is() -> None:
    data = "Definição canônica, já ".encode("latin-1") + "canéca\n".encode()
    found = decoded(data)
    assert found is not None
    assert (found.encoding, found.text[:21]) == ("CP1252", "Definição canônica, j")


def test_a_text_in_utf_8_with_a_damaged_byte_keeps_the_rest() -> None:
    found = decoded(POLISH.encode() + b"\xff")
    assert found is not None
    assert (found.text, found.encoding) == (f"{POLISH}\ufffd", "damaged UTF-8")
    assert decoded(POLISH.encode() + b"\xff\x01") is None


def test_a_text_in_a_code_page_is_shown_as_it_reads() -> None:
    assert readable(POLISH.encode("cp1250")) == POLISH
