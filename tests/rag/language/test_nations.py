"""Countries and peoples, as data."""

from itertools import combinations

import pytest

from rag.language.nations import COVERS, forms
from rag.verification.countries import names_any

UNITED_NATIONS = """
Afghanistan, Albania, Algeria, Andorra, Angola, Antigua and Barbuda, Argentina, Armenia,
Australia, Austria, Azerbaijan, Bahamas, Bahrain, Bangladesh, Barbados, Belarus, Belgium,
Belize, Benin, Bhutan, Bolivia, Bosnia and Herzegovina, Botswana, Brazil, Brunei, Bulgaria,
Burkina Faso, Burundi, Cape Verde, Cambodia, Cameroon, Canada, Central African Republic, Chad,
Chile, China, Colombia, Comoros, Republic of the Congo, Costa Rica, Ivory Coast, Croatia, Cuba,
Cyprus, Czech Republic, North Korea, Democratic Republic of the Congo, Denmark, Djibouti,
Dominica, Dominican Republic, Ecuador, Egypt, El Salvador, Equatorial Guinea, Eritrea, Estonia,
Eswatini, Ethiopia, Fiji, Finland, France, Gabon, Gambia, Georgia, Germany, Ghana, Greece,
Grenada, Guatemala, Guinea, Guinea-Bissau, Guyana, Haiti, Honduras, Hungary, Iceland, India,
Indonesia, Iran, Iraq, Ireland, Israel, Italy, Jamaica, Japan, Jordan, Kazakhstan, Kenya,
Kiribati, Kuwait, Kyrgyzstan, Laos, Latvia, Lebanon, Lesotho, Liberia, Libya, Liechtenstein,
Lithuania, Luxembourg, Madagascar, Malawi, Malaysia, Maldives, Mali, Malta, Marshall Islands,
Mauritania, Mauritius, Mexico, Micronesia, Monaco, Mongolia, Montenegro, Morocco, Mozambique,
Myanmar, Namibia, Nauru, Nepal, Netherlands, New Zealand, Nicaragua, Niger, Nigeria, North
Macedonia, Norway, Oman, Pakistan, Palau, Panama, Papua New Guinea, Paraguay, Peru, Philippines,
Poland, Portugal, Qatar, South Korea, Moldova, Romania, Russia, Rwanda, Saint Kitts and Nevis,
Saint Lucia, Saint Vincent and the Grenadines, Samoa, San Marino, Sao Tome and Principe, Saudi
Arabia, Senegal, Serbia, Seychelles, Sierra Leone, Singapore, Slovakia, Slovenia, Solomon
Islands, Somalia, South Africa, South Sudan, Spain, Sri Lanka, Sudan, Suriname, Sweden,
Switzerland, Syria, Tajikistan, Thailand, East Timor, Togo, Tonga, Trinidad and Tobago, Tunisia,
Turkey, Turkmenistan, Tuvalu, Uganda, Ukraine, United Arab Emirates, United Kingdom, Tanzania,
United States, Uruguay, Uzbekistan, Vanuatu, Venezuela, Vietnam, Yemen, Zambia, Zimbabwe
"""
MEMBERS = sorted(" ".join(UNITED_NATIONS.split()).split(", "))


def test_every_member_of_the_united_nations_is_known() -> None:
    assert len(MEMBERS) == 193
    assert set(MEMBERS) <= set().union(*forms().values())


def test_no_member_is_taken_for_another() -> None:
    mistaken = [
        (one, other) for one, other in combinations(MEMBERS, 2) if names_any({one}, {other})
    ]
    assert mistaken == []


@pytest.mark.parametrize("country", MEMBERS)
def test_every_member_has_a_demonym_or_another_name(country: str) -> None:
    assert [form for form, named in forms().items() if country in named and form != country]


def test_what_a_name_covers_is_known() -> None:
    known = set().union(*forms().values())
    assert all({name, *covered} <= known for name, covered in COVERS.items())


def test_hardly_a_form_is_ambiguous() -> None:
    shared = {form for form, countries_named in forms().items() if len(countries_named) > 1}
    assert shared == {"Dominican", "Dominicans"}


def test_no_form_is_written_twice_or_with_spaces_around_it() -> None:
    assert all(form == " ".join(form.split()) and form[0].isupper() for form in forms())


@pytest.mark.parametrize(
    ("form", "country"),
    [
        ("Nigerien", "Niger"),
        ("Nigerian", "Nigeria"),
        ("Guinean", "Guinea"),
        ("Equatorial Guinean", "Equatorial Guinea"),
        ("Bissau-Guinean", "Guinea-Bissau"),
        ("Emirati", "United Arab Emirates"),
        ("Filipino", "Philippines"),
        ("Monegasque", "Monaco"),
        ("Basotho", "Lesotho"),
        ("Botswanan", "Botswana"),
        ("Malagasy", "Madagascar"),
        ("Kyrgyz", "Kyrgyzstan"),
        ("U.S", "United States"),
        ("DPRK", "North Korea"),
        ("ROK", "South Korea"),
        ("DRC", "Democratic Republic of the Congo"),
    ],
)
def test_forms_that_are_often_confused(form: str, country: str) -> None:
    assert forms()[form] == {country}
