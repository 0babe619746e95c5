"""A corpus of files as a library, made once and kept."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from evals.dossier import file_name
from evals.questions import Question
from rag import Settings, UsageError
from rag.dossier import Dossier
from rag.models.embedder import Embedder

FOLDER = "evals"
_DONE = "complete"


def library_of(
    corpus: Path,
    settings: Settings,
    embedder: Embedder,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Settings:
    """Index a folder of files into a library of its own.

    The library lies in a folder named after the content of the corpus, the embedding model and the
    way that texts are cut into passages; one that is there already is used as it is.

    Args:
        corpus: folder, looked through at any depth.
        settings: `data_dir` is where the folder `evals` with the libraries is.
        progress: called with the number of documents done and of all.

    Returns:
        The settings with the library's folder as `data_dir`.

    Raises:
        UsageError: the corpus is no folder, or holds files that cannot be read.
        ModelError: the embedding model cannot be loaded.
    """
    from ingest import sync

    if not corpus.is_dir():
        raise UsageError(f"The corpus {str(corpus)!r} is not a folder; give the folder of texts.")
    folder = settings.data_dir / FOLDER / _key(corpus, embedder)
    library = settings.model_copy(update={"data_dir": folder, "chroma_url": None})
    done = folder / _DONE
    if done.exists():
        return library
    report = sync(
        [corpus],
        settings=library,
        embedder=embedder,
        progress=lambda step: progress(step.documents_done, step.documents),
    )
    if report.failed:
        source, reason = next(iter(report.failed.items()))
        raise UsageError(f"{source} cannot be indexed: {reason}; mend it or take it out.")
    done.touch()
    return library


def name_as_indexed(
    questions: Sequence[Question], corpus: Path, dossier: Dossier
) -> tuple[Question, ...]:
    """The questions, their evidence in the one file that is indexed of several with one content."""
    indexed = {record.sha256: file_name(record.source) for record in dossier.documents()}
    names = {path.name: indexed.get(_digest(path), path.name) for path in _files(corpus)}
    return tuple(
        replace(
            question,
            evidence=tuple(
                replace(item, document=names.get(item.document, item.document))
                for item in question.evidence
            ),
        )
        for question in questions
    )


def _key(corpus: Path, embedder: Embedder) -> str:
    from ingest.index_format import INDEX_FORMAT

    digest = hashlib.sha256(
        f"{INDEX_FORMAT}\n{embedder.fingerprint}\n{embedder.max_tokens}".encode()
    )
    for path in _files(corpus):
        digest.update(f"\n{path.relative_to(corpus).as_posix()}\n{_digest(path)}".encode())
    return digest.hexdigest()[:16]


def _files(corpus: Path) -> list[Path]:
    return sorted(path for path in corpus.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
