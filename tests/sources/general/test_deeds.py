from __future__ import annotations

import pytest

from agent.sources.general.deeds import is_led_by


@pytest.mark.parametrize(
    ("own", "lead", "led"),
    [
        ("Generates a reading report", "- **Report generation**: ", True),
        ("Wygeneruj nowy raport z pliku", "2. **Generowanie raportu**:", True),
        ("Eksportuj raport", "3. **Generowanie raportu**:", False),
        ("Usuwa konta klientów", "- Usuwanie konta:", True),
        ("Wygeneruj nowy raport", "- **Raporty klienta**:", False),
        ("Wygeneruj nowy raport", "Generowanie raportu", False),
        ("Returns a late-fee flag", "- Late-fee rule (PRD): a coin a day", True),
        ("Returns a late fee", "- Late-fee of the day: a coin", False),
        ("Returns a fee", "- Late-fee rule: a coin a day", False),
    ],
)
def test_a_passage_is_led_by_the_deed_in_any_form(own: str, lead: str, led: bool) -> None:  # noqa: FBT001 (a column)
    assert is_led_by(own, f"{lead}\n- Jeden krok") is led
