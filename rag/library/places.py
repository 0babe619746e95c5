"""Where a library and what is derived from it lie."""

import hashlib
from pathlib import Path

from rag.settings import Settings
from rag.urls import shown, without_secrets


def location(settings: Settings) -> str:
    """Where the library is, as messages name it, without a secret."""
    return shown(settings.chroma_url) if settings.chroma_url else str(settings.data_dir)


def chroma_folder(settings: Settings) -> Path:
    """The folder of Chroma's own files, where there is no server."""
    return settings.data_dir / "chroma"


def derived_folder(settings: Settings, name: str) -> Path:
    """The folder of what is derived from the library; that of another server is another."""
    if settings.chroma_url is None:
        return settings.collection_dir / name
    server = "\n".join(
        [without_secrets(settings.chroma_url), settings.chroma_tenant, settings.chroma_database]
    )
    digest = hashlib.sha256(server.encode()).hexdigest()
    return settings.collection_dir / f"{name}-{digest[:12]}"


def backup_file(settings: Settings) -> Path:
    """Where the backup of a library in a folder is, or would be."""
    return settings.collection_dir / "backup-1.sqlite3"


def library_files(settings: Settings) -> list[Path]:
    """The files of a library in a folder that tell by size and time whether it has changed.

    The database and the backup are among them whether or not they are there.
    """
    derived = [derived_folder(settings, name) for name in ("lexical", "vectors")]
    inside = [path for folder in derived for path in folder.rglob("*") if path.suffix != ".lock"]
    files = sorted(path for path in inside if path.is_file() and path.name != "lock")
    return [chroma_folder(settings) / "chroma.sqlite3", backup_file(settings), *files]
