"""What a stack is made of: how documents call it, and which package shows that it is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["language", "framework", "orm", "database", "validation", "tests", "tools"]


@dataclass(frozen=True, slots=True)
class Technology:
    """One of them; `packages` is what its dependencies are called, as a pattern."""

    kind: Kind
    name: str
    said: re.Pattern[str]
    packages: re.Pattern[str]


def _one(kind: Kind, name: str, packages: str, said: str = "") -> Technology:
    words = said or re.escape(name).replace(r"\ ", r"[ -]?")
    return Technology(
        kind,
        name,
        re.compile(rf"(?<![\w@/.-])(?:{words})(?![\w-])", re.IGNORECASE),
        re.compile(packages, re.IGNORECASE),
    )


# Packages stand as manifests name them; `sdk:`, `lang:` and `target:` are signs that are none.
TECHNOLOGIES: tuple[Technology, ...] = (
    _one("language", "TypeScript", r"typescript|lang:typescript"),
    _one("language", "Python", r"lang:python", r"python(?: ?3[\d.]*)?"),
    _one("language", "C#", r"lang:csharp", r"C#|\.NET(?: [\d.]+)?"),
    _one("language", "Java", r"lang:java"),
    _one("language", "Kotlin", r"kotlin-(?:stdlib|reflect|maven-plugin)[\w-]*|lang:kotlin"),
    _one("language", "Go", r"lang:go", r"golang|(?-i:Go)(?! (?:to|on|through|with|back))"),
    _one("language", "PHP", r"lang:php"),
    _one("language", "Ruby", r"lang:ruby"),
    _one("framework", "Astro", r"astro", r"astro(?: ?\d[\d.]*)?"),
    _one("framework", "Next.js", r"next", r"next\.?js"),
    _one("framework", "Nuxt", r"nuxt", r"nuxt(?:\.?js)?"),
    _one("framework", "Remix", r"@remix-run/[\w-]+"),
    _one("framework", "SvelteKit", r"@sveltejs/kit"),
    _one("framework", "NestJS", r"@nestjs/core", r"nest(?:\.?js)"),
    _one("framework", "Express", r"express", r"(?-i:Express)|express\.?js|(?<=`)express(?=`)"),
    _one("framework", "Fastify", r"fastify"),
    _one("framework", "Hono", r"hono"),
    _one("framework", "FastAPI", r"fastapi"),
    _one("framework", "Django", r"django"),
    _one("framework", "Flask", r"flask"),
    _one("framework", "Litestar", r"litestar"),
    _one("framework", "Spring Boot", r"(?:org\.springframework\.boot[:\w.-]*|spring-boot-[\w-]+)"),
    _one("framework", "Quarkus", r"(?:io\.)?quarkus[:\w.-]*"),
    _one(
        "framework", "ASP.NET Core", r"sdk:web|microsoft\.aspnetcore[\w.]*", r"asp\.?net(?: core)?"
    ),
    _one("framework", "Gin", r"github\.com/gin-gonic/gin"),
    _one("framework", "Echo", r"github\.com/labstack/echo[\w/]*"),
    _one("framework", "Fiber", r"github\.com/gofiber/fiber[\w/]*"),
    _one("framework", "Chi", r"github\.com/go-chi/chi[\w/]*"),
    _one("framework", "Laravel", r"laravel/framework"),
    _one("framework", "Symfony", r"symfony/framework-bundle"),
    _one("framework", "Rails", r"rails", r"(?:ruby on )?rails"),
    _one("orm", "Prisma", r"@prisma/client|prisma"),
    _one("orm", "Drizzle", r"drizzle-orm", r"drizzle(?:[ -]?orm)?"),
    _one("orm", "TypeORM", r"typeorm"),
    _one("orm", "Sequelize", r"sequelize"),
    _one("orm", "Mongoose", r"mongoose"),
    _one("orm", "SQLAlchemy", r"sqlalchemy"),
    _one("orm", "SQLModel", r"sqlmodel"),
    _one(
        "orm",
        "EF Core",
        r"(?:[\w.]+\.)?entityframeworkcore[\w.]*",
        r"ef core|entity framework(?: core)?",
    ),
    _one("orm", "Dapper", r"dapper"),
    _one(
        "orm",
        "JPA",
        r"[\w.:-]*data-jpa|hibernate-[\w-]+|jakarta\.persistence-api|[\w.]*hibernate-core",
        r"(?:spring data )?jpa|hibernate",
    ),
    _one("orm", "GORM", r"gorm\.io/gorm"),
    _one("orm", "Doctrine", r"doctrine/orm"),
    _one("database", "Supabase", r"@supabase/supabase-js|supabase"),
    _one(
        "database",
        "PostgreSQL",
        r"pg|postgres|psycopg[23]?(?:-binary)?|asyncpg|npgsql[\w.]*|(?:org\.)?postgresql(?::postgresql)?"
        r"|gorm\.io/driver/postgres|github\.com/(?:lib/pq|jackc/pgx[\w/]*)|@supabase/supabase-js|supabase"
        r"|@vercel/postgres|@neondatabase/serverless",
        r"postgres(?:ql)?(?: ?\d+)?",
    ),
    _one(
        "database",
        "MySQL",
        r"mysql2?|mysqlclient|pymysql|mysql-connector-j[\w-]*|pomelo\.[\w.]+|[\w./]+/driver/mysql",
    ),
    _one(
        "database",
        "SQLite",
        r"better-sqlite3|sqlite3|aiosqlite|microsoft\.[\w.]*sqlite|[\w./]+/driver/sqlite",
    ),
    _one(
        "database",
        "SQL Server",
        r"microsoft\.[\w.]*(?:sqlserver|sqlclient)|mssql(?:-jdbc)?",
        r"(?:ms ?|azure )?sql server|mssql",
    ),
    _one(
        "database", "MongoDB", r"mongodb|mongoose|pymongo|motor|mongodb\.driver|[\w-]*data-mongodb"
    ),
    _one("database", "Firebase", r"firebase(?:-admin)?", r"firebase|firestore"),
    _one("database", "Redis", r"redis|ioredis|stackexchange\.redis|[\w-]*data-redis"),
    _one("validation", "Zod", r"zod"),
    _one("validation", "Pydantic", r"pydantic"),
    _one("validation", "class-validator", r"class-validator"),
    _one("validation", "FluentValidation", r"fluentvalidation[\w.]*"),
    _one("validation", "Joi", r"joi"),
    _one("validation", "Yup", r"yup"),
    _one("validation", "Valibot", r"valibot"),
    _one("validation", "Bean Validation", r"[\w.:-]*starter-validation|hibernate-validator"),
    _one("tests", "Vitest", r"vitest"),
    # In Polish `jest` is "is", and begins sentences.
    _one(
        "tests",
        "Jest",
        r"jest",
        r"(?-i:Jest(?! (?!(?:and|as|do|for|i|or|oraz|tests?|testing|unit|with)\b)[^\W\d_A-Z]))"
        r"|(?<=`)jest(?=`)",
    ),
    _one("tests", "Mocha", r"mocha"),
    _one(
        "tests",
        "Playwright",
        r"@playwright/test|(?:pytest-)?playwright|microsoft\.playwright[\w.]*",
    ),
    _one("tests", "Cypress", r"cypress"),
    _one("tests", "pytest", r"pytest"),
    _one(
        "tests",
        "JUnit",
        r"org\.junit[\w.:-]*|junit[\w-]*|[\w.:-]*spring-boot-starter-test",
        r"junit(?: ?\d)?",
    ),
    _one("tests", "Testcontainers", r"[\w.:@/-]*testcontainers[\w.:/-]*"),
    _one("tests", "xUnit", r"xunit[\w.]*", r"xunit(?:\.net)?"),
    _one("tests", "NUnit", r"nunit"),
    _one("tests", "MSTest", r"mstest[\w.]*"),
    _one("tests", "RSpec", r"rspec(?:-rails)?"),
    _one("tests", "PHPUnit", r"phpunit/phpunit"),
    _one("tools", "ESLint", r"eslint"),
    _one("tools", "Prettier", r"prettier"),
    _one("tools", "Biome", r"@biomejs/biome"),
    _one("tools", "Ruff", r"ruff"),
    _one("tools", "mypy", r"mypy"),
)
