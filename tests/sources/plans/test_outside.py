from __future__ import annotations

import pytest

from agent.sources.plans.stepparts import leaving


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Files: `../x`", ("../x",)),
        ("Files: `/etc/x`, `app/a.py`", ("/etc/x",)),
        ("Files: C:\\x, c:/y and ~/.bashrc", ("C:\\x", "c:/y", "~/.bashrc")),
        ("Files: \\\\srv\\s\\x", ("\\\\srv\\s\\x",)),
        ("Files: a/../../x, ../x, ../x", ("a/../../x", "../x")),
        ("Files: `app/a.py`, `/app/main.py`, `./b.py`, http://x/../y", ()),
    ],
)
def test_T01_T02_what_a_files_label_lists(text: str, found: tuple[str, ...]) -> None:
    assert leaving((text,), ()) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Create `../out.py` beside it", ("../out.py",)),
        ("Update the hook.\nWrite /etc/cron.py", ("/etc/cron.py",)),
        ("See `../out.py`", ()),
        ("Add a field. It is read by ../out.py", ()),
        ("Create a log in /var/log/app.log, `import x from '../types'`", ()),
    ],
)
def test_T01_T02_what_prose_makes(text: str, found: tuple[str, ...]) -> None:
    assert leaving((), (text,)) == found
