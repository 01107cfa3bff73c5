"""Too many requests: which general limit holds for an endpoint, with its figure and status."""

from __future__ import annotations

import pytest
from planprojects import asked, told

from agent.core.documents import Document, RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter

API = """# API

## Endpoints

### GET /shelves

- Success: 200

### POST /shelves

- Request body: `{"title": "a"}`
- Success: 201

### POST /shelves/generate

- Request body: `{"title": "a"}`
- Success: 201

### GET /book-loans

- Success: 200

## Security

All endpoints need a Bearer token, else 401.

"""


LIMITS = """Rate limiting:

- Loan submission: 10 per IP per hour
- Shelf creation: 20 per user per hour
- API requests (general): 900 per IP per hour"""

# What stands below another name is of that, where the endpoint's own has an entry beside it.
BESIDE = """- `BookLoan`:
  - Count the days of a loan.
- `NewsFeed`:
  - Apply rate limiting (e.g., 500 req/hour) by middleware."""

COUNTED = "- Rate limiting: 60 req/min/user general; 3 generations per user per UTC day."
POLISH = """## Ograniczenie szybko\u015bci

- 90 \u017c\u0105da\u0144 na minut\u0119 na dom
- 7 shelves na minut\u0119 na dom"""

OTHERS = "#### Authenticated Endpoints\n\n- All other GET endpoints: 1,200 requests/hour\n"


def _plan(general: str, call: str, number: int = 5) -> str:
    text = f"{API}{general}\n"
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    return "\n".join(told((document,), call, number))


@pytest.mark.parametrize(
    ("general", "call", "figure"),
    [
        (
            "- Rate limiting: enforce per-IP limits (e.g. 100 req/min) by middleware.",
            "GET /shelves",
            "100 req/min",
        ),
        (
            (
                "- Rate limiting: throttle (e.g. 60 req/min per user IP) "
                "sensitive endpoints (`POST/PUT/PATCH/DELETE`)."
            ),
            "POST /shelves",
            "60 req/min per user IP",
        ),
        (
            "- Rate limiting: throttle (e.g. 60 req/min) `POST/PUT/PATCH/DELETE`.",
            "GET /shelves",
            "",
        ),
        (
            "- Rate limiting: POST `/shelves/generate` has 10/hour per user.",
            "POST /shelves/generate",
            "10/hour per user",
        ),
        ("- Rate limiting: POST `/shelves/generate` has 10/hour.", "POST /shelves", ""),
        ("- Rate limiting on AI endpoints: 5 req/min per user.", "GET /shelves", ""),
        ("- Rate limiting of sign-ups: 5 requests / 15 minutes / IP.", "GET /shelves", ""),
        ("- Rate limiting of 100 req/min comes in the future.", "GET /shelves", ""),
        ("- Rate limiting protects the API.", "GET /shelves", ""),
        ("## Sorting Logic\n\n1. Check rate limiting (5/min, 30/hour)", "GET /shelves", ""),
        (LIMITS, "GET /shelves", "900 per IP per hour"),
        (LIMITS, "POST /shelves", "20 per user per hour"),
        (LIMITS, "POST /shelves/generate", "900 per IP per hour"),
        (
            f"{LIMITS}\n- Shelf creation throttle: 9 shelves/hour",
            "GET /shelves",
            "900 per IP per hour",
        ),
        (
            "Rate limiting:\n\n- All: 90 req/min\n- Shelf creation (spam) scope: 9 shelves/hour",
            "POST /shelves",
            "9 shelves/hour",
        ),
        ("Rate limiting:\n\n- Loan creation: 20 per user per hour", "POST /shelves", ""),
        (BESIDE, "GET /book-loans", ""),
        (BESIDE.replace("BookLoan", "OpenGate"), "GET /book-loans", "500 req/hour"),
        # the first figure is of whatever has none of its own
        (
            "- Rate limiting: book loans first. 60 req/min per user for general, 9/min for loans.",
            "GET /shelves",
            "60 req/min per user",
        ),
        (
            "- Rate limiting: book loans first. 60 req/min per user for book loans.",
            "GET /shelves",
            "",
        ),
        ("- The worker makes 100 requests per minute.", "GET /shelves", ""),
        # of what is counted, by whom it is done; of several the narrower
        (COUNTED, "GET /shelves", "60 req/min/user"),
        (COUNTED, "POST /shelves", "60 req/min/user"),
        (COUNTED, "POST /shelves/generate", "3 generations per user per UTC day"),
        (POLISH, "GET /shelves", "90 \u017c\u0105da\u0144 na minut\u0119 na dom"),
        (POLISH, "POST /shelves", "7 shelves na minut\u0119 na dom"),
        ("## Rate limiting\n\n**Access**:\n- 5 login attempts per minute", "GET /shelves", ""),
        # The section is of limits, each of its own parts of some callers.
        (
            f"### Rate Limiting\n\n{OTHERS}",
            "GET /shelves",
            "1,200 requests/hour",
        ),
        (
            f"### Pages\n\n{OTHERS}",
            "GET /shelves",
            "",
        ),
    ],
)
def test_a_general_limit_is_told_where_it_holds(general: str, call: str, figure: str) -> None:
    said = _plan(general, call)
    if figure:
        assert f"Apply the rate limit: `429` above it: {figure} (" in said
    else:
        assert "`429`" not in said


def test_the_status_has_its_line_where_a_document_lists_it() -> None:
    general = "- Rate limiting: 100 req/min.\n\n- `429 Too Many Requests`: slow down"
    assert "`429` above it: 100 req/min (api-plan.md:" in _plan(general, "GET /shelves")
    assert "`429 Too Many Requests`: above the rate limit" in _plan(general, "GET /shelves", 7)


@pytest.mark.parametrize(
    "line", ["- `429 Too Many Requests`: slow down", "Rate limiting gives `429`"]
)
def test_the_status_is_named_wherever_a_line_on_rates_has_it(line: str) -> None:
    said = _plan(f"- Rate limiting: 100 req/min.\n\n{line}", "GET /shelves")
    assert "`429` above it: 100 req/min (api-plan.md:27, api-plan.md:29)" in said


def test_the_status_has_the_word_that_a_list_of_codes_has() -> None:
    general = "- Rate limiting: 100 req/min.\n\n## Error codes\n\n- `RATE_LIMITED`: too many calls"
    said = _plan(general, "GET /shelves", 7)
    assert "`429`, `RATE_LIMITED`; `500` (by convention, api-plan.md:31)" in said


def test_a_limit_by_convention_says_so() -> None:
    said = _plan("- Rate limiting: 100 req/min.", "GET /shelves")
    assert "`429` above it: 100 req/min (api-plan.md:27, by convention)" in said


@pytest.mark.parametrize(
    ("meaning", "said"),
    [
        ("too many", "`429` above it: 100 req/min (api-plan.md:9, api-plan.md:31)"),
        ("over 7 a day", "`429` above it: over 7 a day (api-plan.md:9)"),
    ],
)
def test_a_status_without_a_figure_has_that_of_the_limit(meaning: str, said: str) -> None:
    own = API.replace(
        "### POST /shelves\n", f"- 429 Too Many Requests: {meaning}\n\n### POST /shelves\n", 1
    )
    text = f"{own}Rate limiting:\n\n- Calls are limited to 100 req/min\n"
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    assert said in "\n".join(told((document,), "GET /shelves", 5))


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ("src/lib/rateLimiter.ts", "by `src/lib/rateLimiter.ts`"),
        ("src/lib/rateLimiter.test.ts", "one limiter serves all endpoints"),
        ("src/lib/clock.ts", "one limiter serves all endpoints"),
    ],
)
def test_the_route_has_its_limiter(there: str, said: str) -> None:
    text = f"{API}- Rate limiting: 100 req/min.\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),
        Document(path=RepoPath(".ai/tech.md"), role="tech-stack", text="Astro 5, TypeScript"),
        Document(path=RepoPath(there), role="rules", text=""),
    )
    drafted = drafter.plan(asked(documents, "GET /shelves"))
    assert isinstance(drafted, PlanDraft)
    assert f"`GET /shelves` applies its rate limit (section 5, no. 2): {said}" in drafted.text


@pytest.mark.parametrize(
    ("general", "headers"),
    [
        (
            "```\nX-RateLimit-Limit: 9\nRetry-After: 7\n```",
            "; headers: `X-RateLimit-Limit`, `Retry-After` (api-plan.md:27, api-plan.md:30-31",
        ),
        (
            "- Rate headers: `X-RateLimit-*`, with a retry-after\n- `Retry-After`: seconds",
            "; headers: `X-RateLimit-*`, `retry-after` (api-plan.md:27, api-plan.md:29",
        ),
        (
            "- Rate headers: `X-RateLimit-*`\n- `X-RateLimit-Left`: calls",
            "; headers: `X-RateLimit-Left` (api-plan.md:27, api-plan.md:30",
        ),
        ("- Loans: `Retry-After` for `GET /book-loans`", " (api-plan.md:27"),
        ("- Headers: `X-Trace`", " (api-plan.md:27"),
    ],
)
def test_the_headers_of_the_limit_stand_with_it(general: str, headers: str) -> None:
    said = _plan(f"- Rate limiting: 100 req/min.\n\n{general}", "GET /shelves")
    assert f"`429` above it: 100 req/min{headers}" in said


def test_how_calls_are_counted_is_nothing_without_a_limit() -> None:
    said = _plan("## Rate limiting\n\n- Sign-in: 9 req/min\n- Counted in Redis", "GET /shelves", 8)
    assert "Redis" not in said


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("Counted in Redis", 1),
        ("By the user id for known readers", 1),
        ("Of uploads alone", 0),
        ("Sign-in: 5 by IP of the reader", 0),
    ],
)
def test_how_calls_are_counted_is_told_of_all(line: str, times: int) -> None:
    said = _plan(f"## Rate limiting\n\n- All: 100 req/min\n- {line}", "GET /shelves", 8)
    assert said.casefold().count(line.casefold()) == times
