"""Who may read, and who may change the library: decided by a request's headers alone."""

from pathlib import Path
from typing import Literal

import pytest

from rag import Settings
from ui.service.access import Access, AccessPolicy

Headers = dict[str, str]
NOTHING, FILES, ALL = Access(), Access(files=True), Access(files=True, folders=True)
NAME = "dossier.example"


def policy(
    remote_changes: Literal["none", "files", "folders"] = "none", host: str = "127.0.0.1"
) -> AccessPolicy:
    settings = Settings(data_dir=Path("x"), remote_changes=remote_changes, allowed_hosts=(NAME,))
    return AccessPolicy(settings, (host, 7860))


def sent(**headers: str) -> Headers:
    named = {"host": "localhost:7860", **headers}
    return {name.replace("_", "-"): value for name, value in named.items()}


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:7860", "127.0.0.1:1", "127.1.2.3", "[::1]:7860", "LOCALHOST", NAME],
)
def test_a_name_of_this_server_is_answered_to(host: str) -> None:
    assert policy().admits(sent(host=host))


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:7860",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil@localhost",
        "localhost/evil.example",
        "localhost#evil",
        "localhost:x",
        "localhost:99999",
        "[....]",
        "192.0.2.7",
        "0.0.0.0",
        "[::2]",
        "[localhost]",
        f"x.{NAME}",
        f"{NAME}.",
    ],
)
def test_no_other_name_is(host: str) -> None:
    assert not policy("folders").admits(sent(host=host))


def test_the_bound_address_is_a_name_of_the_server() -> None:
    assert policy(host="192.0.2.7").admits(sent(host="192.0.2.7:7860"))
    assert policy(host="2001:db8::1").admits(sent(host="[2001:db8::1]:7860"))
    assert not policy(host="192.0.2.7").admits(sent(host="192.0.2.8:7860"))


@pytest.mark.parametrize(
    ("origin", "is_own"),
    [
        ("http://localhost:7860", True),
        ("https://localhost:7860", True),
        ("http://localhost:9999", False),
        ("http://localhost", False),
        ("http://127.0.0.1:7860", False),
        ("http://evil.example", False),
        ("http://localhost:7860@evil.example", False),
        ("null", False),
        ("", False),
        ("file://", False),
        ("http://[x", False),
        ("http://localhost:99999", False),
        ("http://localhost:x", False),
    ],
)
def test_a_page_of_another_origin_is_not(origin: str, is_own: bool) -> None:
    assert policy("folders").admits(sent(origin=origin)) is is_own


def test_behind_a_proxy_the_port_that_goes_without_saying_may() -> None:
    assert policy().admits(sent(host=NAME, origin=f"https://{NAME}"))
    assert policy().admits(sent(host=f"{NAME}:443", origin=f"https://{NAME}"))
    assert not policy().admits(sent(host=NAME, origin=f"http://{NAME}:8080"))


def with_token(of: AccessPolicy, **headers: str) -> Headers:
    return sent(cookie=f"other=1; {of.cookie}={of.token}", **headers)


def test_the_token_shows_who_may_change_everything() -> None:
    own = policy()
    assert own.access(with_token(own)) == ALL
    assert own.access(with_token(own, host=NAME)) == ALL
    assert own.access(sent()) == NOTHING
    assert own.access(sent(cookie=f"{own.cookie}={own.token}x")) == NOTHING
    assert own.access(sent(cookie=f"{own.cookie}=é")) == NOTHING
    assert own.access(with_token(policy())) == NOTHING  # of another start


def test_the_token_is_found_among_any_cookies() -> None:
    own = policy()
    for cookies in (
        f"{own.cookie}={own.token}; other=1",
        f"a; =; {own.cookie} = {own.token} ;",
        f"{own.cookie}=old; {own.cookie}={own.token}",
        f'x="a=b, c"; {own.cookie}={own.token}',
    ):
        assert own.access(sent(cookie=cookies)) == ALL
    for cookies in (
        f"x{own.cookie}={own.token}",
        f"other={own.token}",
        own.token,
        f"{own.cookie}=",
    ):
        assert own.access(sent(cookie=cookies)) == NOTHING


def test_a_server_on_another_port_has_another_cookie_and_token() -> None:
    settings = Settings(data_dir=Path("x"))
    first, second = (AccessPolicy(settings, ("127.0.0.1", port)) for port in (7860, 7861))
    assert first.cookie != second.cookie
    assert first.token != second.token


def test_nothing_but_the_token_shows_it() -> None:
    """Neither the address of the client nor headers that a proxy sets or leaves out."""
    for headers in ({"x_forwarded_for": "127.0.0.1"}, {"x_real_ip": "127.0.0.1"}, {"via": "1.1 p"}):
        assert policy().access(sent(**headers)) == NOTHING


def test_others_may_change_what_the_setting_says() -> None:
    assert policy("files").access(sent()) == FILES
    assert policy("folders").access(sent(host=NAME)) == ALL


def test_a_page_of_another_site_may_never_change_anything() -> None:
    own = policy("folders")
    for headers in ({"origin": "http://evil.example"}, {"host": "evil.example"}):
        assert own.access(with_token(own, **headers)) == NOTHING
