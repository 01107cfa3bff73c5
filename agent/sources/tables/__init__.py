"""Tables, from whatever tells of them; each notation fills a `tabledraft`.

`dbplan`: Markdown (`gridtable`, `plainlist`, `dbbeside` for indexes, policies and triggers,
`undefined` for what is only drawn or listed); `migrations`: SQL in order (`sqlfold`, `sqlalter`
over `ddl`, `sqltext`), `sqlstrings` in code; `railsschema`, `schemabuilders`, `efmigrations`,
`fluentmigrations`, `liquibase`: other migrations; `prisma`, `dbml`, `erdiagram`; `entities`,
`drizzle`, `objectschemas`, `gostructs`: mapped code; `relatedtables`: those that an endpoint works
on.
"""
