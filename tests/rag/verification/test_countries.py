"""Countries and their peoples, in whatever form a text names them."""

import pytest

from rag.language.nations import forms
from rag.verification.countries import countries, names_any
from rag.verification.parsing import parse


def named(text: str) -> set[str]:
    return set().union(*countries(parse([text])).values())


def agree(one: str, other: str) -> bool:
    return names_any(named(f"They met {one} again."), named(f"They met {other} again."))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russian", "Russia"),
        ("Iranian", "Iran"),
        ("Pakistani", "Pakistan"),
        ("Canadian", "Canada"),
        ("Indian", "India"),
        ("Syrian", "Syria"),
        ("Korean", "Korea"),
        ("Mexican", "Mexico"),
        ("Italian", "Italy"),
        ("Cuban", "Cuba"),
        ("Afghan", "Afghanistan"),
        ("Georgian", "Georgia"),
        ("Armenian", "Armenia"),
        ("Belarusian", "Belarus"),
        ("Saudi", "Saudi Arabia"),
        ("French", "France"),
        ("Germans", "Germany"),
        ("British", "the UK"),
        ("Dutch", "the Netherlands"),
        ("Chinese", "China"),
        ("Poles", "Poland"),
        ("American", "the US"),
        ("American", "the U.S."),
        ("the US", "the United States"),
        ("the USA", "America"),
        ("Emirati", "the UAE"),
        ("Korea", "South Korea"),
        ("Ivorian", "Côte d'Ivoire"),
        ("Turkish", "Türkiye"),
        ("Burmese", "Myanmar"),
        ("Congolese", "the DRC"),
        ("Congo", "Congo-Brazzaville"),
        ("the Republic of Korea", "Seoul's South Korea"),
        ("the Russian Federation", "Russia"),
    ],
)
def test_the_same_country(one: str, other: str) -> None:
    assert agree(one, other)
    assert agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Korea", "South Korea"),
        ("North Korean", "South Korea"),
        ("Niger", "Nigeria"),
        ("Nigerien", "Nigeria"),
        ("Guinea", "Guinea-Bissau"),
        ("Guinea", "Equatorial Guinea"),
        ("Guinea", "Papua New Guinea"),
        ("Dominica", "the Dominican Republic"),
        ("Sudan", "South Sudan"),
        ("Ireland", "Northern Ireland"),
        ("Austria", "Australia"),
        ("Slovakia", "Slovenia"),
        ("Iran", "Iraq"),
        ("America", "South America"),
        ("Mali", "Malawi"),
        ("the Republic of the Congo", "the Democratic Republic of the Congo"),
        ("Congo-Brazzaville", "the DRC"),
        ("the Republic of Korea", "the Democratic People's Republic of Korea"),
        ("the Republic of China", "the People's Republic of China"),
        ("Samoa", "American Samoa"),
        ("Equatorial Guinea", "Guinea-Bissau"),
        ("Somalia", "Somaliland"),
    ],
)
def test_different_countries(one: str, other: str) -> None:
    assert not agree(one, other)
    assert not agree(other, one)


@pytest.mark.parametrize("text", ["They told us.", "A turkey and china plates.", "It may chad."])
def test_common_words_name_no_country(text: str) -> None:
    assert named(text) == set()


@pytest.mark.parametrize("form", sorted(forms()))
def test_every_form_names_its_country(form: str) -> None:
    assert forms()[form] <= named(f"They met {form} again.")
