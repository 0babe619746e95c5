"""Words and signs of English numbers, as data; the number words themselves are in `english`."""

SCALE_VALUES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}

AMBIGUOUS_SCALES = frozenset({"m", "b"})
"""Letters that may be a unit instead ("5 m" high) where the number is no amount of money."""

ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30, "hundredth": 100}

MULTIPLES = {"dozen": 12.0, "twice": 2.0, "double": 2.0, "half": 0.5, "once": 1.0}
"""Words that stand for a number without being one."""

DENOMINATORS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
"""After "a" or "one"."""

PLURAL_DENOMINATORS = {"halves": 2} | {
    f"{word}s": value for word, value in DENOMINATORS.items() if word != "half"
}
"""After a number: "two thirds"."""

FRACTION_SIGNS = {
    "¼": 1 / 4,
    "½": 1 / 2,
    "¾": 3 / 4,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "⅕": 1 / 5,
    "⅛": 1 / 8,
}

MINUS_SIGNS = "-−–"
"""Hyphen, the minus sign of Unicode, and the en dash that stands for it in print."""

MINUS_WORDS = ("minus", "negative")

CURRENCY_SIGNS = {
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yen",
    "₹": "rupee",
    "₽": "rouble",
}

DOLLARS = {
    "us$": "dollar",
    "a$": "Australian dollar",
    "c$": "Canadian dollar",
    "hk$": "Hong Kong dollar",
    "nz$": "New Zealand dollar",
}
"""A dollar sign by itself is taken for the United States'."""

CURRENCY_CODES = {
    "usd": "dollar",
    "eur": "euro",
    "gbp": "pound",
    "cny": "yuan",
    "rmb": "yuan",
    "jpy": "yen",
    "inr": "rupee",
    "rub": "rouble",
}

CURRENCY_WORDS = {
    "dollar": "dollar",
    "dollars": "dollar",
    "euro": "euro",
    "euros": "euro",
    "pound": "pound",
    "pounds": "pound",
    "yuan": "yuan",
    "yen": "yen",
    "rupee": "rupee",
    "rupees": "rupee",
    "rouble": "rouble",
    "roubles": "rouble",
    "ruble": "rouble",
    "rubles": "rouble",
}

ROUGHLY = (
    *("about", "around", "roughly", "approximately", "approx", "approx.", "nearly", "almost"),
    *("some", "circa", "close to", "over", "more than", "at least", "up to", "under"),
    *("fewer than", "less than"),
)
"""Before a number that is not meant exactly."""

DECREASES = tuple(
    "fell fall falls falling fallen decline declines declined declining decrease decreases "
    "decreased decreasing drop drops dropped dropping lost lose loses losing loss losses shrank "
    "shrink shrinks shrunk shrinking contract contracts contracted contracting contraction cut "
    "cuts cutting reduce reduces reduced reducing reduction down deficit deficits slump slumped "
    "slumps plunge plunged plunges slid slide slides lower".split()
)
"""Words that make "by 3 percent" a change of -3 percent."""

BETWEEN_DECREASE_AND_NUMBER = (
    *("by", "of", "was", "were", "is", "a", "an", "some", "about", "around", "nearly", "almost"),
    *("roughly", "over", "more than"),
)
"""What may stand between such a word and its number; "to" may not: it precedes a level."""
