"""Invented pages of the forms that a reader meets, put together from the same few sentences."""

from __future__ import annotations

NEWS = (
    "Northland has moved two brigades to the river Vell, three officials said on Tuesday, giving no reason.",
    "“Nobody told us anything,” said Ida Marn, the mayor of Teln, who had called the ministry twice that morning.",
    "The ministry of defence in Corrant said that it knew of no such order, and that the exercise was routine.",
    "A spokesman for the army declined to say how many soldiers would stay at the crossing, or for how long.",
    "Villagers on the western bank told reporters that they had heard engines all night by the bridge.",
)
OTHER = (
    "The council of Teln voted on Monday to reopen the ferry over the Vell, which had been closed for eleven years.",
    "“We need a way over that nobody can close,” said the councillor Per Aske, who had proposed the vote in June.",
    "Two councillors said that the money was not there, and asked the district to pay for its first season.",
    "The district said that it would answer within a month, and that it had heard of the plan from the newspaper only.",
    "The boat is to carry forty people and six cars, and to run every hour from April to October, the council said.",
)
TITLE = "Brigades at the Vell"


def paragraphs(*lines: str) -> str:
    """Return lines as paragraphs of markup."""
    return "".join(f"<p>{one}</p>" for one in lines)


def page(body: str, *, head: str = "", title: str = TITLE) -> str:
    """Return a page of an invented outlet around `body`."""
    return (
        f"<!DOCTYPE html><html><head><title>{title} - The Oste Herald</title>"
        f"<meta property='og:title' content='{title}'>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/w'>World</a></nav>{body}"
        "<footer>© 2032 The Oste Herald. Page generated 3 May 2032.</footer></body></html>"
    )
