"""Makes docs/session.svg: the real program in a real terminal, played, drawn by rich.

usage: python docs/picture.py        (in an environment with waltz-agent[dev])
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.text import Text

COLUMNS, ROWS = 80, 34
HERE = Path(__file__).parent
# What is typed at each gate, until the second diff is on the screen.
LINES = ("POST /api/books", "y", "", "y", "y")
_COLOURS = {"brown": "yellow", "default": ""}
_FONT = re.compile(r"@font-face\s*\{[^}]*\}\s*")


def main() -> None:
    """Play the first gates of the demo, and write what the terminal shows."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as scratch:
        command = [str(Path(sys.executable).with_name("waltz")), "demo", f"{scratch}/library"]
        child: pexpect.spawn[bytes] = pexpect.spawn(
            command[0],
            command[1:],
            dimensions=(ROWS, COLUMNS),
            env={
                "PATH": "/usr/local/bin:/usr/bin:/bin",
                "HOME": scratch,
                "TERM": "xterm-256color",
                "PROMPT_TOOLKIT_NO_CPR": "1",
                "LANG": "C.UTF-8",
            },
            timeout=30,
        )
        for line in LINES:
            _until(child, stream, lambda: _at_prompt(screen))
            child.send(f"{line}\r")
        _until(child, stream, lambda: _at_prompt(screen))
        child.close(force=True)
    console = Console(width=COLUMNS, record=True, file=Path("/dev/null").open("w"))  # noqa: SIM115 - it lives as long as the script
    for row in range(ROWS):
        console.print(_row(screen, row), end="\n", soft_wrap=True)
    svg = console.export_svg(title="waltz demo")
    # Without the font file that the drawing would fetch from the web (libraries.md §3).
    (HERE / "session.svg").write_text(_FONT.sub("", svg))


def _at_prompt(screen: pyte.Screen) -> bool:
    return screen.display[screen.cursor.y].rstrip() == ">" and screen.cursor.x == len("> ")


def _until(child: pexpect.spawn[bytes], stream: pyte.ByteStream, seen: Callable[[], bool]) -> None:
    """Read what the program draws until this is seen, and it has drawn no more."""
    quiet = False
    while not (quiet and seen()):
        try:
            stream.feed(child.read_nonblocking(65536, timeout=1.0))
            quiet = False
        except pexpect.TIMEOUT:
            quiet = True


def _row(screen: pyte.Screen, row: int) -> Text:
    text = Text()
    for column in range(COLUMNS):
        cell = screen.buffer[row][column]
        colour = _COLOURS.get(cell.fg, cell.fg)
        style = " ".join(filter(None, ("bold" if cell.bold else "", colour)))
        text.append(cell.data, style)
    return text


if __name__ == "__main__":
    main()
