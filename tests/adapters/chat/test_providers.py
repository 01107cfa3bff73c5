from __future__ import annotations

from pathlib import Path

import pytest

from agent.adapters.chat.chosen import Chosen, read_chosen
from agent.adapters.chat.providers import connect
from agent.core.errors import SetupError, UsageError, WaltzError
from agent.core.spending import Price


def connected(name: str, environ: dict[str, str] | None = None, **chosen: dict[str, str]) -> object:
    return connect(
        name,
        environ=environ or {},
        chosen=Chosen(urls=chosen.get("urls", {})),
        installed=lambda module: module != "langchain_ollama",
        python="py",
    )


def test_a_key_comes_from_the_environment_and_is_never_printed() -> None:
    found = connected("openai:gpt-5", {"OPENAI_API_KEY": "sk-secret"})

    assert getattr(found, "key", "") == "sk-secret"
    assert "sk-secret" not in repr(found)


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        ("gpt-5", UsageError, "provider:name"),
        ("openai:", UsageError, "provider:name"),
        ("acme:x", UsageError, "openai, anthropic, google_genai, ollama"),
        ("openai:gpt-5", SetupError, "export OPENAI_API_KEY="),
        ("anthropic:c", SetupError, "ANTHROPIC_BASE_URL is no address"),
        ("ollama:m", SetupError, "py -m pip install 'waltz-agent[ollama]'"),
    ],
)
def test_what_is_missing_is_one_line_with_the_command(
    name: str, error: type[WaltzError], said: str
) -> None:
    with pytest.raises(error) as caught:
        connected(name, {"ANTHROPIC_BASE_URL": "/v1"})

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_server_of_the_users_own_needs_no_key() -> None:
    found = connected("openai:local", urls={"openai": "http://127.0.0.1:8808/v1"})

    assert getattr(found, "url", "") == "http://127.0.0.1:8808/v1"


CONFIG = """
model = "openai:gpt-5"
[provider.openai]
base_url = "http://127.0.0.1:1/v1"
tools = false
max_output = 9000
[price."openai:gpt-5"]
input = 1.25
cached = 0.125
output = 10
"""


def test_the_users_config_names_model_place_and_bounds(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG)

    found = read_chosen(tmp_path / "config.toml")

    assert found == Chosen(
        planner="openai:gpt-5",
        model="openai:gpt-5",
        urls={"openai": "http://127.0.0.1:1/v1"},
        textual=frozenset({"openai"}),
        most={"openai": 9000},
        prices={"openai:gpt-5": Price(sent=1.25, received=10.0, cached=0.125)},
    )
    assert read_chosen(tmp_path / "none.toml") == Chosen()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("model = 3", "`model` is no str"),
        ("modle = 'x'", "`modle`: Waltz knows model"),
        ("api_key = 'sk-1'", "keys stand in the environment only"),
        ("[provider.openai]\napi_key = 'sk-1'", "`provider.openai.api_key`: keys stand in"),
        ("[provider.openai]\nbase_url = 'file:///x'", "begins with http"),
        ("[provider]\nopenai = 1", "`openai` is no dict"),
        ("[price.'openai:m']\ninput = 1", "`price.openai:m` has no input and output"),
        ("[price.'openai:m']\ninput = 'x'", "`price.openai:m.input` is no price"),
        ("[price.'openai:m']\nfoo = 1", "`price.openai:m.foo`: Waltz knows"),
        ("provider = ", "config.toml"),
        ("x = " + "[" * 5000, "config.toml"),
        ("#" + "x" * 70_000, "larger than 64 KB"),
    ],
)
def test_what_is_wrong_in_it_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)

    with pytest.raises(SetupError) as caught:
        read_chosen(file)

    assert said in str(caught.value)
    assert "sk-1" not in str(caught.value)


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="Is a directory"):
        read_chosen(tmp_path)


def test_another_model_may_plan(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[model]\nplan = "anthropic:big"\nstep = "openai:small"\n'
    )

    found = read_chosen(tmp_path / "config.toml")

    assert (found.planner, found.model) == ("anthropic:big", "openai:small")
