"""Loading the models in the background."""

import threading

import pytest

from rag import ModelError
from rag.dossier import Dossier
from ui.service.warmup import Warmup


class Loading(Dossier):
    """Loads when the test lets it, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.go_on = threading.Event()
        self.error = error

    def warm_up(self) -> None:
        assert self.go_on.wait(30)
        if self.error is not None:
            raise self.error


def test_it_has_ended_once_the_models_are_loaded() -> None:
    dossier = Loading()
    warmup = Warmup(dossier)
    warmup.start()
    assert not warmup.has_ended
    dossier.go_on.set()
    assert warmup.wait() == ""
    assert warmup.has_ended
    warmup.close()


def test_what_went_wrong_is_told_to_all_who_wait(caplog: pytest.LogCaptureFixture) -> None:
    dossier = Loading(ModelError("There is no model 'x'.", "Name another."))
    dossier.go_on.set()
    warmup = Warmup(dossier)
    warmup.start()
    assert [warmup.wait(), warmup.wait()] == ["There is no model 'x'. Name another."] * 2
    assert "no model 'x'" in caplog.text


def test_an_unforeseen_error_leaves_nobody_waiting(caplog: pytest.LogCaptureFixture) -> None:
    dossier = Loading(ValueError("inside"))
    dossier.go_on.set()
    warmup = Warmup(dossier)
    warmup.start()
    problem = warmup.wait()
    assert problem == "The models cannot be loaded; the server's log has the details."
    assert "inside" in caplog.text


def test_closing_before_the_start_waits_for_nothing() -> None:
    Warmup(Loading()).close()
