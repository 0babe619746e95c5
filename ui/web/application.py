"""The chat as an ASGI application: the page and the document pages, behind the gate."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from gradio.routes import App
from starlette.routing import Mount

from rag.dossier import Dossier
from ui.messages import page as page_messages
from ui.service.access import AccessPolicy
from ui.service.jobs import JobRunner
from ui.service.warmup import Warmup
from ui.web.app import build
from ui.web.document.routes import document_routes
from ui.web.gate.events import PageEvents
from ui.web.gate.gate import Gate

_STYLES = tuple(Path(__file__).parent / name for name in ("style.css", "library/library.css"))
_FOLDER_VARIABLE = "GRADIO_TEMP_DIR"
_FILE_FACTOR = 4
"""A file may be uploaded up to this many times the size that is indexed: it is received, and
refused with the reason. A larger one is not received at all."""
_UPLOAD_FACTOR = 10
"""The same for all files of one upload together."""


@contextmanager
def private_uploads() -> Iterator[Path]:
    """The folder for the files that Gradio receives, readable by this user alone.

    Gradio takes it from an environment variable only, which it reads when a page is built and at
    each upload; so the page must be built and served while the block runs.
    """
    before = os.environ.get(_FOLDER_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="dossier-", ignore_cleanup_errors=True) as folder:
        os.environ[_FOLDER_VARIABLE] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                os.environ.pop(_FOLDER_VARIABLE, None)
            else:
                os.environ[_FOLDER_VARIABLE] = before


class Application:
    """The chat, served at its root.

    Args:
        dossier: whose library is asked and shown.
        jobs: runs the jobs that browsers start.
        warmup: tells the page when the model is loaded.
        policy: decides who may read and who may change.
        uploads: the folder of `private_uploads`.

    Attributes:
        asgi: what a server calls.
        gradio: the part of it that is Gradio's.
    """

    def __init__(
        self,
        dossier: Dossier,
        jobs: JobRunner,
        warmup: Warmup,
        policy: AccessPolicy,
        uploads: Path,
    ) -> None:
        most = dossier.settings.max_file_mb * 1_000_000
        site = FastAPI(title=page_messages.TITLE, docs_url=None, redoc_url=None, openapi_url=None)
        site.router.routes.extend(document_routes(dossier))
        blocks = build(dossier, jobs, warmup, policy, uploads)
        _mount(site, blocks, _FILE_FACTOR * most)
        mounts = (route.app for route in site.routes if isinstance(route, Mount))
        self.gradio = next(app for app in mounts if isinstance(app, App))
        events = PageEvents(blocks.fns, uploads)
        self.asgi = Gate(site, self.gradio, events, policy, _UPLOAD_FACTOR * most)

    def close_pages(self) -> None:
        """End the connections that open pages hold. Safe from any thread."""
        self.gradio.stop_event.set()


def _mount(site: FastAPI, blocks: gr.Blocks, max_file_size: int) -> None:
    gr.mount_gradio_app(
        site,
        blocks,
        path="/",
        theme=_theme(),
        css_paths=list(_STYLES),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=max_file_size,
    )


def _theme() -> gr.Theme:
    """Gradio's own, with the system's fonts, and greys and blues of sufficient contrast."""
    theme = gr.themes.Default(
        primary_hue="blue",
        neutral_hue="slate",
        font=("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"),
        font_mono=("ui-monospace", "monospace"),
    )
    theme.set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
    )
    return theme
