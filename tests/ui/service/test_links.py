"""Addresses of documents."""

from ui.service.links import document_url


def test_a_document_has_an_address() -> None:
    assert document_url("ab12") == "/documents/ab12"


def test_any_id_is_one_part_of_the_path() -> None:
    assert document_url("../a b?c#d") == "/documents/..%2Fa%20b%3Fc%23d"


def test_a_quote_is_named_by_its_offsets_and_the_version_by_its_hash() -> None:
    assert document_url("d", 3, 9, "0123456789abcdef") == "/documents/d?sha256=0123456789ab#3-9"
    assert document_url("d", 0, 0) == "/documents/d#0-0"
    assert document_url("d", 3) == "/documents/d"
