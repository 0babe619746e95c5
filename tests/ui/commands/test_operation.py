"""`dossier doctor` and `dossier serve`."""

import json
from pathlib import Path
from typing import Any

import pytest

import rag
from rag.dossier import Dossier
from tests.rag.library.libraries import opened
from tests.ui.conftest import Run


def test_a_library_that_is_well(library: Dossier, run: Run) -> None:
    checkup = json.loads(run("doctor", "--json"))
    assert (checkup["well"], checkup["findings"]) == (True, [])
    assert checkup["facts"]["documents"] == "2"
    assert checkup["facts"]["language model"].startswith("none; ")
    assert "data_dir" in checkup["settings"]
    printed = run("doctor")
    assert "documents         2\n" in printed
    assert printed.endswith("Nothing is wrong.\n")


def test_what_is_wrong_is_named_and_repaired(
    library: Dossier, settings: rag.Settings, run: Run
) -> None:
    store = opened(settings)
    (varna,) = [one for one in library.documents() if one.title == "The Varna report"]
    store.contents.delete(ids=[f"{varna.version}-content-0"])
    (finding,) = json.loads(run("doctor", "--json", code=1))["findings"]
    assert (finding["kind"], finding["documents"]) == ("damaged", [varna.id])
    assert (finding["repairable"], finding["repaired"]) == (True, False)
    printed = run("doctor", code=1)
    assert "\ndamaged\n1 documents are not whole" in printed
    assert "Run `dossier doctor --repair`" in printed
    assert "All findings were repaired." in run("doctor", "--repair")


def test_the_server_gets_the_options_given(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In place of the server, which would not return."""
    calls: list[tuple[rag.Settings, Any]] = []

    def record(settings: rag.Settings, *, open_browser: bool | None) -> None:
        calls.append((settings, open_browser))

    monkeypatch.setattr("ui.web.serve.serve", record)
    run("serve", "--host", "localhost", "--port", "7999", "--no-open")
    run("serve", "--data-dir", str(tmp_path))
    (first, opened_first), (second, opened_second) = calls
    assert (first.host, first.port, opened_first) == ("localhost", 7999, False)
    assert (second.data_dir, opened_second) == (tmp_path, None)
    run("serve", "--port", "0", code=2)
