"""What the readers make of small invented files: `in` holds the files, `out` what came of each, as JSON.

    python -m tests.readers.golden        writes `in` (those that are no text) and `out` anew; the diff is to be read

Whatever a reader gives is in it, but for empty fields.
"""
