"""Sentences with what they cite: true ones, and the same with one thing changed.

The sentences of reference answers, each with the evidence of its question, are true. A false one is
made of each by changing a number, a date, a name, a negation, the parties of a verb, or the
passage. The changes are made by rules of their own, which share nothing with the support check, and
drawn with a fixed seed: the same questions always give the same pairs.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from evals.questions import Question
from rag.language.english import MONTH_NAMES
from rag.language.sentences import split_sentences
from rag.models.embedder import Embedder

TRUE = "true"
KINDS = (
    "number",
    "number of the passage",
    "date",
    "name",
    "name of the passage",
    "negation added",
    "negation removed",
    "parties swapped",
    "another passage",
    "the nearest passage",
)
_SEED = 20240229
_FEWEST_WORDS = 4

_NUMBER_WORDS = tuple("two three four five six seven eight nine ten eleven twelve twenty".split())
_ORDINALS = tuple("first second third fourth fifth sixth seventh eighth ninth tenth".split())
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d(?=s?\b)")
_MONTH = re.compile(rf"\b(?:{'|'.join(month for month in MONTH_NAMES if month != 'May')})\b")
_DIGITS = re.compile(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?=\b)")
_NUMBER = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)}|{'|'.join(_ORDINALS[1:])})\b", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:(?:of|the|de|von) )?[A-Z][\w’'-]+)*")
# A party's name is bounded: a long run of capitals would be read to its end from each of them.
_PARTY = r"[A-Z][\w’'-]+(?: (?:(?:of|the|de|von) )?[A-Z][\w’'-]+){0,9}"
_LOWER_CASE_WORD = re.compile(r"\b[a-z]\w+")
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|will|would|may|might|should|must|did|does|do)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"(?<!\s)\s*+\b(?:not|never)\b(?! only)|\s?n['’]t\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?<!-)[a-z]{3,}ed\b(?! by\b)")
_PARTIES = re.compile(
    rf"(?<![\w’'-])(?<![A-Z][a-z] )(?P<one>{_PARTY})"
    r"(?P<between>(?: (?!and\b|or\b)[a-z-]+){0,2}"
    r" (?:is|are|was|were|has|[a-z]{3,}ed|won|beat|led|made|gave|became|wrote|met)"
    r"(?: (?!and\b|or\b)[a-z-]+){0,4} )"
    rf"(?P<two>{_PARTY})(?!['’ ]s\b)(?! [A-Z])"
)
_ORDINARY = frozenset(
    "the a an in on at of to for from by with and but or as if it its he she they this that these "
    "those there their his her after before during when while since although because however also "
    "both each most many some all one two three i we you not no such under over between".split()
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and what it cites.

    Attributes:
        kind: `TRUE`, or which of `KINDS` makes it false.
        question: number of the question it was made from.
    """

    sentence: str
    quotes: tuple[str, ...]
    kind: str
    question: int


def build_pairs(
    questions: Sequence[Question], texts: Mapping[str, str], embedder: Embedder
) -> list[Pair]:
    """True and false pairs from the questions that have answers and evidence.

    Args:
        texts: the corpus by file name; a document without a quote is cited whole.
    """
    usable = [q for q in questions if q.answerable and q.answers and q.evidence]
    quotes = [
        tuple(piece.quote or texts[piece.document] for piece in question.evidence)
        for question in usable
    ]
    nearest = _nearest(quotes, embedder)
    all_names = [_names(" ".join(quoted)) for quoted in quotes]
    pairs: list[Pair] = []
    for number, question in enumerate(usable):
        random = Random(f"{_SEED} {question.question}")
        other = random.choice([n for n in range(len(usable)) if n != number] or [number])
        changes = _changes(quotes[number], all_names[other])
        for sentence in _sentences(question.answers):
            pairs.append(Pair(sentence, quotes[number], TRUE, number))
            for kind, change in changes.items():
                changed = change(sentence, random)
                if changed is not None and changed != sentence:
                    pairs.append(Pair(changed, quotes[number], kind, number))
            if len(usable) > 1:
                pairs.append(Pair(sentence, quotes[other], "another passage", number))
                pairs.append(Pair(sentence, quotes[nearest[number]], "the nearest passage", number))
    return pairs


Change = Callable[[str, Random], str | None]
"""Makes a sentence false; None where it has nothing to change."""


def _changes(quotes: Sequence[str], others: Sequence[str]) -> dict[str, Change]:
    evidence = " ".join(quotes)
    own = _names(evidence)
    foreign = [name for name in others if name.lower() not in evidence.lower()]
    numbers = [m.group() for m in _DIGITS.finditer(evidence) if not _YEAR.fullmatch(m.group())]
    return {
        "number": lambda sentence, random: _another_number(sentence, evidence, random),
        "number of the passage": lambda sentence, random: _number_from(sentence, numbers, random),
        "date": lambda sentence, random: _another_date(sentence, evidence, random),
        "name": lambda sentence, random: _another_name(sentence, foreign, random),
        "name of the passage": lambda sentence, random: _another_name(sentence, own, random),
        "negation added": lambda sentence, random: _deny(sentence),
        "negation removed": lambda sentence, random: _affirm(sentence),
        "parties swapped": lambda sentence, random: _swap(sentence),
    }


def _sentences(answers: Sequence[str]) -> list[str]:
    """The sentences of the answers, each once; a fragment of a few words is none."""
    found: dict[str, None] = {}
    for answer in answers:
        text = " ".join(answer.split())
        for start, end in split_sentences(text):
            if len(text[start:end].split()) >= _FEWEST_WORDS:
                found.setdefault(text[start:end])
    return list(found)


def _replace(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _numbers(sentence: str) -> list[re.Match[str]]:
    dates = [match.span() for match in [*_YEAR.finditer(sentence)]]
    found = [*_DIGITS.finditer(sentence), *_NUMBER.finditer(sentence)]
    return [m for m in found if not any(s <= m.start() < e for s, e in dates)]


def _another_number(sentence: str, evidence: str, random: Random) -> str | None:
    """One number is made another that the evidence does not have."""
    found = _numbers(sentence)
    if not found:
        return None
    match = random.choice(found)
    for _ in range(20):
        new = _other_number(match.group(), random)
        if not re.search(rf"(?<![\d.,]){re.escape(new)}(?![\d])", evidence, re.IGNORECASE):
            return _replace(sentence, match, new)
    return None


def _other_number(old: str, random: Random) -> str:
    if old.lower() in _NUMBER_WORDS:
        return random.choice(_NUMBER_WORDS)
    if old.lower() in _ORDINALS:
        return random.choice(_ORDINALS)
    digits = [index for index, char in enumerate(old) if char.isdigit()]
    at = random.choice(digits)
    lowest = 1 if at == 0 else 0
    new = random.choice([d for d in range(lowest, 10) if str(d) != old[at]])
    return old[:at] + str(new) + old[at + 1 :]


def _number_from(sentence: str, numbers: Sequence[str], random: Random) -> str | None:
    """One number is made another number of the evidence."""
    found = [m for m in _numbers(sentence) if m.group()[0].isdigit()]
    others = [number for number in dict.fromkeys(numbers) if number not in sentence]
    if not found or not others:
        return None
    return _replace(sentence, random.choice(found), random.choice(others))


def _another_date(sentence: str, evidence: str, random: Random) -> str | None:
    found = [*_YEAR.finditer(sentence), *_MONTH.finditer(sentence)]
    if not found:
        return None
    match = random.choice(found)
    for _ in range(20):
        new = (
            str(int(match.group()) + random.choice(_decade_steps(sentence, match)))
            if match.group().isdigit()
            else random.choice(MONTH_NAMES)
        )
        if new not in evidence:
            return _replace(sentence, match, new)
    return None


def _decade_steps(sentence: str, year: re.Match[str]) -> tuple[int, ...]:
    """How many years a year may be moved: a decade stays a decade."""
    decade = sentence[year.end() : year.end() + 1] == "s"
    return (-20, -10, 10, 20) if decade else (-20, -7, -3, -2, -1, 1, 2, 3, 7, 20)


def _names(text: str) -> list[str]:
    """The names of a text, each once; words that only open a sentence are left out."""
    lower = set(_LOWER_CASE_WORD.findall(text))
    return list(dict.fromkeys(match.group() for match in _name_matches(text, lower)))


def _name_matches(text: str, lower: set[str]) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for match in _NAME.finditer(text):
        words = match.group().lower().split()
        opens = match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".!?`"
        ordinary = words[0] in _ORDINARY or words[0] in lower or words[0].endswith("ing")
        if not (opens and (ordinary or len(words) == 1)) and words[0] not in _ORDINARY:
            found.append(match)
    return found


def _another_name(sentence: str, others: Sequence[str], random: Random) -> str | None:
    found = _name_matches(sentence, set(_LOWER_CASE_WORD.findall(sentence)))
    if not found:
        return None
    match = random.choice(found)
    words = set(match.group().lower().split())
    fitting = [name for name in others if not words & set(name.lower().split())]
    fitting = [name for name in fitting if name.lower() not in sentence.lower()]
    return _replace(sentence, match, random.choice(fitting)) if fitting else None


def _deny(sentence: str) -> str | None:
    """A "not" after the first auxiliary, or "never" before the first verb in the past."""
    if _NEGATION.search(sentence):
        return None
    match = _AUXILIARY.search(sentence)
    if match:
        return f"{sentence[: match.end()]} not{sentence[match.end() :]}"
    match = _PAST.search(sentence)
    return f"{sentence[: match.start()]}never {sentence[match.start() :]}" if match else None


def _affirm(sentence: str) -> str | None:
    match = _NEGATION.search(sentence)
    return _replace(sentence, match, "") if match else None


def _swap(sentence: str) -> str | None:
    """Two names with a verb and few words between them change places."""
    match = _PARTIES.search(sentence)
    if match is None or set(match["one"].split()) & set(match["two"].split()):
        return None
    if match["one"].split()[0].lower() in _ORDINARY:
        return None
    changed = match["two"] + match["between"] + match["one"]
    return sentence[: match.start()] + changed + sentence[match.end() :]


def _nearest(quotes: Sequence[Sequence[str]], embedder: Embedder) -> list[int]:
    """For each question's evidence, the other evidence that is nearest and not the same."""
    if len(quotes) < 2:
        return [0 for _ in quotes]
    joined = [" ".join(quoted) for quoted in quotes]
    rows = embedder.embed_passages(joined)
    cosines = rows @ rows.T
    for one, mine in enumerate(quotes):
        same = [two for two, other in enumerate(quotes) if two == one or set(mine) & set(other)]
        cosines[one, same] = -2.0
    return [int(np.argmax(row)) for row in cosines]


def kinds_of(pairs: Sequence[Pair]) -> Iterator[str]:
    """The kinds of which there are pairs, in the order of `KINDS`."""
    yield from (kind for kind in KINDS if any(pair.kind == kind for pair in pairs))
