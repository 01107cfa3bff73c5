from __future__ import annotations

import time
from pathlib import Path

import pytest

from agent.core.documents import RepoPath
from agent.sources.stack.remarks import remarks

DATA = Path(__file__).parent.parent.parent / "data"
DEMO = Path(__file__).parent.parent.parent.parent / "agent/demo/project"
T = "tests/test_a.py"


@pytest.mark.parametrize(
    ("path", "before", "after", "said"),
    [
        ("a.py", "", "get('https://api.evil.io/x?q=1')", "new host: api.evil.io"),
        ("a.ts", "", "fetch(`wss://user:pw@Evil.io:443/x`)", "new host: evil.io"),
        ("a.py", "u = 'https://a.io/1'", "u = 'https://a.io/2'", None),
        ("a.py", "", "u = 'http://localhost:8000/'; v = 'http://test/x'", None),
        ("a.py", "", "u = 'https://api.example.com'; v = 'http://x.example'", None),
        ("a.py", "", "# see https://docs.python.org", None),
        ("README.md", "", "see https://docs.python.org", None),
        ("pom.xml", "", 'xmlns="http://maven.apache.org/POM/4.0.0"', None),
        ("a.py", "", 'os.environ["NEW_KEY"]', "new environment name: NEW_KEY"),
        ("a.py", "", 'os.environ.get("NEW_KEY", "")', "NEW_KEY"),
        ("a.py", "", "getenv('NEW_KEY')", "NEW_KEY"),
        ("a.ts", "", "process.env.NEW_KEY", "NEW_KEY"),
        ("a.ts", "", "process.env['NEW_KEY']", "NEW_KEY"),
        ("a.ts", "", "import.meta.env.NEW_KEY", "NEW_KEY"),
        ("a.ts", "", "if (import.meta.env.DEV || process.env.NODE_ENV) {}", None),
        ("a.cs", "", 'Environment.GetEnvironmentVariable("NEW_KEY")', "NEW_KEY"),
        ("a.java", "", 'System.getenv("NEW_KEY")', "NEW_KEY"),
        ("a.go", "", 'os.Getenv("NEW_KEY")', "NEW_KEY"),
        ("a.rb", "", 'ENV.fetch("NEW_KEY")', "NEW_KEY"),
        (".env.example", "A=1", "A=1\nNEW_KEY=", "NEW_KEY"),
        ("a.py", 'getenv("A")', 'x = getenv("A")', None),
        ("a.py", "", "x = eval(text)", "runs what it is given: eval"),
        ("a.py", "", "exec (text)", "exec"),
        ("a.py", "", "subprocess.run(words)", "subprocess.run"),
        ("a.py", "", "os.system(words)", "os.system"),
        ("a.py", "", "pickle.loads(data)", "pickle.loads"),
        ("a.ts", "", "new Function('x')", "new Function"),
        ("a.ts", "", "import cp from 'child_process'", "child_process"),
        ("a.go", "", "exec.Command(name)", "exec.Command"),
        ("a.cs", "", "Process.Start(name)", "Process.Start"),
        ("a.php", "", "$x = shell_exec($y);", "shell_exec"),
        ("a.py", "", "await session.exec(query); re.compile(x); pattern.exec(s)", None),
        ("a.py", "", "# eval(text) is not used", None),
        ("a.py", "", "def eval(self) -> int:", None),
        ("a.py", "", "retrieval(x); do_exec(y)", None),
        (T, "def test_a(): ...\ndef test_b(): ...", "def test_a(): ...", "a test is gone: test_b"),
        (T, "async def test_a(): ...", None, "a test is gone: test_a"),
        (T, "def helper(): ...", None, None),
        (T, '@pytest.mark.parametrize("field", [])', None, None),
        ("a.spec.ts", "await page.submit('form')", "", None),
        ("a.spec.ts", "it('adds', () => {})", "", "a test is gone: adds"),
        ("a_test.go", "func TestA(t *testing.T) {}", "", "TestA"),
        ("spec/a_spec.rb", "it 'adds' do", "", "adds"),
        ("ATests.cs", "[Fact]\n[Fact]", "[Fact]", "a test is gone"),
        ("ATest.java", "@Test\n@Test", "", "2 tests are gone"),
        ("app/a.py", "def test_a(): ...", "", None),
        (T, "", "@pytest.mark.skip\ndef test_a(): ...", "skips a test"),
        (T, "", "    pytest.skip('later')", "skips a test"),
        (T, "", "@pytest.mark.xfail", "skips a test"),
        ("a.test.ts", "", "it.only('a', f)", "skips a test"),
        ("a.test.ts", "", "xit('a', f)", "skips a test"),
        ("ATests.cs", "", '[Fact(Skip = "later")]', "skips a test"),
        ("src/test/java/A.java", "", "@Disabled", "skips a test"),
        ("app/a.py", "", "items.skip(1); rows.only('a')", None),
        (T, "", "rows = query.skip(10)", None),
    ],
)
def test_what_is_worth_a_look(path: str, before: str, after: str | None, said: str | None) -> None:
    new = None if after is None else after.encode()
    found = remarks(RepoPath(path), before.encode(), new)

    assert [said is not None and said in one for one in found] == [True] * (said is not None), found


def test_no_more_than_six_lines_are_said() -> None:
    text = "\n".join(f"get('https://h{n}.io')" for n in range(9))

    found = remarks(RepoPath("a.py"), None, text.encode())
    assert found[-1] == "and 4 more like these"
    assert len(found) == 6


def test_what_is_no_text_says_nothing() -> None:
    assert remarks(RepoPath("a.py"), b"\xff", b"eval(x)") == ()


def test_projects_as_they_are_raise_no_false_alarm() -> None:
    files = [one for top in (DATA, DEMO) for one in top.rglob("*") if one.is_file()]
    said = {
        one.name: found
        for one in files
        if "__pycache__" not in one.parts
        and (found := remarks(RepoPath(one.name), None, one.read_bytes()))
    }

    # The one name that there is, read in one place.
    assert said == {"db.py": ("line 12 reads a new environment name: LIBRARY_DATABASE_URL",)}


@pytest.mark.parametrize("unit", ["https://", "a.", "os.environ[", "eval", "@pytest.", " ", "x@"])
def test_T37_a_line_without_end_is_read_in_time(unit: str) -> None:
    began = time.process_time()
    remarks(RepoPath(T), None, (unit * (1_000_000 // len(unit))).encode())

    assert time.process_time() - began < 2
