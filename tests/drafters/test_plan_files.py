"""The files of an endpoint in a project that has some: by their kinds, and as neighbours stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.core.documents import RepoPath
from agent.core.spec import Endpoint
from agent.drafter import Code
from agent.drafters.builtin.planning.places.analogy import alike
from agent.drafters.builtin.planning.places.ground import Ground
from agent.drafters.builtin.planning.places.kinds import fits, roles_of
from agent.drafters.builtin.planning.places.layout import lay_out
from agent.drafters.builtin.planning.places.shown import shown_in
from agent.drafters.builtin.planning.places.stacks import Role, built, stacks
from agent.drafters.builtin.planning.subject import subject_of


def placed(stack: str, target: str, *there: str, tables: tuple[str, ...] = ()) -> dict[str, str]:
    """Where each role's code goes."""
    method, path = target.split()
    subject = subject_of(Endpoint(method=method, path=path), tables)
    paths = tuple(map(RepoPath, there))
    shown = shown_in(Code(listed=lambda: paths, read=lambda _: None))
    root = next((one.root for one in shown if one.stack.name == stack), "")
    known = replace(next(one for one in stacks() if one.name == stack), root=root)
    ground = Ground(there=paths, planned=(), named=(), subjects=frozenset(), tables=tables)
    places = lay_out(subject, built(known, (), there), ground).places
    return {role: place.path.value for role, place in places}


KINDS: list[tuple[str, Role, bool]] = [
    ("triggers.schema.test.ts", "validation", False),
    ("flashcard-schema.ts", "service", False),
    ("flashcard-schema.ts", "validation", True),
    ("tickets.controller.ts", "service", False),
    ("requests.py", "route", True),
    ("CreateLoanRequest.java", "types", True),
    ("CreateLoanCommand.java", "types", True),
    ("CreateLoanCommand.cs", "types", False),
    ("api-client.ts", "service", True),
    ("error-handler.utils.ts", "service", False),
    ("loans.ts", "tests", False),
    ("test_loans.py", "tests", True),
    ("categories.ts", "service", True),
    ("loan-queries.ts", "types", True),
    ("test-results.service.ts", "service", True),
    ("TestResultsController.cs", "route", True),
    ("LoanControllerMvcTest.java", "tests", True),
    ("loans.e2e-spec.ts", "tests", True),
]


@pytest.mark.parametrize(("name", "role", "is_one"), KINDS)
def test_a_name_says_which_kinds_of_file_it_is_not(name: str, role: Role, *, is_one: bool) -> None:
    assert fits(name, role) is is_one


def test_a_plain_name_says_nothing() -> None:
    assert roles_of("loans.ts") is None


NEST = (
    "server/nest-cli.json",
    "server/src/users/users.controller.ts",
    "server/src/users/users.service.ts",
    "server/src/users/users.module.ts",
    "server/src/auth/auth.controller.ts",
    "server/src/auth/auth.service.ts",
    "server/src/auth/auth.module.ts",
)


def test_each_resource_has_a_folder_where_the_others_do() -> None:
    found = placed("nest", "POST /loan-items", *NEST)
    assert found["service"] == "server/src/loan-items/loan-items.service.ts"
    assert found["route"] == "server/src/loan-items/loan-items.controller.ts"
    assert found["register"] == "server/src/loan-items/loan-items.module.ts"
    own = placed("nest", "PATCH /users/{id}", *NEST)
    assert own["service"] == "server/src/users/users.service.ts"
    assert own["route"] == "server/src/users/users.controller.ts"


def test_of_java_s_features_the_path_says_which() -> None:
    there = (
        "pom.xml",
        "src/main/java/org/x/api/service/auth/AuthService.java",
        "src/main/java/org/x/api/service/favorites/FavoritesService.java",
        "src/main/java/org/x/api/web/AuthApiController.java",
    )
    assert placed("spring", "POST /api/auth/otp/verify", *there)["service"] == there[1]
    loans = placed("spring", "GET /api/loan-items", *there)
    assert loans["service"] == "src/main/java/org/x/api/service/loanitems/LoanItemsService.java"


NET = "Api/Features"
HABITS = [
    ("GET /loans", ("a/books.ts",), None),
    ("POST /accounts/lock", ("Api/Accounts/Open/OpenCommandHandler.cs",
                             "Api/Accounts/SendKey/SendKeyCommandHandler.cs"),
     "Api/Accounts/Lock/LockCommandHandler.cs"),
    ("GET /loans", ("Api/Auth/LoginEndpoint.cs", "Api/Auth/RefreshEndpoint.cs",
                    "Api/Auth/ProfileEndpoint.cs", "Api/Books/ListBooksEndpoint.cs"),
     "Api/Loans/ListLoansEndpoint.cs"),
    ("DELETE /loans/{id}", ("Api/Auth/LogoutEndpoint.cs", "Api/Auth/RefreshEndpoint.cs",
                            "Api/Loans/CreateLoanEndpoint.cs"),
     "Api/Loans/DeleteLoanEndpoint.cs"),
    ("POST /loans", ("x/dto/BookCreateRequest.java", "x/dto/FeedCreateRequest.java"),
     "x/dto/LoanCreateRequest.java"),
    ("POST /loans/{id}/restore", ("Api/Books/ArchiveBook/ArchiveBookHandler.cs",
                                  "Api/Feeds/CloseFeed/CloseFeedHandler.cs"),
     "Api/Loans/RestoreLoan/RestoreLoanHandler.cs"),
    ("GET /loans", ("app/books/views.py", "app/feeds/views.py"), "app/loans/views.py"),
    ("GET /loans", ("app/services/books.py", "app/schemas/books.py"), None),
    ("GET /loans", ("src/lib/ai/ai.service.ts", "src/books/books.service.ts"),
     None),
    ("GET /loans", ("Api/Books/GetBookByIdHandler.cs", "Api/Feeds/GetFeedByIdHandler.cs"),
     "Api/Loans/GetLoansHandler.cs"),
    ("GET /loans/{id}", ("Api/Books/GetBookByIdHandler.cs", "Api/Books/GetBooksHandler.cs"),
     "Api/Loans/GetLoanByIdHandler.cs"),
    ("GET /loans", ("Api/IBookService.cs", "Api/BookService.cs", "Api/IFeedService.cs",
                    "Api/FeedService.cs"), "Api/LoanService.cs"),
    ("GET /loans", ("Books/Books.Web/Endpoints/BookEndpoints.cs",
                    "Books/Books.Web/Endpoints/FeedEndpoints.cs"),
     "Books/Books.Web/Endpoints/LoanEndpoints.cs"),
    ("GET /loans", ("src/ai/ai.service.ts", "src/books/books.service.ts"),
     "src/loans/loans.service.ts"),
    ("GET /loans", ("src/a/A.service.ts", "src/books/Books.service.ts"),
     "src/loans/Loans.service.ts"),
    ("GET /loans", ("Api/Feeds/FeedService.cs", "Api/Books/BookService.cs"),
     "Api/Loans/LoanService.cs"),
    ("POST /loan-items", ("x/books/BookDao.java", "x/feeds/FeedDao.java"), None),
    ("POST /loan-items", ("x/books/BookService.java", "x/feeds/FeedService.java"),
     "x/loanitems/LoanItemService.java"),
    ("PUT /loans/{id}", (f"{NET}/Books/EditBook/EditBookCommandHandler.cs",
                         f"{NET}/Feeds/EditFeed/EditFeedCommandHandler.cs",
                         f"{NET}/Feeds/GetFeed/GetFeedQueryHandler.cs"),
     f"{NET}/Loans/EditLoan/EditLoanCommandHandler.cs"),
    ("GET /loans", (f"{NET}/Books/GetBooks/GetBooksQueryHandler.cs",
                    f"{NET}/Feeds/GetFeeds/GetFeedsQueryHandler.cs"),
     f"{NET}/Loans/GetLoans/GetLoansQueryHandler.cs"),
    ("POST /loans/{id}/send", (f"{NET}/Books/AddBookHandler.cs", f"{NET}/Feeds/AddFeedHandler.cs"),
     f"{NET}/Loans/SendLoanHandler.cs"),
    ("POST /loans", ("app/loan_request_routes.py", "app/book_routes.py", "app/feed_routes.py"),
     "app/loan_routes.py"),
]  # fmt: skip


@pytest.mark.parametrize(("target", "like", "path"), HABITS)
def test_ours_stands_where_those_of_several_resources_do(
    target: str, like: tuple[str, ...], path: str | None
) -> None:
    method, _, rest = target.partition(" ")
    paths = tuple(map(RepoPath, like))
    beside = tuple(RepoPath(f"models/{one}.cs") for one in ("books", "feeds", "ai"))
    ground = Ground(there=(*paths, *beside), planned=(), named=(), subjects=frozenset(("book",)))
    assert alike(paths, subject_of(Endpoint(method=method, path=rest)), ground) == path


def test_a_sub_path_that_is_no_table_belongs_to_its_resource() -> None:
    there = ("src/lib/services/projects.service.ts",)
    own = placed("astro", "PUT /api/projects/reorder", *there, tables=("projects",))
    assert own["service"] == there[0]
    nested = placed("astro", "GET /api/projects/{id}/tasks", *there, tables=("projects",))
    assert nested["service"] == "src/lib/services/task.service.ts"
    prefix = placed("astro", "PUT /api/projects/{id}/note", *there, tables=("note_texts",))
    assert prefix["service"] == "src/lib/services/note.service.ts"


FOLDERS = [
    (("src/components/hooks/__tests__/useLoans.test.ts",), "src/lib/services/book.service.test.ts"),
    (("tests/api/recipes/recipes.test.ts",), "tests/api/books/books.test.ts"),
    (("tests/unit/validators/dog.test.ts",), "tests/unit/createBook.test.ts"),
    (("tests/e2e/books.spec.ts",), "src/lib/services/book.service.test.ts"),
    (("tests/unit/services/books.service.test.ts",), "tests/unit/services/books.service.test.ts"),
    (("tests/unit/schemas/books.schema.test.ts",), "tests/unit/createBook.test.ts"),
    (("test/dogs.test.ts",), "test/createBook.test.ts"),
]


@pytest.mark.parametrize(("there", "tests"), FOLDERS)
def test_a_test_goes_where_requests_are_tested(there: tuple[str, ...], tests: str) -> None:
    assert placed("astro", "POST /api/books", *there)["tests"] == tests


JAVA = "api/src/main/java/org/x"
JAVA_TEST = "api/src/test/java/org/x"
BESIDE = ("src/lib/services/books.service.ts", "src/lib/services/books.service.test.ts")
TESTED = [
    ("spring", (f"{JAVA}/web/BookController.java",), f"{JAVA_TEST}/web/LoanControllerTest.java"),
    ("spring", (f"{JAVA}/web/BookController.java", f"{JAVA}/work/service/BookService.java",
                f"{JAVA_TEST}/work/BookTest.java"), f"{JAVA_TEST}/web/LoanControllerTest.java"),
    ("spring", (f"{JAVA}/web/BookController.java", f"{JAVA}/work/service/BookService.java",
                f"{JAVA_TEST}/work/service/BookServiceTest.java"),
     f"{JAVA_TEST}/work/service/LoanServiceTest.java"),
    ("astro", (*BESIDE, "src/test/setup.ts"), "src/lib/services/loan.service.test.ts"),
    ("astro", (*BESIDE, "src/test/api/books.test.ts"), "src/test/api/loans.test.ts"),
    ("astro", ("src/test/setup.ts",), "src/test/createLoan.test.ts"),
    ("astro", ("src/components/a.ts", "src/components/a.test.ts", "src/test/setup.ts"),
     "src/test/createLoan.test.ts"),
]  # fmt: skip


@pytest.mark.parametrize(("stack", "there", "test"), TESTED)
def test_a_test_stands_where_tests_are(stack: str, there: tuple[str, ...], test: str) -> None:
    assert placed(stack, "POST /api/loans", *there)["tests"] == test


def test_what_is_named_from_the_server_on_is_told_from_the_top() -> None:
    there = tuple(map(RepoPath, ("api/src/dao/a.ts", "lib/b.ts")))
    ground = Ground(there=there, planned=(), named=(), subjects=frozenset(), root="api/")
    for given, told in (("src/dao/c.ts", "api/src/dao/c.ts"), ("lib/c.ts", "lib/c.ts"),
                        ("src/web/c.ts", "src/web/c.ts")):  # fmt: skip
        assert ground.place(RepoPath(given)).path.value == told


PARTS = [
    ("PATCH /api/quests/{id}/complete", "complete_quest", "quests"),
    ("PATCH /api/orders/{id}/carrier-color", "update_order_carrier_color", "orders"),
    ("PUT /api/users/me/password", "update_user_password", "users"),
    ("PUT /api/projects/reorder", "reorder_project", "projects"),
    ("PUT /api/books/2", "update_2", "2"),
    ("PUT /api/books/me", "update_current_book", "books"),
    ("PUT /api/users/{id}/settings", "update_setting", "settings"),
    ("PATCH /api/auth/password", "update_password", "password"),
    ("PATCH /api/books/{id}/cover", "update_cover", "cover"),
    ("POST /api/books/{id}/loan", "loan_book", "books"),
]


@pytest.mark.parametrize(("target", "function", "filed"), PARTS)
def test_a_change_of_a_part_is_named_and_filed_with_its_resource(
    target: str, function: str, filed: str
) -> None:
    method, path = target.split()
    subject = subject_of(Endpoint(method=method, path=path), ("book_covers",))
    assert (subject.function, subject.filed.things) == (function, filed)


def test_a_router_of_a_version_is_found_and_no_file_is_named_as_a_package_is() -> None:
    below = "backend/src/shop/presentation/api"
    there = (f"{below}/__init__.py", f"{below}/v1/__init__.py", f"{below}/v1/auth.py")

    assert placed("fastapi", "POST /api/v1/auth/register", *there)["route"] == f"{below}/v1/auth.py"
    assert placed("fastapi", "POST /api/v1/loans", *there)["route"] == f"{below}/v1/loans.py"


API = "src/pages/api"
ROUTES = [
    ("GET /api/books", (f"{API}/loans.ts", f"{API}/loans/[id].ts"), f"{API}/books.ts"),
    ("GET /api/books", (f"{API}/loans/index.ts", f"{API}/loans/[id].ts"), f"{API}/books/index.ts"),
    ("POST /api/send", (f"{API}/loans/index.ts", f"{API}/loans/[id].ts"), f"{API}/send.ts"),
    ("POST /api/books", (f"{API}/books/[id].ts",), f"{API}/books/index.ts"),
    ("POST /api/books", (f"{API}/books/[id].ts", f"{API}/a.ts", f"{API}/a/[id].ts"),
     f"{API}/books.ts"),
    ("PATCH /api/books/{bookId}", (f"{API}/a/[id]/index.ts", f"{API}/b/[id]/index.ts"),
     f"{API}/books/[bookId]/index.ts"),
    ("GET /api/books/{bookId}/loans", (f"{API}/books/[id].ts", f"{API}/books/[key]/tags.ts"),
     f"{API}/books/[key]/loans.ts"),
    ("PUT /api/books/{bookId}", (f"{API}/books/[id]/tags.ts", f"{API}/books/[key].ts"),
     f"{API}/books/[key].ts"),
    ("GET /api/books", ("web/src/pages/api/a.ts", "src/pages/api/b.ts", "src/pages/api/c.ts"),
     f"{API}/books.ts"),
    ("GET /api/books", ("backend/app/api/v1/books.py",), f"{API}/books.ts"),
    ("POST /api/books", (f"{API}/loans/index.ts", f"{API}/loans/[id].ts", f"{API}/books/[id].ts",
                         f"{API}/books/[id]/tags.ts", f"{API}/books/[id]/tags/[tag].ts"),
     f"{API}/books/index.ts"),
]  # fmt: skip


@pytest.mark.parametrize(("target", "there", "route"), ROUTES)
def test_a_route_is_filed_as_those_beside_it(
    target: str, there: tuple[str, ...], route: str
) -> None:
    assert placed("astro", target, *there)["route"] == route


NUXT = "server/api"


@pytest.mark.parametrize(
    ("there", "route"),
    [
        (f"{NUXT}/books.get.ts", f"{NUXT}/books.post.ts"),
        (f"{NUXT}/books/index.get.ts", f"{NUXT}/books/index.post.ts"),
        (f"{NUXT}/books.post.ts", f"{NUXT}/books.post.ts"),
        (f"{NUXT}/books.ts", f"{NUXT}/books.ts"),
    ],
)
def test_a_file_named_by_another_method_is_not_this_route(there: str, route: str) -> None:
    assert placed("nuxt", "POST /api/books", there)["route"] == route


def test_where_each_resource_has_its_own_folder_ours_has_one() -> None:
    there = ("App/App.csproj", "App/Application/Books/CreateBookCommandHandler.cs")
    own = placed("aspnet", "DELETE /api/loans/{id}", *there, tables=("books", "loans"))
    assert own["service"] == "App/Application/Loans/DeleteLoanCommandHandler.cs"
    alone = placed("aspnet", "DELETE /api/books/{id}", *there, tables=("books",))
    assert alone["service"] == "App/Application/Books/DeleteBookCommandHandler.cs"


LEND, OWN = "Lend/Core", "Id/Core"
MODULE = (
    *(f"{LEND}/Commands/Add{one}/Add{one}{kind}.cs" for one in ("Book", "Feed")
      for kind in ("Handler", "Command")),
    *(f"{LEND}/Queries/Get{one}/Get{one}Handler.cs" for one in ("Book", "Feed")),
    *(f"{OWN}/{one}/Commands/Add/Add{one}{kind}.cs" for one in ("User", "Role")
      for kind in ("Result", "Handler")),
)  # fmt: skip
NEAR: list[tuple[str, tuple[str, ...], dict[str, str]]] = [
    (
        "POST /api/loans",
        tuple(f"App/Features/{one}s/Create{one}/Create{one}{kind}.cs"
              for one in ("Book", "Feed") for kind in ("Handler", "Endpoint")),
        {"validation": "App/Features/Loans/CreateLoan/CreateLoanRequestValidator.cs"},
    ),
    (
        "POST /api/loans/{id}/renew",
        MODULE,
        {"service": "Lend/Core/Commands/RenewLoan/RenewLoanHandler.cs"},
    ),
    (
        "POST /api/loans",
        MODULE,
        {"service": "Lend/Core/Commands/AddLoan/AddLoanHandler.cs",
         "message": "Lend/Core/Commands/AddLoan/AddLoanCommand.cs"},
    ),
    ("GET /api/loans/v1", (), {"service": "Services/LoanService.cs"}),
]  # fmt: skip


@pytest.mark.parametrize(("target", "there", "wanted"), NEAR)
def test_what_is_for_one_deed_stands_together(
    target: str, there: tuple[str, ...], wanted: dict[str, str]
) -> None:
    found = placed("aspnet", target, *there, tables=("books", "feeds", "loans"))

    assert {role: found.get(role) for role in wanted} == wanted


def test_a_version_behind_the_resource_is_no_row_of_it() -> None:
    acts = {path: subject_of(Endpoint(method="GET", path=path)).act for path in
            ("/api/loans/v1", "/api/v1/loans", "/api/loans/{id}/v2")}  # fmt: skip

    assert list(acts.values()) == ["list", "list", "get"]


def test_what_is_below_a_resource_stands_with_it_where_it_is_no_table() -> None:
    found = "App/Features"
    there = (f"{found}/Books/CreateBook/CreateBookHandler.cs",
             f"{found}/Feeds/CreateFeed/CreateFeedHandler.cs")  # fmt: skip
    ground = Ground(
        there=tuple(map(RepoPath, there)), planned=(), named=(), subjects=frozenset(("book",))
    )
    subject = subject_of(Endpoint(method="POST", path="/api/books/{id}/covers"))
    assert (
        alike(ground.there, subject, ground) == f"{found}/Books/CreateCover/CreateCoverHandler.cs"
    )
    table = replace(ground, tables=("covers",))
    assert (
        alike(ground.there, subject, table) == f"{found}/Covers/CreateCover/CreateCoverHandler.cs"
    )


@pytest.mark.parametrize(
    ("method", "path", "tables", "function", "things"),
    [
        ("GET", "/api/invoices/overdue", (), "list_overdue_invoices", "invoices"),
        ("GET", "/api/shops/{id}/visits/today", (), "list_today_shop_visits", "visits"),
        ("GET", "/api/menus/popular", ("populars",), "get_popular", "popular"),
        ("GET", "/api/media/popular", (), "get_popular", "popular"),
        ("GET", "/api/invoices/overdue/{id}", (), "get_overdue", "overdue"),
        ("POST", "/api/invoices/overdue", (), "overdue_invoice", "invoices"),
    ],
)
def test_a_last_word_may_say_which_rows_are_read(
    method: str, path: str, tables: tuple[str, ...], function: str, things: str
) -> None:
    subject = subject_of(Endpoint(method=method, path=path), tables)
    assert (subject.function, subject.things) == (function, things)
