"""Readers: text in, core values out.

Every document
    `roles`         which files are documents, `ranking` which counts first, `standins` what is
                    read where none is, `givenup` which say that they hold no more; `markdown`
                    (over `repair`): blocks with their lines
    `units`         one line of text, table or fence, each in its section
    `notation`      how people write a method and a path
API plans
    `apiplan`       the endpoints listed: `candidates` (and `parted` ones), which stand in place
                    (`placing`, `beside`) and are `defining`, their `bases`, what titles
                    say (`vocabulary`); `listing` has them with names (`entitled`)
    `passage`       one endpoint's lines in parts, by `labels`; `rows` where a table lists it
    `gather`        all of it as a spec: `parameters`, `bodies`, `examples`, `facts`, `statuses`,
                    `references` to others (`amended` there), `globalnotes`, `relatedtables` (and
                    `resources`: the plan's own list of them), `gaps`
    `openapi`       the same from YAML and JSON (`apidata` says which those are); `merging`: one
                    spec of what several documents say, with their contradictions
Db plans and the rest
    `databases`     all of them together, and where they contradict each other (`contradictions`)
    `dbplan`        tables in Markdown: `gridtable`, `columns`, `tablename`; `dbbeside`: indexes,
                    policies, triggers, relations, enums, views (`viewtables`); `undefined`: what is
                    only drawn or listed (`plainlist`); `dbstandins`: what is read where
                    no db plan is
    `migrations`    SQL in order (`sqlfold`, `sqlalter` over `ddl`, `sqltext`) in files that
                    `dbfiles` knows; `prisma`; `dbml` and `erdiagram`, in files and fences; each
                    fills `tabledraft`
    `rules`         rules documents, by their `frontmatter`; `techstack`: what the stack says
Implementation plans
    `plans`         `stretches` under a title (`plantitles`), of which endpoint (`mentions`)
    `steps`         where they start (`seeds`, `stepmarks`), what is in one (`stepparts`,
                    `stepfiles`, `languages`, `stepkind`); `evidence`: what speaks for it
    `words`         titles of plans and their sections
"""
