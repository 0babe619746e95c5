"""What of a URL is shown, and what is sent."""

import pytest

from rag.urls import address, shown, without_secrets


@pytest.mark.parametrize(
    ("url", "as_shown"),
    [
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://host/v1/", "https://host/v1/"),
        ("http://me:secret@host:8000/v1", "http://***@host:8000/v1"),
        ("http://me@host", "http://***@host"),
        ("http://me:sec/r@et@host", "http://***@host"),
        ("http://me:sec?r#et@host", "http://***@host"),
        ("me:secret@host:8000", "***@host:8000"),
        ("http://host/?api_key=secret&a=", "http://host/?api_key=***&a=***"),
        ("http://host?secret", "http://host?***"),
        ("http://host/#secret", "http://host/#***"),
        ("http://host/v1?key=sec#ret?x=y", "http://host/v1?key=***#***"),
        ("", ""),
    ],
)
def test_secrets_are_masked(url: str, as_shown: str) -> None:
    assert shown(url) == as_shown


def test_what_is_sent() -> None:
    place = address("HTTPS://me:a%40b@[::1]:8000/chroma/?key=x%20y&empty=")
    assert place.url == "https://[::1]:8000/chroma"
    assert place.credentials == "me:a@b"
    assert place.query == (("key", "x y"), ("empty", ""))
    assert address("http://host").credentials is None
    assert address("http://me@host").credentials == "me:"
    assert without_secrets("http://me:secret@host:1/?key=x") == "http://host:1"
    assert without_secrets("me:secret@host") == "***@host"


@pytest.mark.parametrize("url", ["host", "ftp://host", "http://", "http://host:x", "http://[x"])
def test_what_is_no_url(url: str) -> None:
    with pytest.raises(ValueError, match=r"it must begin|cannot be read"):
        address(url)
