"""accordingto reads news reports of a story and keeps the record of who says what."""
