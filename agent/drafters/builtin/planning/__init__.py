"""How the built-in drafter writes a plan: from the facts of a spec to Markdown.

Each package knows only those above it here:

`subject`, `citations`
              the words of the endpoint: resource, action, function; which lines hold a fact
`places`      the stack, the project's files, and where the work goes
`facts`       the `brief` of a request: all that a plan is written from, and its `wording`
`sentences`   which of the documents' sentences are about this endpoint, and what they speak of
`tables`      which tables and rows it works on, whose they are, what they demand
`callers`     who calls, what one may do, what is refused
`reads`       rows that are read, joined, counted and summed up
`writes`      rows that are written: their values, what goes before, what comes of it
`sections`    a function for each section of the plan (`flow`, `contract`, `errors`, ...), `steps`
`assemble`    makes the brief of a request
"""
