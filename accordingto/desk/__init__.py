"""The desk: the record in a web browser, on this computer alone.

`app` answers addresses with pages, one file a page in `pages`; `guard` keeps out what does not come from this desk;
`serve` runs it. Every page is a dataclass that a template turns into HTML, and the same in JSON under `.json`.
"""
