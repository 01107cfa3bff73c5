"""What a model used, as it is said below the prompt and after a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from agent.core.session import Session
from agent.core.spending import Spent, counted, money, together
from agent.pages.tongue import english, number
from agent.phrases import Texts


def so_far(session: Session) -> str:
    """What was used for the endpoint; empty without a model."""
    spent = together(one for _, one in session.spent)
    return english().say("so-far", used=used(spent, english())) if spent else ""


def for_steps(session: Session, step_ids: Collection[str], texts: Texts) -> str:
    """What was used for these steps, and for the endpoint; empty without a model."""
    steps = together(one for step_id, one in session.spent if step_id in step_ids)
    whole = together(one for _, one in session.spent)
    if steps is None or whole is None:
        return ""
    return f"{_of_model(steps, texts)}; {texts.say('so-far', used=used(whole, texts))}"


def of_run(each: Iterable[Spent]) -> str:
    """What was used by a run without a conversation; empty without a model."""
    spent = together(each)
    return _of_model(spent, english()) if spent else ""


def used(spent: Spent, texts: Texts) -> str:
    """The tokens of it, those read from a cache apart, and its cost where the price is known."""
    of = spent.usage
    again = f" ({texts.say('cached', tokens=counted(of.cached))})" if of.cached else ""
    parts = [
        texts.say("sent", tokens=counted(of.sent)) + again,
        texts.say("received", tokens=counted(of.received)),
    ]
    if spent.cost is not None:
        parts.append(money(spent.cost))
    return " · ".join(parts)


def _of_model(spent: Spent, texts: Texts) -> str:
    count = spent.requests
    requests = texts.say(f"requests-{number(count)}", count=count)
    return texts.say("model", text=f"{requests}, {used(spent, texts)}")
