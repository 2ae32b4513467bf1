from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from accordingto.desk.serve import hosts_of
from tests.desk.conftest import client_of
from tests.desk.stories import HOST


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8420", "127.0.0.1", "", "127.0.0.1:80"])
def test_foreign_names_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Ada Quill" not in answer.text


def test_headers_forbid_what_is_not_ours(client: TestClient) -> None:
    for path in ("/", "/search.json", "/static/desk.js", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example", f"http://{HOST}.evil.example"])
def test_forms_of_other_pages_are_refused(client: TestClient, origin: str) -> None:
    assert client.post("/", headers={"origin": origin} if origin else {}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/static/"]
)
def test_no_file_elsewhere_is_read(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 405)
    assert "make_app" not in answer.text


def test_token(story_path: Path) -> None:
    with client_of(story_path, token="s3cret") as client:
        assert client.get("/").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        assert client.get("/static/desk.css").status_code == 401
        given = client.get("/search?token=s3cret&q=ford")
        assert (given.status_code, given.headers["location"]) == (303, "/search?q=ford")
        assert "httponly" in given.headers["set-cookie"].lower()
        assert client.get("/search?q=ford").status_code == 200


def test_token_leads_nowhere_else(story_path: Path) -> None:
    with client_of(story_path, token="s3cret") as client:
        location = client.get(f"http://{HOST}//evil.example/x?token=s3cret").headers["location"]
    assert location == "/evil.example/x"


def test_hosts() -> None:
    assert hosts_of("127.0.0.1", 8420) == {"127.0.0.1:8420", "localhost:8420", "[::1]:8420"}
    assert hosts_of("desk.example", 9000) == {"desk.example:9000"}
    assert "localhost:1" in hosts_of("0.0.0.0", 1)
