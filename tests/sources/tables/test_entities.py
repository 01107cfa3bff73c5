"""Tables as code maps them: in the fences of a document that tells of none otherwise, in files."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.schema import Schema
from agent.core.spec import Table
from agent.sources.tables.dbplan import find_schema
from agent.sources.tables.entities import maps, schema_of

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
    @EqualsAndHashCode.Include
    private UUID id;

    @Column(name = "title", nullable = false, length = 200, unique = true)
    private String title;

    @NotNull
    Integer pages = 0;

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
                    ("title", "CharField(200)", ("NOT NULL", "UNIQUE")),
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


# as files of code

BASE = '''"""What all have.

id: of everything
"""
class Stamped:
    """Attributes:
    seen: when
    """

    made: Mapped[datetime] = mapped_column(server_default=func.now())


class Base(DeclarativeBase):
    __abstract__ = True


class Kind(str, enum.Enum):
    A = "a"
    B = "b"
'''
MAPPED = """book_tags = Table(
    "book_tags",
    Base.metadata,
    Column("book_id", ForeignKey("books.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", sa.Integer),
    UniqueConstraint("book_id", "tag_id", name="once"),
)

class Loan(Stamped, Base):
    __tablename__ = "loans"
    __table_args__ = (
        UniqueConstraint("book_id", "reader_id", name="uq"),
        CheckConstraint("days > 0", name="days_positive"),
        Index("ix_loans", "book_id", "days", unique=True),
        ForeignKeyConstraint(["a", "b"], ["other.x", "other.y"]),
        ForeignKeyConstraint(["a"], []),
        {"schema": "app"},
    )
    id: Mapped[UUID] = mapped_column(UUID(as_uuid=True), primary_key=True)
    kind: Mapped[Kind] = mapped_column(SQLEnum(Kind, name="kind"), nullable=False)
    how: Mapped[str] = mapped_column(Enum("x", "y", name="how"))
    odd: Mapped[str] = mapped_column(Enum(*VALUES))

class NewsReader(db.Model):
    id = db.Column(db.Integer, primary_key=True)
"""
APPS = """class Shelf(models.Model):
    HOW = [
        ("a", "The A"),
        ("b", _("The B")),
    ]
    class State(models.TextChoices):
        NEW = "new", "New"
        OLD = "old"

    how = models.CharField(max_length=1, choices=HOW, blank=True)
    state = models.CharField(choices=State.choices, default=State.NEW)
    price = models.DecimalField(max_digits=9, decimal_places=2, validators=[Min(D("0.1"))])
    owner = models.ForeignKey("people.Owner", on_delete=models.CASCADE, related_name="shelves")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        unique_together = [("how", "state"), ["how", "price"]]
        indexes = [models.Index(fields=["how", "made"], name="ix")]
        constraints = [models.UniqueConstraint(fields=["price"], name="one")]


class Owner(models.Model):
    name = models.TextField(unique=True)

    class Meta:
        db_table = "people"
"""
CONTEXT = "public class Shop : DbContext { public DbSet<Book> Books { get; set; } }\n"
BOOK = """public enum State { New = 1, Sold }
public abstract class Row { public Guid Id { get; set; } }
public class Shelf { public Guid Id { get; set; } }
public class Book : Row {
    public Guid ShelfId { get; set; }
    public Shelf? Shelf { get; set; }
    public State State { get; set; }
}
"""
DRIZZLE = 'export const books = pgTable("books", { id: uuid("id").primaryKey() });\n'


GO = """package models

type Boat struct {
	gorm.Model
	Name      string `gorm:"size:80;not null;uniqueIndex" json:"name"`
	HarbourID uint   `gorm:"column:port_id"`
	Sails     []Sail
	Harbour   Harbour `gorm:"foreignKey:HarbourID"`
	Note      string `gorm:"-"`
}

type Sail struct {
	ID   uint   `gorm:"primaryKey"`
	Area int    `gorm:"default:3"`
}

func (Sail) TableName() string {
	return "canvas"
}

type Filter struct {
	Name string `json:"name"`
}
"""
MONGO_GO = """package domain

type Trip struct {
	ID    primitive.ObjectID `bson:"_id,omitempty"`
	Stops []Stop             `bson:"stops"`
}
"""
TYPED_MONGOOSE = """const boatSchema = new Schema({ name: String });
setup(); base.model<BoatDocument, mongoose.PaginateModel<BoatDocument> >
  ("Boat", boatSchema, "Boats");
"""
MONGOOSE = """const boat = new mongoose.Schema({
  name: { type: String, required: true, unique: true }, // as painted
  state: { type: String, enum: ['in', 'out'], default: 'in' },
  harbour: { type: mongoose.Schema.Types.ObjectId, ref: 'Harbour' },
  tags: [String],
  stops: [{ at: Date }],
  size: { length: Number },
}, { timestamps: true });
module.exports = mongoose.model('Boat', boat);
"""
SEQUELIZE = """const Sail = sequelize.define('Sail', {
  id: { type: DataTypes.UUID, primaryKey: true },
  boatId: { type: DataTypes.UUID, allowNull: false, references: { model: 'boats', key: 'id' } },
}, { tableName: 'sails' });
"""


def test_structs_of_go() -> None:
    assert told(built(boat_go=GO, trip_go=MONGO_GO)) == {
        "boats": [
            ("id", "uint", ("PRIMARY KEY",)),
            ("created_at", "time.Time", ()),
            ("updated_at", "time.Time", ()),
            ("deleted_at", "time.Time", ()),
            ("name", "string(80)", ("NOT NULL", "UNIQUE")),
            ("port_id", "uint", ()),
        ],
        "canvas": [("id", "uint", ("PRIMARY KEY",)), ("area", "int", ("DEFAULT 3",))],
        "Trip": [("_id", "primitive.ObjectID", ("PRIMARY KEY",)), ("stops", "[]Stop", ())],
    }


def test_a_collection_of_mongoose_that_a_model_names() -> None:
    assert told(built(boat_ts=TYPED_MONGOOSE)) == {"Boats": [("name", "String", ())]}


def test_schemas_of_mongoose_and_models_of_sequelize() -> None:
    assert told(built(boat_js=MONGOOSE, sail_js=SEQUELIZE)) == {
        "Boat": [
            ("name", "String", ("NOT NULL", "UNIQUE")),
            ("state", "String", ("DEFAULT 'in'", "CHECK (state IN ('in', 'out'))")),
            ("harbour", "ObjectId", ("REFERENCES Harbour",)),
            ("tags", "String[]", ()),
            ("stops", "Object[]", ()),
            ("size", "Object", ()),
        ],
        "sails": [
            ("id", "UUID", ("PRIMARY KEY",)),
            ("boatId", "UUID", ("NOT NULL", "REFERENCES boats")),
        ],
    }


def built(**files: str) -> Schema:
    names = {one: one.replace("_", ".") for one in files}
    return schema_of(
        tuple(
            Document(path=RepoPath(f"app/models/{names[one]}"), role="db-schema", text=text)
            for one, text in files.items()
        )
    )


def told(schema: Schema) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    return {
        table.name: [(one.name, one.type, one.constraints) for one in table.columns]
        for table in schema.tables
    }


def test_tables_of_python_in_several_files() -> None:
    schema = built(base_py=BASE, loan_py=MAPPED)
    assert told(schema) == {
        "loans": [
            ("id", "UUID", ("PRIMARY KEY",)),
            ("kind", "Kind", ("NOT NULL",)),
            ("how", "how", ("NOT NULL", "CHECK (how IN ('x', 'y'))")),
            ("odd", "Enum(*VALUES)", ("NOT NULL",)),
            ("made", "datetime", ("NOT NULL", "DEFAULT func.now()")),
        ],
        "news_reader": [("id", "Integer", ("PRIMARY KEY",))],
        "book_tags": [
            ("book_id", "", ("PRIMARY KEY", "REFERENCES books(id) ON DELETE CASCADE")),
            ("tag_id", "Integer", ()),
        ],
    }
    loans, _, tags = schema.tables
    assert loans.constraints == (
        "UNIQUE (book_id, reader_id)",
        "CHECK (days > 0)",
        "FOREIGN KEY (a, b) REFERENCES other(x, y)",
    )
    assert [(one.text, one.source.line) for one in loans.indexes] == [
        ("UNIQUE INDEX (book_id, days)", 14)
    ]
    assert tags.constraints == ("UNIQUE (book_id, tag_id)",)
    assert [one.source.line for one in (*loans.stated, *tags.stated)] == [12, 13, 15, 6]
    assert [(str(one.source), one.name, one.values) for one in schema.enumerations] == [
        ("base.py:17", "Kind", ("a", "b"))
    ]
    assert str(loans.columns[-1].source) == "base.py:10"


def test_tables_of_django_in_a_file() -> None:
    schema = built(models_py=APPS)
    assert told(schema)["Shelf"] == [
        ("how", "CharField(1)", ("NOT NULL", "choices=HOW")),
        ("state", "CharField", ("NOT NULL", "choices=State.choices", "DEFAULT State.NEW")),
        ("price", "DecimalField(9, 2)", ("NOT NULL",)),
        ("owner", "ForeignKey", ("NOT NULL", "REFERENCES people ON DELETE CASCADE")),
        ("made", "DateTimeField", ("NOT NULL", "DEFAULT now()")),
    ]
    shelf, people = schema.tables
    assert people.name == "people"
    assert shelf.constraints == ("UNIQUE (price)", "UNIQUE (how, state)", "UNIQUE (how, price)")
    assert [one.text for one in shelf.indexes] == ["INDEX (how, made)"]
    assert {one.name: one.values for one in schema.enumerations} == {
        "HOW": ("a", "b"),
        "State": ("new", "old"),
    }


def test_a_context_lists_the_tables_of_its_classes() -> None:
    schema = built(shop_cs=CONTEXT, book_cs=BOOK)
    assert told(schema) == {
        "Books": [
            ("ShelfId", "Guid", ("NOT NULL", "REFERENCES Shelf")),
            ("State", "State", ("NOT NULL",)),
            ("Id", "Guid", ("PRIMARY KEY",)),
        ]
    }
    assert [one.values for one in schema.enumerations] == [("New", "Sold")]


def test_a_context_lists_tables_whose_classes_are_not_here() -> None:
    schema = built(shop_cs=CONTEXT)
    assert told(schema) == {"Books": []}
    assert schema.tables[0].source.line == 1


def test_what_configures_a_class_names_its_table() -> None:
    configured = (
        "public class Places : IEntityTypeConfiguration<Shelf> {\n"
        '    public void Configure(EntityTypeBuilder<Shelf> b) { b.ToTable("places"); } }\n'
    )
    context = CONTEXT.replace(
        " } }", ' } void M(ModelBuilder m) { m.Entity<Book>().ToTable("works"); } }'
    )
    assert list(told(built(a_cs=context, b_cs=BOOK, c_cs=configured))) == ["places", "works"]


def test_drizzle_in_a_file() -> None:
    assert told(built(schema_ts=DRIZZLE)) == {"books": [("id", "uuid", ("PRIMARY KEY",))]}


@pytest.mark.parametrize(
    ("suffix", "text", "maps_one"),
    [
        (".py", MAPPED, True),
        (".py", "t = Table('t', meta, Column('a', Integer))\n", True),
        (".py", "class A(BaseModel):\n    id: int\n", False),
        (".cs", CONTEXT, True),
        (".cs", 'public class C { void M(E<A> b) { b.ToTable("a"); } }', True),
        (".cs", "public class A { public Guid BookId { get; set; } }", True),
        (".ts", DRIZZLE, True),
        (".ts", "export interface A { id: string }\n", False),
        (".go", "type A struct { ID int }\n", False),
        (".go", GO, True),
        (".js", MONGOOSE, True),
        (".ts", TYPED_MONGOOSE, True),
        (".js", SEQUELIZE, True),
        (".js", "const a = new Schema({ b: String });\n", False),
    ],
)
def test_which_files_map_classes(suffix: str, text: str, *, maps_one: bool) -> None:
    assert maps(suffix, text) is maps_one
