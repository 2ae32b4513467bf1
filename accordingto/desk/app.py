"""The web application: a record and who may read it in, an ASGI app out.

Each request opens the record read-only and sees one snapshot; nothing is kept between requests but what `memory` holds
for as long as the file is unchanged.
"""

from __future__ import annotations

import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from accordingto import query
from accordingto.desk import visits
from accordingto.desk.ask import Ask
from accordingto.desk.correcting import LONGEST_BYTES, corrected, parsed
from accordingto.desk.guard import Guard, new_secret
from accordingto.desk.pages import NotFound, Page, pages
from accordingto.desk.wording import FILTERS, FUNCTIONS
from accordingto.errors import AccordingtoError, UsageError
from accordingto.record.corrections import user
from accordingto.record.view import view

log = logging.getLogger(__name__)
NAV = ("story", "claims", "actors", "timeline", "network", "sources", "reports", "search", "leftout", "corrections")
"""Pages in the head of every page, in this order."""


@dataclass(frozen=True, slots=True)
class Site:
    """What every template knows: the record's name, the pages in its head, the secret that goes into forms, whose
    corrections those of its forms are."""

    name: str
    record: str
    nav: tuple[Page, ...]
    secret: str
    by: str


def make_app(record: Path, *, hosts: frozenset[str], token: str = "", by: str = "") -> Starlette:
    """Return the desk of a record.

    `hosts` are the values of the Host header that it answers to ("127.0.0.1:8420"); `token`, where not empty, must be
    in the first address that a reader opens. `by` is whose corrections are made here; empty: those of the user of the
    computer.
    """
    all_pages = pages()
    by_name = {page.name: page for page in all_pages}
    site = Site(
        name=record.stem,
        record=str(record),
        nav=tuple(by_name[name] for name in NAV if name in by_name),
        secret=new_secret(),
        by=by or user(),
    )
    environment = templates(site)
    routes: list[Route | Mount] = []
    for page in all_pages:
        path = "/story.json" if page.path == "/" else f"{page.path}.json"
        routes += [
            Route(page.path, _html(record, page, environment)),
            Route(path, _json(record, page)),
        ]
    routes.append(Route("/correct", _correct(record, site, environment), methods=["POST"]))
    routes.append(Mount("/static", StaticFiles(packages=[("accordingto.desk", "static")])))
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, hosts=hosts, token=token)],
        exception_handlers={
            404: _no_page(environment),
            Exception: _bug(environment),
        },
    )


def templates(site: Site) -> Environment:
    """Return the templates of the desk; everything that goes into them is escaped."""
    environment = Environment(
        loader=PackageLoader("accordingto.desk", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= FILTERS
    environment.globals |= {**FUNCTIONS, "site": site}
    return environment


def _html(record: Path, page: Page, environment: Environment) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        visit = visits.of(request)
        ask = Ask.of(page.path, request.url.query, visit=visit.before)
        begun = time.perf_counter()
        try:
            with view(record) as opened:
                now = visits.last_run(opened)
                found = page.gather(opened, ask)
        except AccordingtoError as error:
            return _error(environment, error)
        text = environment.get_template(f"{page.name}.html").render(page=found, ask=ask, here=page)
        response = _page(text)
        visits.keep(response, visit, now)
        response.headers["server-timing"] = f"app;dur={1000 * (time.perf_counter() - begun):.1f}"
        return response

    return answer


def _json(record: Path, page: Page) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        ask = Ask.of(page.path, request.url.query)
        try:
            with view(record) as opened:
                found: Any = page.gather(opened, ask)
        except AccordingtoError as error:
            return _in_json({"error": str(error)}, _status(error))
        return _in_json(asdict(found))

    return answer


def _correct(record: Path, site: Site, environment: Environment) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > LONGEST_BYTES:
                return _error(environment, UsageError(f"a form has {LONGEST_BYTES:,} bytes at most: send less"))
        try:
            fields = parsed(body)
            given = next(iter(fields.get("secret", ())), "")
            if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), site.secret.encode()):
                raise UsageError("this form is of a desk that has been closed: open the page again, then send it")
            back = await run_in_threadpool(corrected, record, fields, by=site.by)
        except AccordingtoError as error:
            return _error(environment, error)
        return RedirectResponse(back, status_code=303, background=BackgroundTask(query.keep, record))

    return answer


def _page(text: str, status: int = 200) -> Response:
    # Ids may hold lone surrogates; `shown` takes them out of words, and out of attributes they go here.
    return Response(text.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8")


def _in_json(found: object, status: int = 200) -> Response:
    return Response(json.dumps(found), status, media_type="application/json")


def _status(error: AccordingtoError) -> int:
    return 404 if isinstance(error, NotFound) else 400 if error.exit_code == 2 else 503


def _error(environment: Environment, error: AccordingtoError) -> Response:
    status = _status(error)
    return _page(environment.get_template("error.html").render(message=str(error), status=status), status)


def _no_page(environment: Environment) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, _: Exception) -> Response:
        message = f"There is no page {request.url.path!r}: the head of this page has them all."
        return _page(environment.get_template("error.html").render(message=message, status=404), 404)

    return answer


def _bug(environment: Environment) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        # border: web handler. Starlette raises the error again, so that the server logs it with its traceback.
        message = f"This page could not be made ({type(error).__name__}): the terminal that runs the desk says more."
        return _page(environment.get_template("error.html").render(message=message, status=500), 500)

    return answer
