"""Keeps out what does not come from this desk: foreign names and origins, readers without the token, forged forms.

A page elsewhere in the same browser can reach 127.0.0.1, and a name elsewhere can be made to point there (DNS
rebinding); so the Host header must be a name that the desk was started under, and what changes anything must come from
a page of the desk itself, with the secret of this process in the form. See OWASP's cheat sheet on cross-site request
forgery. Headers forbid scripts and styles that are not files of the package, frames, and every address elsewhere.
"""

from __future__ import annotations

import hmac
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not "no-referrer": under it browsers send `Origin: null` with the forms of the desk itself.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache, private",
}
SAFE = ("GET", "HEAD")
TOKEN = "token"


class Guard:
    """Answers for the app where a request is not the reader's own.

    `hosts` are the values of Host that are taken, with port. `token`, where not empty, must be in the query once and is
    then kept in a cookie. The app itself looks for its secret in every form.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], token: str) -> None:
        self.app, self.hosts, self.token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refusal(scope)
        await (refused or self.app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in self.hosts:
            return PlainTextResponse(f"This desk does not answer to {host[:200]!r}.", status_code=421)
        if scope["method"] not in SAFE and not _same_origin(headers, host):
            return PlainTextResponse("This came from another page than the desk's own.", status_code=403)
        return self._without_token(scope, headers) if self.token else None

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        name = f"accordingto_{TOKEN}"
        if hmac.compare_digest(cookies(headers).get(name, "").encode(), self.token.encode()):
            return None
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=100)
        given = next((value for key, value in pairs if key == TOKEN), "")
        if scope["method"] not in SAFE or not hmac.compare_digest(given.encode(), self.token.encode()):
            words = "Open the desk with the address that it printed when it was started: the token is in it."
            return PlainTextResponse(words, status_code=401)
        rest = urlencode([pair for pair in pairs if pair[0] != TOKEN])
        # Only the path is repeated: two slashes at its front would name another host.
        answer = RedirectResponse("/" + scope["path"].lstrip("/") + ("?" + rest if rest else ""), status_code=303)
        answer.set_cookie(name, self.token, httponly=True, samesite="strict")
        return answer


def new_secret() -> str:
    """Return a secret that cannot be guessed."""
    return secrets.token_urlsafe(24)


def cookies(headers: Headers) -> dict[str, str]:
    """Return the cookies of a request; what is no cookie is left out."""
    jar = SimpleCookie()
    try:
        jar.load(re.sub(r"[^\x20-\x7e]", "", headers.get("cookie", "")[:4000]))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def _same_origin(headers: Headers, host: str) -> bool:
    origin = headers.get("origin", "")
    return origin.lower() in (f"http://{host}", f"https://{host}")
