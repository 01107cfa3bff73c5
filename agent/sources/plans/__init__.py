"""Implementation plans and their steps.

`reading`: the plans of a file, `stretches` under a title (`plantitles`), of which endpoint
(`mentions`), or a list of tasks (`tasklists`); `steps`: where they start (`seeds`, `stepmarks`)
and what is in one (`stepparts`, `stepfiles`, `stepkind`); `evidence`: what speaks for one being
done.
"""
