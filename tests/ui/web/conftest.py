"""A small library and a chat over it, for each file of tests; a browser where a test asks for one.

Playwright is imported by the fixtures that need it, so that all other tests run without it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

import rag
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.samples import library, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def settings_of_all(tmp_path_factory: pytest.TempPathFactory) -> rag.Settings:
    return library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def url(settings_of_all: rag.Settings) -> Iterator[str]:
    with served(rag.open(settings_of_all, embedder=FakeEmbedder())) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import expect

    from tests.ui.web.chromium import launched

    expect.set_options(timeout=20_000)
    with launched() as chromium:
        yield chromium


@pytest.fixture
def page(browser: "Browser", url: str) -> Iterator["Page"]:
    from tests.ui.web.chromium import opened

    with opened(browser, url) as page:
        yield page
