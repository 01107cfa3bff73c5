from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.adapters.runner import ProcessRunner, environment
from agent.ports import Filtered, Outcome

HERE = {"PATH": os.environ["PATH"]}


def python(tmp_path: Path, code: str, seconds: float = 20) -> Outcome:
    return ProcessRunner(top=tmp_path, environ=HERE).run([sys.executable, "-c", code], seconds)


def wait_until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        threading.Event().wait(0.01)
    return condition()


def gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{number}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z"


FORK = """
import os, sys, time
if os.fork() == 0:
    if os.fork() == 0:
        open("child", "w").write(str(os.getpid()))
    time.sleep(60)
{then}
"""


@pytest.mark.parametrize(
    ("code", "exit_code", "tail"),
    [
        ("print('ok')", 0, "ok\n"),
        ("import sys; print('a'); print('b', file=sys.stderr, flush=True); sys.exit(3)", 3, None),
        ("import os; print(os.getcwd() == os.path.realpath(os.getcwd()))", 0, "True\n"),
        ("import sys; print(repr(sys.stdin.read()))", 0, "''\n"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 137, ""),
        ("import os; os.close(1); os.close(2); import time; time.sleep(.1)", 0, ""),
        ("print('\\x1b[31mred\\x1b[0m'); print('10%\\r100%')", 0, "red\n100%\n"),
        ("import sys; sys.stdout.buffer.write(b'a\\xff\\x00\\r\\nb')", 0, "a\ufffd\x00\nb"),
    ],
)
def test_how_it_ended(tmp_path: Path, code: str, exit_code: int, tail: str | None) -> None:
    outcome = python(tmp_path, code)
    assert outcome.exit == exit_code
    assert tail is None or outcome.tail == tail


def test_it_runs_from_the_top(tmp_path: Path) -> None:
    assert python(tmp_path, "open('here', 'w')").exit == 0
    assert (tmp_path / "here").exists()


def test_F46_the_time_limit_ends_what_it_forked(tmp_path: Path) -> None:
    outcome = python(tmp_path, FORK.format(then="print('on', flush=True); time.sleep(60)"), 1)
    assert outcome.exit is None
    assert outcome.tail == "on\n"
    assert outcome.seconds < 5
    child = int((tmp_path / "child").read_text())
    assert wait_until(lambda: gone(child))


def test_F46_who_ignores_the_signal_is_killed(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    outcome = python(tmp_path, deaf, 0.5)
    assert outcome.exit is None
    assert outcome.seconds < 5


def test_F46_what_is_left_running_does_not_hold_us(tmp_path: Path) -> None:
    ended = "\nwhile not os.path.exists('child'): time.sleep(.01)\nprint('done')"
    outcome = python(tmp_path, FORK.format(then=ended), 20)
    assert (outcome.exit, outcome.tail) == (0, "done\n")
    assert outcome.seconds < 5
    child = int((tmp_path / "child").read_text())
    assert wait_until(lambda: gone(child))


def test_F46_a_child_that_writes_for_ever_does_not_hold_us(tmp_path: Path) -> None:
    outcome = ProcessRunner(top=tmp_path, environ=HERE).shell("yes & exit 4", 20)
    assert outcome.exit == 4
    assert outcome.seconds < 5


def test_F46_a_check_that_kills_its_process_group_ends_itself(tmp_path: Path) -> None:
    ended = python(
        tmp_path, "import os, signal; print(1, flush=True); os.killpg(0, signal.SIGKILL)"
    )
    assert (ended.exit, ended.tail) == (137, "1\n")


def test_F46_a_gigabyte_of_output_is_read_and_dropped(tmp_path: Path) -> None:
    code = "import os\nfor _ in range(1 << 14): os.write(1, b'x' * 65536)"
    ended = python(tmp_path, code, 60)
    assert ended.exit == 0
    assert len(ended.tail) < 1 << 20


def test_F46_the_tail_of_50_megabytes_is_bounded(tmp_path: Path) -> None:
    code = "for n in range(50): print('x' * 1_000_000)\nprint('the end')"
    outcome = python(tmp_path, code)
    assert outcome.exit == 0
    assert outcome.tail.endswith("\nthe end\n")
    assert "bytes before this are left out" in outcome.tail
    assert len(outcome.tail) < 20_000


def test_a_command_that_is_not_there(tmp_path: Path) -> None:
    outcome = ProcessRunner(top=tmp_path, environ=HERE).run(["no-such-command"], 5)
    assert outcome.exit == 127
    assert "no-such-command" in outcome.tail


@pytest.mark.parametrize("command", [["/"], ["a\x00b"]])
def test_a_command_that_cannot_run(tmp_path: Path, command: list[str]) -> None:
    assert ProcessRunner(top=tmp_path, environ=HERE).run(command, 5).exit == 126


def test_T28_only_what_is_on_the_list_is_handed_over(tmp_path: Path) -> None:
    ours = {
        **HERE,
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": "/p",
        "CI": "1",
        "OPENAI_API_KEY": "k1",
        "NODE_AUTH_TOKEN": "k2",
        "PYTHON_SECRET": "k3",
        "UV_INDEX_PASSWORD": "k4",
        "GOPROXY": "https://me:k5@host",
        "GIT_DIR": "/g",
        "LD_PRELOAD": "",
        "TERM": "xterm",
    }
    got = environment(ours)
    assert {name: got[name] for name in ("LC_ALL", "PYTHONPATH", "CI", "TERM")} == {
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": "/p",
        "CI": "1",
        "TERM": "dumb",
    }
    code = "import os; print(dict(os.environ))"
    printed = ProcessRunner(top=tmp_path, environ=ours).run([sys.executable, "-c", code], 20).tail
    for secret in ("k1", "k2", "k3", "k4", "k5", "GIT_DIR", "LD_PRELOAD"):
        assert secret not in printed


def test_T29_arguments_meet_no_shell(tmp_path: Path) -> None:
    code = "import sys; print(sys.argv[1:])"
    command = [sys.executable, "-c", code, "; touch x", "$(touch x)", "a\nb", "'"]
    outcome = ProcessRunner(top=tmp_path, environ=HERE).run(command, 20)
    assert outcome.tail == "['; touch x', '$(touch x)', 'a\\nb', \"'\"]\n"
    assert not (tmp_path / "x").exists()


def test_the_users_shell_runs_what_they_typed(tmp_path: Path) -> None:
    outcome = ProcessRunner(top=tmp_path, environ=HERE).shell("echo $((1 + 1)) | cat; exit 5", 20)
    assert (outcome.exit, outcome.tail) == (5, "2\n")


def test_F41_ctrl_c_ends_the_command_and_goes_on_up(tmp_path: Path) -> None:
    started = tmp_path / "child"

    def interrupt() -> None:
        assert wait_until(started.exists)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    code = "import os, time; open('c', 'w').write(str(os.getpid())); os.rename('c', 'child'); "
    with pytest.raises(KeyboardInterrupt):
        python(tmp_path, code + "time.sleep(60)", 60)
    thread.join()
    assert gone(int(started.read_text()))


def filtered(tmp_path: Path, code: str, data: bytes = b"a\n", seconds: float = 20) -> Filtered:
    return ProcessRunner(top=tmp_path, environ=HERE).filter(
        [sys.executable, "-c", f"import sys\n{code}"], data, seconds
    )


UPPER = "sys.stdout.buffer.write(sys.stdin.buffer.read().upper())"


@pytest.mark.parametrize(
    ("code", "data", "out", "exit_code", "tail"),
    [
        (UPPER, b"a\r\nb\xff", b"A\r\nB\xff", 0, ""),
        (UPPER, b"", b"", 0, ""),
        (f"sys.stderr.write('odd\\n'); {UPPER}", b"a", b"A", 0, "odd\n"),
        ("sys.stderr.write('bad\\n'); sys.exit(2)", b"a" * 500_000, b"", 2, "bad\n"),
        ("print(sys.argv, flush=True); sys.stdin.close()", b"a" * 500_000, b"['-c']\n", 0, ""),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", b"a", b"", 137, ""),
    ],
    ids=["bytes", "nothing", "said", "failed", "does-not-read", "killed"],
)
def test_what_a_filter_makes(  # noqa: PLR0913, PLR0917 - a row of the table
    tmp_path: Path, code: str, data: bytes, out: bytes, exit_code: int, tail: str
) -> None:
    found = filtered(tmp_path, code, data)
    assert (found.exit, found.out, found.tail) == (exit_code, out, tail)


def test_a_filter_of_much_is_not_waited_for_on_both_sides(tmp_path: Path) -> None:
    data = b"abc\n" * 500_000
    echo = "for row in sys.stdin.buffer: sys.stdout.buffer.write(row.upper())"
    assert filtered(tmp_path, echo, data).out == data.upper()


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("import time; print('a', flush=True); time.sleep(60)", "no end after 1 s"),
        ("import os, time; os.close(1); os.close(2); time.sleep(60)", "no end after 1 s"),
        ("while True: sys.stdout.write('x' * 100_000)", "more than 10 MB came out of it"),
    ],
    ids=["sleeps", "closes", "floods"],
)
def test_F46_a_filter_has_limits(tmp_path: Path, code: str, limit: str) -> None:
    started = time.monotonic()
    seconds = 20 if "while" in code else 1
    found = filtered(tmp_path, code, seconds=seconds)
    assert (found.exit, found.tail) == (None, limit)
    assert time.monotonic() - started < 8


def test_F46_what_a_filter_leaves_running_does_not_hold_us(tmp_path: Path) -> None:
    ended = "\nwhile not os.path.exists('child'): time.sleep(.01)\nprint('done')"
    started = time.monotonic()
    found = filtered(tmp_path, FORK.format(then=ended))
    assert (found.exit, found.out) == (0, b"done\n")
    assert time.monotonic() - started < 5
    child = int((tmp_path / "child").read_text())
    assert wait_until(lambda: gone(child))


@pytest.mark.parametrize(("command", "code"), [(["no-such-filter"], 127), (["/"], 126)])
def test_a_filter_that_cannot_start(tmp_path: Path, command: list[str], code: int) -> None:
    found = ProcessRunner(top=tmp_path, environ=HERE).filter(command, b"a", 5)
    assert (found.exit, found.out) == (code, b"")
    assert found.tail.startswith("cannot be started: ")


def test_T28_a_filter_sees_no_secret(tmp_path: Path) -> None:
    ours = {**HERE, "API_KEY": "x"}
    code = "import os; print('API_KEY' in os.environ)"
    found = ProcessRunner(top=tmp_path, environ=ours).filter([sys.executable, "-c", code], b"", 20)
    assert found.out == b"False\n"
