from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from accordingto.desk.app import make_app
from tests.desk.stories import HOST, hostile, story


def client_of(path: Path, *, token: str = "") -> TestClient:
    app = make_app(path, hosts=frozenset({HOST}), token=token)
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


@pytest.fixture(scope="session")
def story_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return story(tmp_path_factory.mktemp("desk") / "story.db")


@pytest.fixture(scope="session")
def client(story_path: Path) -> Iterator[TestClient]:
    with client_of(story_path) as client:
        yield client


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(hostile(tmp_path_factory.mktemp("hostile") / "evil.db")) as client:
        yield client
