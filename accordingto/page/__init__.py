"""What an HTML page holds: what it states of itself, its dates, its text with what is cut from it, its stories.

In comes a page parsed by lxml, out go texts and spans; `readers.html` makes reports of them. Nothing here reads files.
"""
