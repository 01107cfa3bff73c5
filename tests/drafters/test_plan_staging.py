"""A procedure that a general section describes is done in its order around the row."""

from __future__ import annotations

from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

#### Generuj raport

- **Metoda**: POST
- **Ścieżka**: `/books/{book_id}/reports`
- **Opis**: Wygeneruj nowy raport o książce
- **Struktura odpowiedzi**:

```json
{ "id": "uuid", "content": "string", "version": 1, "is_current": true }
```

- **Kody powodzenia**: 201 Created

## Logika biznesowa

1. **Przesyłanie książki**:
   - Odczyt okładki z pliku książki
2. **Generowanie raportu**:
   - Wyodrębnienie tekstu z pliku za pomocą PyMuPDF
   - Przetwarzanie tekstu przy użyciu modelu SciBert
   - Przechowywanie wygenerowanego raportu w bazie danych
   - Powiadomienie czytelników o nowym raporcie
"""
DB = """## Schema

```sql
CREATE TABLE books (id uuid PRIMARY KEY);
CREATE TABLE reports (
  id uuid PRIMARY KEY,
  book_id uuid NOT NULL REFERENCES books(id),
  content text NOT NULL,
  secret text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  is_current boolean NOT NULL DEFAULT true
);
CREATE FUNCTION only_one()
RETURNS TRIGGER
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE reports
    SET is_current = FALSE
    WHERE book_id = NEW.book_id AND id <> NEW.id;
    RETURN NEW;
END;
$$;
CREATE TRIGGER one_report AFTER INSERT ON reports
FOR EACH ROW EXECUTE FUNCTION only_one();
```
"""
BUILT = """CREATE TRIGGER one_report AFTER INSERT ON app.reports
FOR EACH ROW EXECUTE FUNCTION app.only_one();
"""


def flow() -> list[str]:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
        Document(
            path=RepoPath("supabase/migrations/20250101000000_one.sql"),
            role="db-schema",
            text=BUILT,
        ),
    )
    return told(documents, "POST /books/{book_id}/reports", 5)


def test_what_makes_the_row_is_done_before_it_and_the_rest_behind() -> None:
    said = flow()
    wanted = ("PyMuPDF", "Insert a row into `reports`", "also sets", "one_report", "Powiadomienie")
    places = [next(at for at, one in enumerate(said) if word in one) for word in wanted]

    assert places == sorted(places)
    assert "SciBert" in said[places[0]]
    assert not any("Przechowywanie" in one or "okładki" in one for one in said)


def test_a_new_version_is_numbered_and_what_is_made_is_set() -> None:
    said = "\n".join(flow())

    assert "`version` = the greatest `version` of the same `book_id` + 1" in said
    assert "The service also sets `content`: not null" in said  # nobody is shown the secret


def test_a_trigger_is_told_once_with_which_rows_it_changes() -> None:
    said = [one for one in flow() if "one_report" in one]

    assert len(said) == 1
    assert (
        "`reports.is_current` = `FALSE` (`WHERE book_id = NEW.book_id AND id <> NEW.id`)"
    ) in said[0]
