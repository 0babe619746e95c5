"""URLs that may carry a user's name, a password or a key: as they are shown, and as they are sent.

Shown, http://reader:secret@chroma.example/?key=secret is http://***@chroma.example/?key=***.
"""

from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_MASK = "***"


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart, so that secrets are sent apart from it.

    Attributes:
        url: without user, password, query and fragment, and without a slash at its end.
        credentials: "user:password", or None where the URL has neither.
        query: names and values, decoded.
    """

    url: str
    credentials: str | None
    query: tuple[tuple[str, str], ...]


def shown(url: str) -> str:
    """The URL as messages, logs and reports may have it: credentials and query values masked.

    Anything may be given: before an "@" nothing but the scheme stays, wherever the "@" stands.
    """
    before, at, after = url.rpartition("@")
    if at:
        scheme, separator, _ = before.partition("://")
        after = f"{scheme}://{_MASK}@{after}" if separator else f"{_MASK}@{after}"
    rest, hash_sign, _ = after.partition("#")
    rest, question_mark, query = rest.partition("?")
    if query:
        fields = (field.partition("=") for field in query.split("&"))
        query = "&".join(f"{name}={_MASK}" if equals else _MASK for name, equals, _ in fields)
    fragment = hash_sign and hash_sign + _MASK
    return f"{rest}{question_mark}{query}{fragment}"


def without_secrets(url: str) -> str:
    """The URL as a name for the server, which stays the same when a password changes."""
    try:
        return address(url).url
    except ValueError:
        return shown(url)


def address(url: str) -> Address:
    """Take a URL apart.

    Raises:
        ValueError: it does not begin with http:// or https:// or names no host; without the URL.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        # The error's own words may repeat a part of the password.
        raise ValueError("its host or port cannot be read") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it must begin with http:// or https:// and name a host")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Address(
        url=f"{parts.scheme}://{host}{port}{parts.path}".rstrip("/"),
        credentials=_credentials(parts),
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
    )


def _credentials(parts: SplitResult) -> str | None:
    if parts.username is None and parts.password is None:
        return None
    return f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
