"""Tesseract, where the system has it: a program, asked for a table of words."""

import csv
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from ingest.readers.pdf.ocr.recognised import RecognisedLine
from ingest.readers.pdf.page.lines import Word

_SECONDS = 120.0
"""Longest for a page; the reading of the file is bounded too."""
_WORD = "5"
"""The level of words in Tesseract's table ("TSV output", Tesseract's manual)."""


def tesseract() -> Callable[[Any], list[RecognisedLine]] | None:
    """What recognises the lines of a grey image, or None where Tesseract is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    return lambda image: list(_lines(_table(program, image)))


def _table(program: str, image: Any) -> str:
    """Tesseract's table of words, with tabs between the columns.

    Raises:
        OSError, subprocess.SubprocessError: it fails.
    """
    height, width = image.shape
    done = subprocess.run(
        [program, "stdin", "stdout", "tsv"],
        input=b"P5 %d %d 255\n" % (width, height) + image.tobytes(),
        capture_output=True,
        check=True,
        timeout=_SECONDS,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return str(done.stdout, "utf-8", "replace")


def _lines(table: str) -> Iterator[RecognisedLine]:
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if row["level"] == _WORD and (row["text"] or "").strip()]
    for _, group in groupby(words, lambda row: (row["block_num"], row["par_num"], row["line_num"])):
        line = list(group)
        lefts = [float(row["left"]) for row in line]
        tops = [float(row["top"]) for row in line]
        letters = sum(len(row["text"]) for row in line)
        yield RecognisedLine(
            tuple(
                Word(row["text"], left, left + float(row["width"]))
                for row, left in zip(line, lefts, strict=True)
            ),
            min(tops),
            max(top + float(row["height"]) for row, top in zip(line, tops, strict=True)),
            sum(float(row["conf"]) * len(row["text"]) for row in line) / letters / 100,
        )
