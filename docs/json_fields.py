"""Writes docs/json.md, the fields of all JSON, from the models in `ui/schema`.

Run it from the root of the repository after a change of a model: `python docs/json_fields.py`.
"""

from pathlib import Path
from typing import Any

from ui import schema
from ui.schema.base import Model

PAGE = Path(__file__).with_name("json.md")
COMMANDS: dict[str, type[Model]] = {
    "`dossier ask`": schema.Answer,
    "`dossier search`": schema.SearchResult,
    "`dossier sync`, and each line of `dossier watch`": schema.SyncReport,
    "`dossier documents`, each item of its list, and `dossier edit`": schema.DocumentRecord,
    "`dossier show`": schema.Document,
    "`dossier show --structure`": schema.Structure,
    "`dossier remove`": schema.Removal,
    "`dossier collections`, each item of its list": schema.Collection,
    "`dossier embed`": schema.EmbeddingReport,
    "`dossier doctor`": schema.Checkup,
    "`dossier feedback`, each item of its list": schema.Feedback,
    "`dossier eval`": schema.Evaluation,
    "Any of them where it fails": schema.Failed,
}
HEAD = """# JSON

With `--json` a command prints one JSON value on stdout and nothing else there; `dossier watch`
prints one on a line for each sync. A command that fails prints an error object instead, and its
exit code is 1, or 2 after wrong use.

The fields below are those of the pydantic models in `ui/schema`, from which
`python docs/json_fields.py` writes this page. `ui.schema.Answer.model_json_schema()` gives the same
as JSON Schema. Offsets count characters of a document's text, and `end` is the offset after the
last one. Dates are ISO 8601.
"""


def page() -> str:
    """The whole page."""
    parts, described = [HEAD], set[str]()
    for command, model in COMMANDS.items():
        described_here = model.model_json_schema()
        parts.append(f"## {command}\n")
        for name, fields in [
            (model.__name__, described_here),
            *described_here.get("$defs", {}).items(),
        ]:
            if name not in described:
                described.add(name)
                parts.append(_table(name, fields))
    return "\n".join(parts)


def _table(name: str, model: dict[str, Any]) -> str:
    rows = [
        f"| `{field}` | {_type(about)} | {_cell(about.get('description', ''))} |"
        for field, about in model["properties"].items()
    ]
    text = " ".join(model["description"].split())
    return "\n".join(
        [f"**{name}.** {text}", "", "| field | type | meaning |", "|---|---|---|", *rows, ""]
    )


def _type(about: dict[str, Any]) -> str:
    """The type of a field as a reader says it, e.g. "list of Citation"."""
    if "$ref" in about:
        return str(about["$ref"]).rpartition("/")[2]
    if "anyOf" in about:
        return " or ".join(_type(each) for each in about["anyOf"])
    if about["type"] == "array" and "prefixItems" in about:
        return f"[{', '.join(_type(each) for each in about['prefixItems'])}]"
    if about["type"] == "array":
        return f"list of {_type(about['items'])}"
    if about["type"] == "object":
        return f"object of {_type(about['additionalProperties'])}"
    return str(about.get("format", about["type"]))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
