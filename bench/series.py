"""`waltz plan --all` at 100, 1,000 and 5,000 endpoints: seconds, megabytes, and how it grows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

WALTZ = str(Path(sys.executable).parent / "waltz")
SIZES = (100, 1_000, 5_000)
MOST_SECONDS, MOST_MEGABYTES = 20.0, 300.0  # at 1,000
_FILE, _RESOURCE = 50, 5
_ACTIONS = (
    ("GET", "", "Query parameters:\n  - `page` (integer, default 1)", "200 OK", "401 no token"),
    ("POST", "", 'Request body: `{ "name": "x", "size": 3 }`', "201 Created", "409 name taken"),
    ("GET", "/{id}", "", "200 OK", "404 not found"),
    ("PATCH", "/{id}", 'Request body: `{ "name": "x" }`', "200 OK", "400 bad name, 404 none"),
    ("DELETE", "/{id}", "", "204 No Content", "404 not found"),
)


def repository(folder: Path, size: int) -> None:
    """A repository whose API plans list so many endpoints."""
    plans = folder / ".ai"
    plans.mkdir(parents=True)
    for first in range(0, size, _FILE):
        text = "# REST API Plan\n\n## Endpoints\n\n" + "\n".join(
            _endpoint(number) for number in range(first, min(first + _FILE, size))
        )
        (plans / f"api-plan-{first // _FILE:03d}.md").write_text(text)
    tables = "".join(_table(_name(number)) for number in range(0, size, _RESOURCE))
    (plans / "db-plan.md").write_text(f"# Database Plan\n\n## Tables\n\n{tables}")
    (plans / "tech-stack.md").write_text("# Tech stack\n\n- Astro 5, TypeScript 5\n- Supabase\n")
    for command in (["init", "-q", "--template="], ["add", "-A"], ["commit", "-qm", "Start"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def _name(number: int) -> str:
    return f"thing{number // _RESOURCE:04d}s"


def _endpoint(number: int) -> str:
    method, tail, takes, success, errors = _ACTIONS[number % _RESOURCE]
    name = _name(number)
    lines = [f"### {method} /api/{name}{tail}", "", f"Works on {name}.", ""]
    lines += [f"- {takes}"] if takes else []
    return "\n".join([*lines, f"- Success: {success}", f"- Errors: {errors}", ""])


def _table(name: str) -> str:
    return f"### {name}\n\n- `id` bigint primary key\n- `name` text not null\n- `size` integer\n\n"


def planned(folder: Path) -> tuple[float, float, float]:
    """The seconds that the series takes, those of the processor, and the megabytes."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [WALTZ, "plan", "--all", "--yes", "--json"], cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"waltz plan --all ended with {child.returncode}")
    passed = time.perf_counter() - start
    return passed, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _measured(room: Path, sizes: Iterator[int]) -> None:
    for size in sizes:
        folder = room / str(size)
        repository(folder, size)
        seconds, busy, megabytes = planned(folder)
        made = len(list((folder / ".ai/documents/api-plans").iterdir()))
        over = size == SIZES[1] and (seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES)
        verdict = "OVER" if over else "ok"
        print(
            f"{size:5} endpoints: {made} plans, {seconds:.1f} s, {busy:.1f} s of the "
            f"processor ({busy / size * 1000:.1f} ms each), {megabytes:.0f} MB  {verdict}"
        )


def main() -> None:
    """Measure each size in a sealed home; sizes may be named."""
    room = Path(tempfile.mkdtemp(prefix="waltz-series-"))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as an installation has it
    os.environ.update(
        HOME=str(room), GIT_CONFIG_NOSYSTEM="1", GIT_AUTHOR_NAME="Bench", GIT_AUTHOR_EMAIL="b@e",
        GIT_COMMITTER_NAME="Bench", GIT_COMMITTER_EMAIL="b@e",
    )  # fmt: skip
    (room / ".gitconfig").write_text("[user]\nname = Bench\nemail = b@e\n")
    try:
        _measured(room, iter(map(int, sys.argv[1:] or SIZES)))
    finally:
        shutil.rmtree(room, ignore_errors=True)


if __name__ == "__main__":
    main()
