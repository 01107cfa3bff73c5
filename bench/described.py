"""A repository with an OpenAPI file of 5 MB and 1,000 operations."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

PATHS = 500
_FIELDS, _PARAMETERS = 11, 8
_HEAD = """openapi: 3.0.3
info: {title: Large, version: 1.0.0}
servers:
  - url: https://large.example/api/v1
security:
  - bearer: []
paths:
"""
_TAIL = """components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string, format: uuid}}
  responses:
    Missing: {description: There is none}
  securitySchemes:
    bearer: {type: http, scheme: bearer, bearerFormat: JWT}
  schemas:
"""


def repository(folder: Path) -> int:
    """Make it; how many bytes the description has."""
    folder.mkdir()
    subprocess.run(["git", "init", "-q", "--template=", str(folder)], check=True)
    text = "".join(_lines())
    (folder / "openapi.yaml").write_text(text)
    for command in (["add", "-A"], ["commit", "-qm", "Describe it"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return len(text)


def board(waltz: str, folder: Path) -> tuple[float, float]:
    """The seconds that the board takes, and the megabytes."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [waltz, "endpoints"], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"waltz endpoints ended with {child.returncode}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


def forget(folder: Path) -> None:
    """Drop what was kept of the description."""
    shutil.rmtree(folder / ".git" / "waltz" / "cache", ignore_errors=True)


def _lines() -> Iterator[str]:
    yield _HEAD
    for number in range(PATHS):
        yield f"  /things{number}/{{id}}:\n"
        yield "    parameters:\n      - $ref: '#/components/parameters/Id'\n"
        yield from _operation("get", number)
        yield from _operation("put", number)
    yield _TAIL
    for number in range(PATHS):
        yield f"    Thing{number}:\n      type: object\n      required: [name0]\n"
        yield "      properties:\n"
        yield from (_field(10, f"name{n}", "maxLength: 80") for n in range(_FIELDS // 2))


def _operation(method: str, number: int) -> Iterator[str]:
    yield f"    {method}:\n      summary: {method} thing {number}\n"
    yield f"      operationId: {method}Thing{number}\n      description: |\n"
    yield "        Does what it says.\n        It may take a while, and it says so.\n"
    yield "      tags: [things, more]\n      parameters:\n"
    for n in range(_PARAMETERS):
        yield f"        - name: q{n}\n          in: query\n          required: false\n"
        yield "          description: The value of this\n          schema:\n"
        yield "            type: integer\n            format: int32\n            minimum: 1\n"
        yield "            maximum: 100\n            default: 10\n"
    yield "      requestBody:\n        content:\n          application/json:\n"
    yield f"            schema:\n              $ref: '#/components/schemas/Thing{number}'\n"
    yield "      responses:\n        '200':\n          description: Fine\n          content:\n"
    yield "            application/json:\n              schema:\n                type: object\n"
    yield "                properties:\n"
    yield from (_field(18, f"field{n}", "example: something") for n in range(_FIELDS))
    yield "        '404':\n          $ref: '#/components/responses/Missing'\n"


def _field(columns: int, name: str, more: str) -> str:
    lines = ("type: string", "maxLength: 200", "description: What the field is for", more)
    kept = lines if not more.startswith("maxLength") else (*lines[:1], *lines[2:])
    inside = "".join(f"{' ' * (columns + 2)}{line}\n" for line in kept)
    return f"{' ' * columns}{name}:\n{inside}"
