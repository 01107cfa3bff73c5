from __future__ import annotations

from dataclasses import replace

import pytest

from agent.core.documents import RepoPath
from agent.core.plan import Plan, Step, StepFile, step_id
from agent.core.spec import Endpoint, Spec
from agent.drafter import Code, Known, StepRequest
from agent.drafters.model.beside import around, listed
from agent.drafters.model.importing import Modules

PATHS = (
    "app/api/v1/cards.py", "app/api/v1/__init__.py", "app/models/card.py", "app/models/__init__.py",
    "app/deps.py", "shop/src/shop/core/clock.py",
    "src/lib/cards/service.ts", "src/lib/cards/index.ts", "src/lib/http.ts", "src/lib/http.test.ts",
    "web/src/lib/http.ts", "libs/common/src/lib/dto.ts",
    "java/a/CardService.java", "java/a/Card.java", "java/b/Card.java", "java/b/Deck.java",
    "App/Models/User.php", "docs/Card.md",
)  # fmt: skip


def used(path: str, text: str) -> list[str]:
    modules = Modules(tuple(RepoPath(one) for one in PATHS))
    return [one.value for one in modules.used(RepoPath(path), text)]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("src/pages/a.ts", 'import { a } from "../lib/http";', ["src/lib/http.ts"]),
        ("src/lib/a.ts", 'import { a } from "./http.js";', ["src/lib/http.ts"]),
        ("src/lib/a.ts", "export * from './cards'", ["src/lib/cards/index.ts"]),
        ("src/pages/a.ts", 'import x from "@/lib/http"', ["src/lib/http.ts"]),
        ("web/src/pages/a.ts", 'const x = require("~/lib/http")', ["web/src/lib/http.ts"]),
        ("src/pages/a.ts", 'await import("src/lib/cards/service")', ["src/lib/cards/service.ts"]),
        ("a.ts", 'from "@shop/common/src/lib/dto";', ["libs/common/src/lib/dto.ts"]),
        ("src/a.ts", 'import { z } from "zod"; import fs from "node:fs";', []),
        ("src/lib/http.ts", 'import "./http"', []),
        ("app/main.py", "from app.api.v1 import cards", ["app/api/v1/cards.py",
         "app/api/v1/__init__.py"]),
        ("app/main.py", "from app.models.card import Card", ["app/models/card.py"]),
        ("app/api/v1/a.py", "from ...deps import (\n    a,\n)", ["app/deps.py"]),
        ("app/api/v1/a.py", "from . import cards", ["app/api/v1/cards.py",
         "app/api/v1/__init__.py"]),
        ("shop/src/shop/a.py", "import shop.core.clock", ["shop/src/shop/core/clock.py"]),
        ("a.py", "import os\nfrom pathlib import Path\nfrom card import x", ["app/models/card.py"]),
        ("java/b/CardController.java", "private Card card; // Deck\n", ["java/b/Card.java",
         "java/b/Deck.java"]),
        ("java/a/B.java", "// Deck\nCardService s;", ["java/a/CardService.java"]),
        ("App/Http/A.php", "use App\\Models\\User;", ["App/Models/User.php"]),
    ],
)  # fmt: skip
def test_what_a_text_refers_to(path: str, text: str, found: list[str]) -> None:
    assert used(path, text) == found


def step(*files: str) -> Step:
    named = tuple(StepFile(path=RepoPath(one)) for one in files)
    return Step(number="1", id=step_id("a"), title="a", line=1, files=named)


def names(files: dict[str, str], path: str, *named: str) -> list[str]:
    data = {RepoPath(one): text.encode() for one, text in files.items()}
    code = Code(listed=lambda: tuple(data), read=data.get)
    endpoint, one = Endpoint(method="POST", path=path), step(*named)
    plan = Plan(path=RepoPath("p.md"), title="a", endpoints=(endpoint,), sections=(), steps=(one,))
    spec = Spec(endpoint=endpoint, title="", excerpts=())
    found = around(
        StepRequest(
            step=one, plan=plan, endpoint=spec.endpoint, look_up=lambda: Known(spec=spec), code=code
        )
    )
    return [one.value for one in found.names]


def test_what_a_step_may_need_is_named_and_not_sent() -> None:
    files = {
        "src/api/cards/route.ts": 'import { list } from "../../lib/cards.service"',
        "src/lib/cards.service.ts": 'import { db } from "./store"\nexport function list() {}\n',
        "src/lib/store.ts": "export const db = 1\n",
        "db/migrations/1_cards.sql": "create table cards ();\n",
        "src/lib/unrelated/clock.ts": "export const now = 1\n",
        "src/lib/unrelated/clock.tsx": "export const Clock = 1\n",
        "src/main.ts": "start()\n",
        "src/lib/__init__.py": "",
        "notes.md": "cards\n",
        ".env.ts": "KEY=1\n",
    }

    found = names(files, "/api/cards", "src/api/cards/route.ts")

    related = ["src/lib/store.ts", "db/migrations/1_cards.sql", "src/main.ts"]
    assert found == [*related, "src/lib/unrelated/clock.ts"]


def test_what_is_there_is_named_in_whatever_language_it_is() -> None:
    files = {"main.go": "package main\n", "go.mod": "module a\n", ".env": "K=1", ".ai/a.md": "a"}

    assert names(files, "/api/cards", "cards/new.rs") == ["main.go", "go.mod"]


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/installedItems/count", "dao/IotHubInstalledItemDao.java"),
        ("/calculated-fields", "dao/BaseCalculatedFieldService.java"),
        ("/companies/{id}", "app/company_repository.py"),
        ("/decks/{id}/cards", "src/app/api/decks/[id]/route.ts"),
        ("/v1/boxes", "src/boxes/index.ts"),
    ],
)
def test_the_endpoints_words_find_files(path: str, file: str) -> None:
    assert names({"a/clock.kt": "x\n", file: "x\n"}, path) == [file, "a/clock.kt"]


def test_a_word_for_what_is_done_is_no_subject() -> None:
    files = {"app/Web/JournalEditHelper.php": "x\n", "domain/Journal.php": "x\n"}

    found = names({**files, "app/Clock.php": "x\n"}, "/edit", "app/Web/JournalEditHelper.php")

    assert found == ["domain/Journal.php", "app/Clock.php"]


def test_the_names_are_a_line_a_folder() -> None:
    paths = tuple(RepoPath(one) for one in ("a/c.ts", "d.ts", "a/b.ts"))

    assert listed(paths) == "a/: b.ts, c.ts\n./: d.ts"


def test_the_names_are_bounded() -> None:
    files = {f"src/cards{number}.ts": "x\n" for number in range(400)}

    assert len(names(files, "/cards", "src/new.ts")) < 260


def test_what_declares_a_name_of_the_step_is_shown() -> None:
    named = replace(step("app/users.py"), body="- wrong password: `Unauthorized`, then `new_one()`")
    files = {
        "app/users.py": "from app import db\n",
        "app/errors.py": "class Missing(Exception): ...\nclass Unauthorized(Exception): ...\n",
        "app/other.py": "# Unauthorized\n",
        "app/more.py": "class Unauthorized: ...\n",
    }
    data = {RepoPath(one): text.encode() for one, text in files.items()}
    code = Code(listed=lambda: tuple(data), read=data.get)
    endpoint = Endpoint(method="POST", path="/users")
    plan = Plan(
        path=RepoPath("p.md"), title="a", endpoints=(endpoint,), sections=(), steps=(named,)
    )
    spec = Spec(endpoint=endpoint, title="", excerpts=())

    found = around(
        StepRequest(
            step=named,
            plan=plan,
            endpoint=spec.endpoint,
            look_up=lambda: Known(spec=spec),
            code=code,
        )
    )

    assert [one.path.value for one in found.files] == ["app/users.py", "app/errors.py"]
    assert "class Unauthorized(Exception): ..." in found.files[1].text
    assert [one.value for one in found.names] == ["app/more.py", "app/other.py"]
