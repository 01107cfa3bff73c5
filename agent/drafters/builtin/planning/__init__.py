"""How the built-in drafter writes a plan: from the facts of a spec to Markdown.

What is known: `assemble` makes the `brief` of a request, with
    `outline`       the sections of the profile; `policy`, `demands`: its statuses, what it asks for
    `subject`       the words of the endpoint: resource, action, function
    `stacks`        what is known of each framework; `layout`, `homes`, `fileroutes`: its files
    `ground`        files that are there or named; `coded`: what a FastAPI project's code says
    `commands`      what proves a step; `citations`: which lines hold a fact
    `questions`     what is asked first; `wishes`: what a reason against a draft asks for
What is written, one function a section, each from the brief alone:
    `contract`      overview, request, types, response
    `flow`, `security` (and performance; `threats`), `errors` (`logging`), `beside` for any other
    `steps`         drafts of steps (`stepdraft`) with the rules for each layer (`rulebook`)
    `decisions`     what stands behind the plan
With what: `values` lists parameters and fields, `general` tells once what holds for all
endpoints, `remarks` gives sentences to sections, `storage` reads indexes, `wording` puts values
into a line. `planpath` and `saving` name the plan's file.
"""
