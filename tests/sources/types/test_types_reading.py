from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.shapes import TypeDefinition
from agent.sources.types.grammars import flaws
from agent.sources.types.reading import find_types, findings_of

MARKS = {True: "?", False: "", None: "~"}


def said(one: TypeDefinition) -> str:
    """`Name@3: a, b?`: a field that may be left out has `?`, one that cannot say `~`."""
    fields = ", ".join(f"{field.name}{MARKS[field.optional]}" for field in one.fields)
    return f"{one.name}@{one.source.line}: {fields}".rstrip()


INTERFACES = """\
export interface Base { id: string }
interface Book extends Base {
  title: string;
  'sub-title'?: string | null;
  read(): void;
}
"""
ALIASES = """\
type Book = { id: string; title: string; isbn?: string };
type A = Omit<Book, 'id'>;
type B = Partial<Pick<Book, 'title'>> & { why: string };
type C = Required<Book>;
type D = Book | null;
type Status = 'a' | 'b';
"""
ROWS = """\
type Row = Tables<'books'>;
type Dto = Pick<Row, 'id' | 'title'>;
type BookDTO = Row;
type Key = Row;
"""
SCHEMAS = """\
export const one = z.object({ title: z.string().min(1), n: z.number().optional() }).strict();
const two = one.partial().extend({ id: z.string() });
const three = one.omit({ n: true });
const got = one.safeParse(data);
export type Input = z.infer<typeof one>;
const x = call({ a: 1 });
"""
CLASSES = """\
export class CreateDto {
  @IsString() title!: string;
  @IsOptional() isbn: string;
  private x: number;
  static y: string;
}
class UpdateDto extends PartialType(CreateDto) {}
class Small extends OmitType(CreateDto, ['isbn'] as const) { z: number }
"""
VIEW = """\
interface Props { a: string }
const V = () => <b>x</b>;
"""
PYDANTIC = """\
class Base(BaseModel):
    model_config = {}
    kind: ClassVar[str] = 'x'
    title: str
    isbn: str | None = None
    _x: int = 1


class Create(Base):
    n: Annotated[int, Field(gt=1)]
    p: int = Field(..., ge=1)
    q: int = Field(ge=1)
    r: list[str] = Field(default_factory=list)


class Service:
    title: str
"""
PYTHON = """\
@dataclass(frozen=True)
class A:
    x: int
    y: int = 3

class T(TypedDict, total=False):
    a: int

class U(TypedDict):
    a: int
    b: NotRequired[int]

class S(SQLModel, table=True):
    id: int | None = Field(default=None)
"""
CSHARP = """\
namespace Shop;
public record CreateBook([Required] string Title, int? Year = null);
public class BookDto : BaseDto {
  public required string Name { get; set; }
  public int? Year { get; init; }
  public string Note { get; set; }
  public int Sum => 1;
  private int X { get; set; }
}
public record Longer(int Z, string Title) : CreateBook(Title);
"""
JAVA = """\
public record CreateBook(@NotBlank String title, Optional<String> isbn, int n) {}
class BookDto extends Base {
  private static final long serial = 1L;
  @NotNull private String name;
  private int a, b;
  record In(String x) {}
}
"""
BROKEN = """\
interface A { a: string
 type (((
interface B { b: number }
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("types.ts", INTERFACES, ["Base@1: id", "Book@2: id, title, sub-title?"]),
        (
            "types.ts",
            ALIASES,
            [
                "Book@1: id, title, isbn?",
                "A@2: title, isbn?",
                "B@3: title?, why",
                "C@4: id, title, isbn",
                "D@5: id, title, isbn?",
            ],
        ),
        ("types.ts", ROWS, ["Row@1:", "Dto@2: id~, title~", "BookDTO@3:"]),
        (
            "book.schema.ts",
            SCHEMAS,
            ["one@1: title, n?", "two@2: title?, n?, id", "three@3: title", "Input@5: title, n?"],
        ),
        (
            "book.dto.ts",
            CLASSES,
            ["CreateDto@1: title, isbn?", "UpdateDto@7: title?, isbn?", "Small@8: title, z"],
        ),
        ("view.tsx", VIEW, ["Props@1: a"]),
        ("schemas.py", PYDANTIC, ["Base@1: title, isbn?", "Create@9: title, isbn?, n, p, q, r?"]),
        ("types.py", PYTHON, ["A@2: x, y?", "T@6: a?", "U@9: a, b?", "S@13: id?"]),
        (
            "Book.cs",
            CSHARP,
            [
                "CreateBook@2: Title, Year?",
                "BookDto@3: Name, Year?, Note~",
                "Longer@10: Title, Year?, Z",
            ],
        ),
        (
            "Book.java",
            JAVA,
            ["CreateBook@1: title, isbn?, n~", "BookDto@2: name, a~, b~", "In@6: x~"],
        ),
        ("broken.ts", BROKEN, ["A@1: a, type", "B@3: b"]),
        ("crlf.ts", "\ufeffinterface A {\r\n  a: string\r\n}\r\n", ["A@1: a"]),
        ("a.go", "type A struct {}", []),
        ("empty.cs", "", []),
    ],
)
def test_types(name: str, text: str, expected: list[str]) -> None:
    found = [said(one) for one in find_types(RepoPath(f"src/{name}"), text).types]
    assert found == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ts", "type A = " + "Partial<" * 5000 + "B" + ">" * 5000),
        ("a.ts", "type A = " + "B & " * 20_000 + "{ a: string }"),
        ("a.ts", "const a = z" + ".object({})" * 5000),
        ("a.ts", "interface A extends A { a: A }\ntype B = C; type C = B;"),
        ("a.py", "class A(A):\n    x: " + "list[" * 5000 + "int" + "]" * 5000),
        ("a.cs", "class A {" * 3000),
        ("a.java", "\ud800 class A { int a; }"),
        ("a.ts", "{" * 100_000),
        ("a.ts", "type A={a:" * 30_000),
        ("a.ts", "type A = {\n" * 30_000),
        # The grammar's recovery from these 24 characters never ends.
        ("a.ts", "({```/*`{a:a]a:a a a a*/"),
        ("a.ts", "type A = { a: string }\n" * 3 + "({```/*`{a:a]a:a a a a*/"),
    ],
)
def test_T35_code_that_is_made_to_hurt(name: str, text: str) -> None:
    find_types(RepoPath(name), text)
    flaws(RepoPath(name).suffix, text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('const a = await f<typeof import("./b")>();\n', ()),
        ('const a = 1;\nconst b = f<typeof import("./b")>(;\n', (2,)),
    ],
)
def test_the_type_of_a_module_is_no_error(text: str, lines: tuple[int, ...]) -> None:
    assert flaws(".ts", text) == lines


# A state diagram in UTF-16 that was read as UTF-8: no word of it fits anywhere.
SPACED = " ".join("if_token --> Rola: Klient zgodne <<choice>> {[(W `B")[:100] + "\n"


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("a.ts", SPACED),
        ("a.tsx", SPACED),
        ("a.py", SPACED),
        ("a.cs", SPACED),
        ("a.java", SPACED),
        ("a.ts", "GET /a " * 9 + "\n"),
        ("a.py", "GET /a " * 9 + "\n"),
        ("a.cs", "1. " * 21 + "\n"),
        ("a.java", "/{a}" * 16 + "\n"),
    ],
)
def test_T35_what_is_no_code_is_given_up_and_said(name: str, row: str) -> None:
    text = "class A { a: string }\n" + row * 3_000
    (found,) = findings_of([Document(path=RepoPath(name), role="types", text=text)])
    assert found.source
    assert 1 < found.source.line < 3_000


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("interface A { a: string }\n" * 3, 0),
        ("interface A { a: string }\n" * 8_000, 200_000 // 26 + 1),
        ("interface A { a: string }\n" + "{" * 300, 2),
        ("interface A { a: string }\n\n" + "-" * 1_500, 3),
    ],
)
def test_where_reading_ends_early_is_known(text: str, until: int) -> None:
    assert find_types(RepoPath("a.ts"), text).until == until


COMMENTED = """\
// Shelves
const x = 1; // GET /none
export type None = { a: string };

/** Body of POST /books. */
// Or of PUT.
export interface BookInput { title: string }
/** GET /books */

export type Page = Paged<Book> & { rest: Unknown };
interface Paged<T> { data: T[] }
export const schema = z.object({ title: z.string() });
"""


def test_a_type_has_the_comment_right_above_it() -> None:
    found = {one.name: one for one in find_types(RepoPath("src/types.ts"), COMMENTED).types}
    assert {name: one.said for name, one in found.items() if one.said} == {
        "BookInput": "/** Body of POST /books. */\n// Or of PUT."
    }


def test_what_a_generic_type_is_given_and_what_its_file_does_not_know() -> None:
    found = {one.name: one for one in find_types(RepoPath("src/types.ts"), COMMENTED).types}
    assert found["Page"].given == ("Book",)
    rows = {one.name: one.whole for one in find_types(RepoPath("src/types.ts"), ROWS).types}
    assert rows == {"Row": False, "Dto": True, "BookDTO": False}
