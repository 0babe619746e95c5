"""English words that deny or oppose, as data."""

NEGATIONS = frozenset(
    "not never no none nobody nothing neither nor without cannot hardly barely scarcely unable "
    "nowhere dont doesnt didnt isnt wasnt cant wont".split()
)
"""Words that negate what follows; those in "n't" do too. Some lack an apostrophe, as they are often
written."""

NEGATIONS_BEFORE_TO = frozenset(
    "fail fails failed failing refuse refuses refused decline declined".split()
)
"""Verbs that negate the verb after their "to": "failed to agree"."""

AFFIRMATIONS_AFTER_NOT = frozenset({"only", "just", "merely", "least"})
"""After "not" they make no negation: "not only"."""

AFFIRMATIONS_AFTER_NO = frozenset({".", "doubt"})
"""After "no" they make no negation: "No. 10", "no doubt"."""

CLAUSE_ENDS = frozenset(",;:.!?()") | {
    *("but", "although", "though", "because", "while", "which", "who")
}
"""Where a negation ends."""

NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")

OPPOSITES = (
    (
        "rise grow increase climb up higher gain expand more above over surge jump raise widen "
        "accelerate strengthen improve",
        "fall drop decline decrease down lower lose shrink less fewer below under plunge slump "
        "cut narrow slow weaken worsen reduce",
    ),
    ("before earlier prior precede", "after later subsequent follow"),
    ("begin start open launch", "end finish close cease stop conclude"),
    ("win victory succeed success", "lose defeat fail failure"),
    ("accept approve agree support allow permit", "reject refuse oppose deny forbid ban prohibit"),
    ("buy import enter arrive", "sell export leave depart"),
    ("first early earliest", "last late latest"),
    ("most largest highest biggest best maximum", "least smallest lowest worst minimum"),
    ("always all every", "never none rarely"),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("left", "right"),
    ("true legal possible able", "false illegal impossible unable"),
    ("public", "private"),
    ("include", "exclude"),
    ("positive", "negative"),
)
"""Pairs of groups: each word of the one denies each of the other. By one form of each word."""
