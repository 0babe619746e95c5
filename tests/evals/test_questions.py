from pathlib import Path

import pytest

from evals.questions import Evidence, Question, read_questions, sample
from rag import Turn, UsageError

GOOD = (
    '{"id": "1", "question": "Who?", "answerable": true, "kind": "easy", "answers": ["Ada"], '
    '"history": [{"role": "user", "content": "Hello"}], '
    '"evidence": [{"document": "a.txt", "quote": "Ada"}, {"document": "b.txt"}]}'
)


def write(folder: Path, *lines: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_reads_every_field(tmp_path: Path) -> None:
    path = write(tmp_path, "", GOOD)
    assert read_questions(path) == (
        Question(
            id="1",
            question="Who?",
            answerable=True,
            history=(Turn("user", "Hello"),),
            evidence=(Evidence("a.txt", "Ada"), Evidence("b.txt", None)),
            answers=("Ada",),
            kind="easy",
            place=f"{path}, line 2",
        ),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "not a JSON object"),
        ('{"id": "2", "answerable": true}', "'question' is None; give a text"),
        ('{"id": "2", "question": " ", "answerable": true}', "'question' is ' '"),
        ('{"id": "2", "question": "q"}', "'answerable' is None; give true or false"),
        ('{"id": "2", "question": "q", "answerable": "yes"}', "'answerable' is 'yes'"),
        ('{"id": "1", "question": "q", "answerable": true}', "'1' is taken by .*line 1"),
        ('{"id": "2", "question": "q", "answerable": true, "quote": ""}', "unknown field 'quote'"),
        ('{"id": "2", "question": "q", "answerable": true, "evidence": "a"}', "give a list"),
        ('{"id": "2", "question": "q", "answerable": true, "evidence": ["a"]}', "evidence is 'a'"),
        ('{"id": "2", "question": "q", "answerable": true, "evidence": [{}]}', "'document' is"),
        ('{"id": "2", "question": "q", "answerable": true, "answers": [1]}', "holds 1"),
        (
            '{"id": "2", "question": "q", "answerable": true, "history": [{"role": "bot"}]}',
            'the role "user" or "assistant"',
        ),
    ],
)
def test_a_wrong_line_is_named_with_the_remedy(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        read_questions(write(tmp_path, GOOD, line))
    assert "questions.jsonl, line 2" in str(caught.value)


def test_a_file_without_questions(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no question"):
        read_questions(write(tmp_path, ""))
    with pytest.raises(UsageError, match="check the path"):
        read_questions(tmp_path / "missing.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")
    with pytest.raises(UsageError, match="UTF-8"):
        read_questions(tmp_path / "latin.jsonl")


def test_a_sample_is_evenly_spaced() -> None:
    questions = tuple(Question(str(n), "q", answerable=True) for n in range(10))
    assert [question.id for question in sample(questions, 4)] == ["0", "2", "5", "7"]
    assert sample(questions, None) == sample(questions, 99) == questions
    with pytest.raises(UsageError, match="limit is 0"):
        sample(questions, 0)
