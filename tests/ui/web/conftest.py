"""A chat over one library and a browser, for each file of tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

import rag
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.chromium import launched, opened
from tests.ui.web.talks import library, served


@pytest.fixture(scope="module")
def settings_of_all(tmp_path_factory: pytest.TempPathFactory) -> rag.Settings:
    return library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def url(settings_of_all: rag.Settings) -> Iterator[str]:
    with served(rag.open(settings_of_all, embedder=FakeEmbedder())) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with launched() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    with opened(browser, url) as page:
        yield page
