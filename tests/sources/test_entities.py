"""Tables as code maps them to classes, in the fences of a document that tells of none otherwise."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Table
from agent.sources.dbplan import find_schema

PYTHON = """# Models

```python
class Base(DeclarativeBase):
    pass

class Book(Base):
    __tablename__ = "books"
    __table_args__ = (UniqueConstraint("title"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)  # the key
    title: Mapped[str] = mapped_column(String(200), nullable=False, unique=True)
    shelf_id: Mapped[Optional[int]] = mapped_column(
        sa.ForeignKey("app.shelves.id", ondelete="SET NULL"),
    )
    note: Mapped[str | None]
    pages = sa.Column("page_count", sa.Integer, nullable=True, server_default="0")
    made = Column(DateTime, server_default=text("now()"))
    shelf: Mapped["Shelf"] = relationship(back_populates="books")
    copies: Mapped[List["Copy"]]

    def read(self) -> str:
        x = Column(Integer)
        return x


class Reader(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=50)
    book_id: int = Field(foreign_key="books.id")
    age: int = 3

class ReaderRead(SQLModel):
    id: int
```
"""
DJANGO = """# Models

```py
class Book(models.Model):
    title = models.CharField(max_length=200, unique=True)
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, null=True)
    tags = models.ManyToManyField(Tag)

    class Meta:
        db_table = "books"
```
"""
TYPEORM = """# Entities

```typescript
@Entity({ name: 'books' })
@Index(['title'])
export class Book extends Base {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'varchar', length: 200, unique: true })
  title!: string; // as printed

  @Column({ type: 'numeric', precision: 10, scale: 2, nullable: true, name: 'price_net' })
  price: number | null;

  @Column({ default: 'new' })
  state: string;

  @CreateDateColumn()
  createdAt: Date;

  @ManyToOne(() => Shelf, (shelf) => shelf.books, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'shelf_id' })
  shelf: Shelf;

  @ManyToOne(() => Reader)
  reader: Reader;

  @OneToOne(() => Cover)
  cover: Cover;

  @OneToMany(() => Loan, (loan) => loan.book)
  loans: Loan[];

  name(): string { return this.title; }
}

export class BookDto { id: string; }
```
"""
JPA = """# Entities

```java
@Entity
@Table(name = "books", schema = "app")
public class Book {
    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    private UUID id;

    @Column(name = "title", nullable = false, length = 200, unique = true)
    private String title;

    @NotNull
    private Integer pages = 0;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "shelf_id", nullable = false)
    private Shelf shelf;

    @OneToMany(mappedBy = "book")
    private List<Loan> loans;

    @OneToOne(mappedBy = "book")
    private Cover cover;

    public String getTitle() { return title; }
}
```
"""
FRAMEWORK = """# Entities

```csharp
public class Book
{
    public Guid Id { get; set; }
    [Required]
    [MaxLength(200)]
    public string Title { get; set; } = "";
    public DateTime? SoldAt { get; set; }
    public Shelf Shelf { get; set; }
    public ICollection<Loan> Loans { get; set; } = new List<Loan>();
    public string Full() { return Title; }
}

public class Shelf
{
    [Key]
    public int Code { get; set; }
    [Column("label")] public string? Name { get; init; }
}

public class BookDto { public Guid Id { get; set; } }
public class Shop : DbContext { public DbSet<Book> Books { get; set; } }
```
"""


def found(text: str) -> tuple[Table, ...]:
    return find_schema(Document(path=RepoPath("db-plan.md"), role="db-plan", text=text)).tables


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            PYTHON,
            {
                "books": [
                    ("id", "UUID", ("PRIMARY KEY", "DEFAULT uuid4")),
                    ("title", "String(200)", ("NOT NULL", "UNIQUE")),
                    ("shelf_id", "int", ("NULL", "REFERENCES shelves(id) ON DELETE SET NULL")),
                    ("note", "str", ("NULL",)),
                    ("page_count", "Integer", ("NULL", "DEFAULT 0")),
                    ("made", "DateTime", ("DEFAULT now()",)),
                ],
                "reader": [
                    ("id", "int", ("PRIMARY KEY",)),
                    ("name", "str(50)", ("NOT NULL",)),
                    ("book_id", "int", ("NOT NULL", "REFERENCES books(id)")),
                    ("age", "int", ("NOT NULL", "DEFAULT 3")),
                ],
            },
        ),
        (
            DJANGO,
            {
                "books": [
                    ("title", "CharField(200)", ("UNIQUE",)),
                    ("shelf", "ForeignKey", ("REFERENCES Shelf ON DELETE CASCADE", "NULL")),
                ]
            },
        ),
        (
            TYPEORM,
            {
                "books": [
                    ("id", "uuid", ("PRIMARY KEY",)),
                    ("title", "varchar(200)", ("NOT NULL", "UNIQUE")),
                    ("price_net", "numeric(10, 2)", ("NULL",)),
                    ("state", "string", ("NOT NULL", "DEFAULT 'new'")),
                    ("createdAt", "timestamp", ("NOT NULL", "DEFAULT now()")),
                    ("shelf_id", "", ("NOT NULL", "REFERENCES Shelf ON DELETE CASCADE")),
                    ("readerId", "", ("NULL", "REFERENCES Reader")),
                ]
            },
        ),
        (
            JPA,
            {
                "books": [
                    ("id", "UUID", ("PRIMARY KEY",)),
                    ("title", "String(200)", ("NOT NULL", "UNIQUE")),
                    ("pages", "Integer", ("NOT NULL",)),
                    ("shelf_id", "", ("NOT NULL", "REFERENCES Shelf")),
                ]
            },
        ),
        (
            FRAMEWORK,
            {
                "Books": [
                    ("Id", "Guid", ("PRIMARY KEY",)),
                    ("Title", "string(200)", ("NOT NULL",)),
                    ("SoldAt", "DateTime", ("NULL",)),
                ],
                "Shelf": [
                    ("Code", "int", ("PRIMARY KEY",)),
                    ("label", "string", ("NULL",)),
                ],
            },
        ),
    ],
    ids=["sqlalchemy", "django", "typeorm", "jpa", "ef"],
)
def test_classes_that_are_tables(
    text: str, expected: dict[str, list[tuple[str, str, tuple[str, ...]]]]
) -> None:
    tables = found(text)
    assert {
        table.name: [(one.name, one.type, one.constraints) for one in table.columns]
        for table in tables
    } == expected
    lines = text.split("\n")
    assert all("class" in lines[one.source.line - 1] for one in tables)


def test_each_column_stands_where_its_member_does() -> None:
    (books,) = found(TYPEORM)
    assert [one.source.line for one in books.columns] == [8, 11, 14, 17, 20, 24, 27]


def test_a_class_in_one_line() -> None:
    (books,) = found(
        '# M\n\n```java\n@Entity @Table(name="books") class A { @Id private int id; }\n```\n'
    )
    assert (books.name, [one.name for one in books.columns]) == ("books", ["id"])


def test_a_plan_that_defines_its_tables_needs_no_classes() -> None:
    grid = "## Tables\n\n### authors\n\n- id: uuid\n\n"
    assert [one.name for one in found(grid + JPA)] == ["authors"]


@pytest.mark.parametrize(
    "text",
    [
        "```python\nclass A(Base):\n```",
        "```python\nclass A(Base):\n    __tablename__ = 'a'\n```",
        "```ts\n@Entity()\nexport class A {\n  @Column(",
        "```java\n@Entity\nclass A {\n  private String",
        "```csharp\npublic class A { public int Id { get",
        "```csharp\npublic class A { public int Id {{{{{ get; }",
        "```python\nx = 1\n```",
        "```ts\nclass A { id: string; }\n```",
    ],
)
def test_pieces_of_classes_never_raise(text: str) -> None:
    assert all(one.columns for one in found("# Models\n\n" + text + "\n"))
