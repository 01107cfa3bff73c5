"""The providers: where each one's client is, which extra brings it, and where its key stands.

Nothing heavy is loaded here: whether a model can be used is known before the first prompt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agent.adapters.chat.chosen import Chosen
from agent.core.errors import SetupError, UsageError
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A client of langchain's: `key` and `url` are the environment's names for them.

    `given` are the constructor's names for key and base URL; a provider without `key` needs none.
    `http` is where the client keeps the HTTP client that it asks with.
    """

    name: str
    module: str
    client: str
    extra: str
    key: str
    url: str
    given: tuple[str, str]
    http: str


PROVIDERS = (
    Provider(
        name="openai",
        module="langchain_openai",
        client="ChatOpenAI",
        extra="openai",
        key="OPENAI_API_KEY",
        url="OPENAI_BASE_URL",
        given=("api_key", "base_url"),
        http="root_client._client",
    ),
    Provider(
        name="anthropic",
        module="langchain_anthropic",
        client="ChatAnthropic",
        extra="anthropic",
        key="ANTHROPIC_API_KEY",
        url="ANTHROPIC_BASE_URL",
        given=("api_key", "base_url"),
        http="_client._client",
    ),
    Provider(
        name="google_genai",
        module="langchain_google_genai",
        client="ChatGoogleGenerativeAI",
        extra="google",
        key="GOOGLE_API_KEY",
        url="GOOGLE_GEMINI_BASE_URL",
        given=("google_api_key", "base_url"),
        http="client._api_client._httpx_client",
    ),
    Provider(
        name="ollama",
        module="langchain_ollama",
        client="ChatOllama",
        extra="ollama",
        key="",
        url="OLLAMA_HOST",
        given=("", "base_url"),
        http="_client._client",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One model, where it is, and the key for it, which nothing prints."""

    provider: Provider
    model: str
    url: str = ""
    key: str = ""
    tools: bool = True
    most: int | None = None

    @property
    def name(self) -> str:
        """`provider:model`, as the user names it."""
        return f"{self.provider.name}:{self.model}"

    def __repr__(self) -> str:
        return f"Connection({self.name!r})"


def named(name: str) -> tuple[Provider, str]:
    """The provider and the model of `provider:model`; UsageError for any other text."""
    known = {one.name: one for one in PROVIDERS}
    provider, colon, model = name.partition(":")
    if not colon or not model.strip() or provider not in known:
        named_so = ", ".join(known)
        message = (
            f"{name!r} is no model: provider:name, where the provider is one of {named_so}; "
            "none is the built-in drafter"
        )
        raise UsageError(message)
    return known[provider], model.strip()


def connect(
    name: str,
    *,
    environ: Mapping[str, str],
    chosen: Chosen | None,
    installed: Callable[[str], bool],
    python: str,
) -> Connection:
    """The connection to the model of this name; `chosen` is the user's own config.

    SetupError with the exact command where its client or its key is missing.
    """
    provider, model = named(name)
    if not installed(provider.module):
        command = f"{python} -m pip install 'waltz-agent[{provider.extra}]'"
        raise SetupError(f"{name} needs {provider.module}: run {command}")
    chosen = chosen or Chosen()
    url = chosen.urls.get(provider.name) or environ.get(provider.url, "")
    if url and provider.key and not url.startswith(("http://", "https://")):
        raise SetupError(f"{provider.url} is no address: it begins with http:// or https://")
    key = environ.get(provider.key, "") if provider.key else ""
    if provider.key and not key and not url:
        raise SetupError(f"{name} needs a key: run export {provider.key}=…, then start again")
    return Connection(
        provider=provider,
        model=model,
        url=url,
        key=key or "none",  # a server of the user's own may ask for none, its client does
        tools=provider.name not in chosen.textual,
        most=chosen.most.get(provider.name),
    )
