"""The page as a whole: its elements, and what its styles and scripts say about them."""

import re
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest

import rag
from rag.dossier import Dossier
from rag.testing.embedder import FakeEmbedder
from ui.service.access import AccessPolicy
from ui.service.jobs import JobRunner
from ui.service.warmup import Warmup
from ui.web import app
from ui.web.ask import browser, frame

WEB = Path(__file__).resolve().parents[3] / "ui" / "web"
MADE_BY_MARKUP = {"announcement"}
MADE_BY_SCRIPT = {"quote-card"}


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("data"))
    with rag.open(settings, embedder=FakeEmbedder()) as handle:
        yield handle


@pytest.fixture(scope="module")
def blocks(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> gr.Blocks:
    policy = AccessPolicy(dossier.settings, ("127.0.0.1", 1))
    uploads = tmp_path_factory.mktemp("uploads")
    return app.build(dossier, JobRunner(), Warmup(dossier), policy, uploads)


@pytest.fixture(scope="module")
def ids(blocks: gr.Blocks) -> set[str]:
    named = {getattr(block, "elem_id", None) for block in blocks.blocks.values()}
    return {name for name in named if name} | MADE_BY_MARKUP | MADE_BY_SCRIPT


@pytest.mark.parametrize("name", ["style.css", "library/library.css"])
def test_a_style_names_only_elements_that_the_page_has(ids: set[str], name: str) -> None:
    style = re.sub(r"/\*.*?\*/", "", (WEB / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", style)
    named = {one for selector in selectors for one in re.findall(r"#([a-z][\w-]*)", selector)}
    assert named - ids == set()
    assert len(named) > 10


@pytest.mark.parametrize("name", ["ask/ask.js", "library/library.js", "library/wiring.py"])
def test_a_script_looks_only_for_elements_that_the_page_has(ids: set[str], name: str) -> None:
    named = set(re.findall(r"#([a-z][\w-]*)", (WEB / name).read_text(encoding="utf-8")))
    assert named - ids == set()


def test_every_event_that_the_script_sends_is_listened_to(blocks: gr.Blocks) -> None:
    script = (WEB / "ask" / "ask.js").read_text(encoding="utf-8")
    sent = set(re.findall(r'trigger\("(\w+)"', script))
    (bridge,) = [b._id for b in blocks.blocks.values() if getattr(b, "elem_id", "") == "bridge"]
    targets = [target for function in blocks.fns.values() for target in function.targets]
    assert sent == {event for part, event in targets if part == bridge}
    assert len(sent) == 7


def test_every_command_of_the_server_is_one_that_the_script_runs() -> None:
    script = (WEB / "ask" / "ask.js").read_text(encoding="utf-8")
    written = Path(browser.__file__).read_text(encoding="utf-8")
    sent = set(re.findall(r'"do": "(\w+)"', written))
    table = script[script.index("const commands = {") : script.index("const runCommand")]
    assert sent == set(re.findall(r"^  (\w+): \(", table, re.MULTILINE))


def test_every_word_that_the_script_announces_is_in_the_page() -> None:
    script = (WEB / "ask" / "ask.js").read_text(encoding="utf-8")
    words = set(re.findall(r"data-(\w+)=", frame.announcement()))
    assert words == {"copied", "failed", "edit"}
    for word in words:
        assert re.search(rf"dataset\.{word}|{word}[:, ].*dataset", script)


def test_no_element_is_named_twice(blocks: gr.Blocks) -> None:
    named = [b.elem_id for b in blocks.blocks.values() if getattr(b, "elem_id", None)]
    assert len(named) == len(set(named))


def test_no_event_of_the_page_is_in_a_public_api(blocks: gr.Blocks) -> None:
    public = [f.name for f in blocks.fns.values() if f.fn and f.api_visibility != "private"]
    assert public == []


def test_gradio_checks_uploads_and_forgets_old_sessions(blocks: gr.Blocks) -> None:
    assert blocks.has_launched
    assert blocks.state_session_capacity == 200
    assert blocks.analytics_enabled is False


def head(dossier: Dossier, warmup: Warmup) -> list[str]:
    return [str(step) for step in app.head_states(dossier, warmup)]


def test_the_head_says_what_the_library_holds_once_the_model_is_loaded(dossier: Dossier) -> None:
    warmup = Warmup(dossier)
    warmup.start()
    warmup.wait()
    (only,) = head(dossier, warmup)
    assert "No documents yet" in only


def test_while_the_model_loads_the_head_says_so(dossier: Dossier) -> None:
    warmup = Warmup(dossier)
    steps = app.head_states(dossier, warmup)
    assert "Loading" in next(steps)
    warmup.start()
    assert "No documents yet" in next(steps)


def test_a_library_that_cannot_be_read_is_named_in_the_head(tmp_path: Path) -> None:
    settings = rag.Settings(data_dir=tmp_path / "none", chroma_url="http://127.0.0.1:9")
    with rag.open(settings, embedder=FakeEmbedder()) as unreadable:
        warmup = Warmup(unreadable)
        warmup.start()
        warmup.wait()
        assert "127.0.0.1:9" in head(unreadable, warmup)[-1]
