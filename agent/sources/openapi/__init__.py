"""API descriptions: OpenAPI 3.0 and 3.1, Swagger 2, and free lists of endpoints in YAML or JSON.

`apidata`       which API plans are data
`reader`        the face: what is listed, and what is said of one endpoint
`outline`       where everything down to an operation stands; `outlining`: found from the upper
                `levels` of a file, never from the tree of all of it; `codec`: an outline to keep
`events`        YAML (`yamlevents`, PyYAML's one home) and JSON (`jsonevents`) as one stream
`mending`       what real files do wrong, made readable line by line
`tree`          the wanted slice as `node`s; `files`: the description's files and its `$ref`s
`operations`    what is listed; `operation`: one of them, its `schemas`, `bodies`, `security`
`freeform`      mappings with a method and a path, anywhere
"""
