"""The fingerprint of a model changes with every file that makes vectors, and with no other."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import rag
from rag.errors import LibraryMismatchError, ModelError
from rag.library import Library, LibraryWriter
from rag.models.fingerprint import file_sha256, is_same_model, model_fingerprint
from tests.rag.library.libraries import indexed

FILES = {
    "modules.json": '[{"path": "0_Transformer"}, {"path": "1_Pooling"}, {"path": "2_Dense"}]',
    "config_sentence_transformers.json": '{"prompts": {}}',
    "0_Transformer/model.safetensors": "weights",
    "0_Transformer/config.json": '{"hidden_size": 384}',
    "0_Transformer/tokenizer.json": "{}",
    "0_Transformer/vocab.txt": "rain",
    "0_Transformer/sentencepiece.bpe.model": "pieces",
    "1_Pooling/config.json": '{"pooling_mode_mean_tokens": true}',
    "2_Dense/pytorch_model.bin": "dense",
    "3_Router/router_config.json": '{"types": {}}',
    "3_Router/document_0_Transformer/model.safetensors": "weights for passages",
    "3_Router/document_0_Transformer/bpe.codes": "t h",
    "3_Router/document_0_Transformer/spm.spm": "pieces",
    "3_Router/document_0_Transformer/prophetnet.tokenizer": "words",
}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "harbour-model"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_every_file_counts(model: Path, name: str) -> None:
    before = model_fingerprint(str(model))
    assert before.startswith("harbour-model@")
    (model / name).write_text("another")
    changed = model_fingerprint(str(model))
    (model / name).unlink()
    assert len({before, changed, model_fingerprint(str(model))}) == 3


def test_a_changed_prompt_is_another_model(model: Path) -> None:
    configuration = model / "config_sentence_transformers.json"
    configuration.write_text('{"prompts": {"query": "query: "}}')
    before = model_fingerprint(str(model))
    configuration.write_text('{"prompts": {"query": "search: "}}')
    assert model_fingerprint(str(model)) != before


def link_files(model: Path, elsewhere: Path) -> None:
    """As the cache of published models has them: each file a link to where its content lies."""
    elsewhere.mkdir()
    for n, path in enumerate(path for path in sorted(model.rglob("*")) if path.is_file()):
        path.rename(elsewhere / str(n))
        path.symlink_to(elsewhere / str(n))


def link_folders(model: Path, elsewhere: Path) -> None:
    elsewhere.mkdir()
    for path in [path for path in sorted(model.iterdir()) if path.is_dir()]:
        path.rename(elsewhere / path.name)
        path.symlink_to(elsewhere / path.name)


def link_all(model: Path, elsewhere: Path) -> None:
    model.rename(elsewhere)
    model.symlink_to(elsewhere)


@pytest.mark.parametrize("link", [link_files, link_folders, link_all])
def test_what_is_linked_counts_as_if_it_were_there(
    model: Path, tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    before = model_fingerprint(str(model))
    link(model, tmp_path / "elsewhere")
    assert model_fingerprint(str(model)) == before
    (model / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    assert model_fingerprint(str(model)) != before


def test_a_link_to_the_folder_itself_ends(model: Path) -> None:
    before = model_fingerprint(str(model))
    (model / "loop").symlink_to(model)
    assert model_fingerprint(str(model)) == before


def test_a_file_under_another_name_is_another_model(model: Path) -> None:
    before = model_fingerprint(str(model))
    (model / "2_Dense").rename(model / "3_Dense")
    assert model_fingerprint(str(model)) != before


def touch(model: Path) -> None:
    for path in model.rglob("*"):
        os.utime(path, (1, 1))


def hide(model: Path) -> None:
    (model / ".cache").mkdir()
    (model / ".cache" / "model.safetensors").write_text("downloading")
    (model / ".gitattributes.json").write_text("{}")


def annotate(model: Path) -> None:
    (model / "README.md").write_text("A model.")
    (model / "figure.png").write_bytes(b"png")
    (model / "onnx").mkdir()
    (model / "onnx" / "model.onnx").write_bytes(b"onnx")


@pytest.mark.parametrize("change", [touch, hide, annotate])
def test_what_makes_no_vector_does_not_count(model: Path, change: Callable[[Path], None]) -> None:
    before = model_fingerprint(str(model))
    change(model)
    assert model_fingerprint(str(model)) == before


def test_a_copy_is_the_same_model(model: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / model.name
    shutil.copytree(model, copy)
    assert model_fingerprint(str(copy)) == model_fingerprint(str(model))


def test_the_packaged_model_and_a_published_one() -> None:
    assert model_fingerprint("all-MiniLM-L6-v2") == "all-MiniLM-L6-v2@53aa51172d14"
    assert model_fingerprint("BAAI/bge-small-en-v1.5") == "BAAI/bge-small-en-v1.5"


def test_the_digest_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    assert file_sha256(tmp_path / "file") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def flat(folder: Path) -> str:
    """Make a model of one folder; the fingerprint that earlier versions gave it."""
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_text("{}")
    weights = hashlib.sha256(hashlib.sha256(b"weights").digest()).hexdigest()
    return f"{folder.name}@{weights[:12]}"


def test_what_earlier_versions_recorded_still_names_the_model(tmp_path: Path) -> None:
    earlier = flat(tmp_path / "model")
    now = model_fingerprint(str(tmp_path / "model"))
    assert is_same_model(earlier, now)
    assert is_same_model(now, now)
    (tmp_path / "model" / "config.json").write_text('{"hidden_act": "gelu"}')
    changed = model_fingerprint(str(tmp_path / "model"))
    assert is_same_model(earlier, changed)
    assert not is_same_model(now, changed)
    (tmp_path / "model" / "model.safetensors").write_bytes(b"others")
    assert not is_same_model(earlier, model_fingerprint(str(tmp_path / "model")))


def earlier_fingerprint(folder: Path) -> str:
    """As it was while every text was embedded without a prompt."""
    paths = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    digests = [(path, hashlib.sha256((folder / path).read_bytes())) for path in paths]
    weights = hashlib.sha256(
        b"".join(digest.digest() for path, digest in digests if path.suffix == ".safetensors")
    )
    rows = json.dumps([[str(path), digest.hexdigest()] for path, digest in digests])
    files = hashlib.sha256(rows.encode())
    return f"{folder.name}@{weights.hexdigest()[:12]}+{files.hexdigest()[:12]}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config_sentence_transformers.json", '{"prompts": {"passage": "passage: "}}'),
        ("modules.json", '[{"type": "sentence_transformers.models.Router"}]'),
        ("modules.json", '[{"type": "sentence_transformers.models.Asym"}]'),
    ],
)
def test_vectors_made_without_the_model_s_prompts_are_another_model_s(
    tmp_path: Path, name: str, content: str
) -> None:
    folder = tmp_path / "model"
    flat(folder)
    (folder / name).write_text(content)
    assert not is_same_model(earlier_fingerprint(folder), model_fingerprint(str(folder)))


@pytest.mark.parametrize(
    "content", ["{}", '{"prompts": {}}', '{"prompts": {"query": "", "document": ""}}', "[", "[]"]
)
def test_a_model_without_prompts_keeps_its_fingerprint(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "model"
    flat(folder)
    (folder / "config_sentence_transformers.json").write_text(content)
    (folder / "modules.json").write_text('[{"type": "sentence_transformers.models.Pooling"}]')
    assert model_fingerprint(str(folder)) == earlier_fingerprint(folder)


def test_a_library_of_an_earlier_version_is_used_on(settings: rag.Settings) -> None:
    earlier, full, other = "m@111111111111", "m@111111111111+222222222222", "m@111111111111+3333"
    LibraryWriter(settings, earlier).put([indexed("Rain", "Rain fell in Ostrava.")])
    assert Library(settings, full).read(lambda view: len(view.records())) == 1
    # The next writer records all that is known of the model.
    LibraryWriter(settings, full).put([indexed("Snow", "Snow fell in Brno.")])
    assert Library(settings, full).read(lambda view: len(view.records())) == 2
    with pytest.raises(LibraryMismatchError) as mismatch:
        Library(settings, other).read(lambda view: view.generation)
    assert full in mismatch.value.message
    assert "DOSSIER_EMBEDDING_MODEL" in mismatch.value.remedy


def test_a_file_that_cannot_be_read(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ModelError, match="cannot be read") as failed:
        model_fingerprint(str(model))
    assert "DOSSIER_EMBEDDING_MODEL" in failed.value.remedy
