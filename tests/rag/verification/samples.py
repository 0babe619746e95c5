"""Passages of our own, and texts of any kind."""

from hypothesis import strategies as st

HARBOUR = (
    "In 2019 the harbour authority employed 20 people in Aldermouth.",
    "Anna Ridge sued Carl Stone, who had not paid his rent.",
    "Exports of timber rose by 1.5 million tonnes on 24 August 2017.",
)
SUMMIT = (
    "The central bank did not raise interest rates in March.",
    "Minister Lena Vogt, 54, met Prime Minister Juan Soto in Vienna on 3 May 2024 to discuss the "
    "Baltic pipeline.",
    "The European Border Agency (EBA) spent €1.2 billion, or 40% of its budget, on patrol boats.",
    "The North Atlantic Treaty Organization said the talks on the treaty had failed.",
)

PIECES = st.sampled_from(
    "Anna Ridge sued not 20 % 1.5 million $ € May 2024 the first two hundred n't never [1] . , 🙂 "
    "<b> ** 1990s 19th century un0 -- `` '' 1,2,3 1e999 99999999999999999999 ² ١٢ İ ß ﬀ 0".split()
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join))
