"""Countries and peoples, as data: the names of each, its adjective and what its people are called.

A line is one country or people; its forms are separated by commas, the first names it. Forms are
written as in a text: one that is all capitals is an abbreviation and is only that. Two lines may
share a form that is ambiguous ("Dominican").
"""

from collections.abc import Mapping

_LINES = """
Afghanistan, Afghan, Afghans
Albania, Albanian, Albanians
Algeria, Algerian, Algerians
Andorra, Andorran, Andorrans
Angola, Angolan, Angolans
Antigua and Barbuda, Antigua, Antiguan, Antiguans, Barbudan, Barbudans
Argentina, Argentine, Argentines, Argentinian, Argentinians
Armenia, Armenian, Armenians
Australia, Australian, Australians, Aussie, Aussies
Austria, Austrian, Austrians
Azerbaijan, Azerbaijani, Azerbaijanis, Azeri, Azeris
Bahamas, Bahamian, Bahamians
Bahrain, Bahraini, Bahrainis
Bangladesh, Bangladeshi, Bangladeshis
Barbados, Barbadian, Barbadians, Bajan, Bajans
Belarus, Belarusian, Belarusians, Belarussian, Belarussians, Byelorussia
Belgium, Belgian, Belgians
Belize, Belizean, Belizeans
Benin, Beninese, Beninois
Bhutan, Bhutanese
Bolivia, Bolivian, Bolivians, Plurinational State of Bolivia
Bosnia and Herzegovina, Bosnia, Bosnian, Bosnians, Herzegovina, Herzegovinian, Bosnia-Herzegovina
Botswana, Motswana, Batswana, Botswanan
Brazil, Brazilian, Brazilians
Brunei, Bruneian, Bruneians, Brunei Darussalam
Bulgaria, Bulgarian, Bulgarians
Burkina Faso, Burkinabe, Burkinabé, Burkina
Burundi, Burundian, Burundians
Cambodia, Cambodian, Cambodians, Khmer
Cameroon, Cameroonian, Cameroonians
Canada, Canadian, Canadians
Cape Verde, Cabo Verde, Cape Verdean, Cape Verdeans
Central African Republic, CAR, Central African, Central Africans
Chad, Chadian, Chadians
Chile, Chilean, Chileans
China, Chinese, PRC, People's Republic of China
Colombia, Colombian, Colombians
Comoros, Comorian, Comorians, Comoran
Congo, Congolese
Republic of the Congo, Republic of Congo, Congo-Brazzaville
Democratic Republic of the Congo, Democratic Republic of Congo, Congo-Kinshasa, DRC, DR Congo, Zaire
Costa Rica, Costa Rican, Costa Ricans
Croatia, Croatian, Croatians, Croat, Croats
Cuba, Cuban, Cubans
Cyprus, Cypriot, Cypriots
Czech Republic, Czechia, Czech, Czechs
Denmark, Danish, Dane, Danes
Djibouti, Djiboutian, Djiboutians
Dominica, Dominican, Dominicans
Dominican Republic, Dominican, Dominicans
East Timor, Timor-Leste, Timorese, East Timorese
Ecuador, Ecuadorian, Ecuadorians, Ecuadorean, Ecuadoreans
Egypt, Egyptian, Egyptians
El Salvador, Salvadoran, Salvadorans, Salvadorian, Salvadorean
Equatorial Guinea, Equatorial Guinean, Equatorial Guineans, Equatoguinean
Eritrea, Eritrean, Eritreans
Estonia, Estonian, Estonians
Eswatini, Swaziland, Swazi, Swazis
Ethiopia, Ethiopian, Ethiopians
Fiji, Fijian, Fijians
Finland, Finnish, Finn, Finns
France, French, Frenchman, Frenchmen
Gabon, Gabonese
Gambia, Gambian, Gambians
Georgia, Georgian, Georgians
Germany, German, Germans, FRG
Ghana, Ghanaian, Ghanaians
Greece, Greek, Greeks, Hellenic
Grenada, Grenadian, Grenadians
Guatemala, Guatemalan, Guatemalans
Guinea, Guinean, Guineans
Guinea-Bissau, Bissau-Guinean, Bissau-Guineans
Guyana, Guyanese
Haiti, Haitian, Haitians
Honduras, Honduran, Hondurans
Hungary, Hungarian, Hungarians, Magyar
Iceland, Icelandic, Icelander, Icelanders
India, Indian, Indians
Indonesia, Indonesian, Indonesians
Iran, Iranian, Iranians, Islamic Republic of Iran, Persia, Persian
Iraq, Iraqi, Iraqis
Ireland, Irish, Irishman, Irishmen, Eire
Northern Ireland, Northern Irish
Israel, Israeli, Israelis
Italy, Italian, Italians
Ivory Coast, Cote d'Ivoire, Côte d'Ivoire, Ivorian, Ivorians
Jamaica, Jamaican, Jamaicans
Japan, Japanese
Jordan, Jordanian, Jordanians
Kazakhstan, Kazakh, Kazakhs, Kazakhstani
Kenya, Kenyan, Kenyans
Kiribati, I-Kiribati
Korea, Korean, Koreans
North Korea, North Korean, North Koreans, DPRK, Democratic People's Republic of Korea
South Korea, South Korean, South Koreans, ROK, Republic of Korea
Kosovo, Kosovar, Kosovars, Kosovan
Kuwait, Kuwaiti, Kuwaitis
Kyrgyzstan, Kyrgyz, Kirghiz, Kyrgyzstani
Laos, Lao, Laotian, Laotians, Lao People's Democratic Republic
Latvia, Latvian, Latvians
Lebanon, Lebanese
Lesotho, Basotho, Mosotho
Liberia, Liberian, Liberians
Libya, Libyan, Libyans
Liechtenstein, Liechtensteiner, Liechtensteiners
Lithuania, Lithuanian, Lithuanians
Luxembourg, Luxembourgish, Luxembourger, Luxembourgers
Madagascar, Malagasy
Malawi, Malawian, Malawians
Malaysia, Malaysian, Malaysians
Maldives, Maldivian, Maldivians
Mali, Malian, Malians
Malta, Maltese
Marshall Islands, Marshallese
Mauritania, Mauritanian, Mauritanians
Mauritius, Mauritian, Mauritians
Mexico, Mexican, Mexicans
Micronesia, Micronesian, Micronesians, Federated States of Micronesia
Moldova, Moldovan, Moldovans, Republic of Moldova, Moldavia, Moldavian
Monaco, Monegasque, Monegasques, Monacan
Mongolia, Mongolian, Mongolians
Montenegro, Montenegrin, Montenegrins
Morocco, Moroccan, Moroccans
Mozambique, Mozambican, Mozambicans
Myanmar, Burma, Burmese
Namibia, Namibian, Namibians
Nauru, Nauruan, Nauruans
Nepal, Nepali, Nepalis, Nepalese
Netherlands, Dutch, Dutchman, Dutchmen, Holland
New Zealand, New Zealander, New Zealanders, Kiwi, Kiwis
Nicaragua, Nicaraguan, Nicaraguans
Niger, Nigerien, Nigeriens
Nigeria, Nigerian, Nigerians
North Macedonia, Macedonia, Macedonian, Macedonians
Norway, Norwegian, Norwegians
Oman, Omani, Omanis
Pakistan, Pakistani, Pakistanis
Palau, Palauan, Palauans
Palestine, Palestinian, Palestinians
Panama, Panamanian, Panamanians
Papua New Guinea, PNG, Papua New Guinean, Papua New Guineans
Paraguay, Paraguayan, Paraguayans
Peru, Peruvian, Peruvians
Philippines, Philippine, Filipino, Filipinos, Filipina, Filipinas
Poland, Polish, Pole, Poles
Portugal, Portuguese
Qatar, Qatari, Qataris
Romania, Romanian, Romanians, Rumania
Russia, Russian, Russians, Russian Federation
Rwanda, Rwandan, Rwandans, Rwandese
Saint Kitts and Nevis, St Kitts and Nevis, St Kitts, Kittitian, Kittitians, Nevisian, Nevisians
Saint Lucia, St Lucia, Saint Lucian, Saint Lucians, St Lucian
Saint Vincent and the Grenadines, St Vincent, Vincentian
Samoa, Samoan, Samoans
American Samoa, American Samoan
San Marino, Sammarinese
Sao Tome and Principe, São Tomé and Príncipe, Sao Tome, São Tomé, Santomean
Saudi Arabia, Saudi, Saudis, Saudi Arabian, KSA
Senegal, Senegalese
Serbia, Serbian, Serbians, Serb, Serbs
Seychelles, Seychellois
Sierra Leone, Sierra Leonean, Sierra Leoneans
Singapore, Singaporean, Singaporeans
Slovakia, Slovak, Slovaks, Slovakian
Slovenia, Slovene, Slovenes, Slovenian, Slovenians
Solomon Islands, Solomon Islander, Solomon Islanders
Somalia, Somali, Somalis, Somalian
South Africa, South African, South Africans
South Sudan, South Sudanese
Spain, Spanish, Spaniard, Spaniards
Sri Lanka, Sri Lankan, Sri Lankans, Ceylon
Sudan, Sudanese
Suriname, Surinamese, Surinam
Sweden, Swedish, Swede, Swedes
Switzerland, Swiss
Syria, Syrian, Syrians, Syrian Arab Republic
Taiwan, Taiwanese, ROC, Republic of China
Tajikistan, Tajik, Tajiks
Tanzania, Tanzanian, Tanzanians, United Republic of Tanzania
Thailand, Thai, Thais, Siam
Togo, Togolese
Tonga, Tongan, Tongans
Trinidad and Tobago, Trinidad, Trinidadian, Trinidadians, Tobago
Tunisia, Tunisian, Tunisians
Turkey, Turkish, Turk, Turks, Türkiye, Turkiye
Turkmenistan, Turkmen, Turkmens
Tuvalu, Tuvaluan, Tuvaluans
Uganda, Ugandan, Ugandans
Ukraine, Ukrainian, Ukrainians
United Arab Emirates, UAE, U.A.E, Emirati, Emiratis, Emirates
United Kingdom, UK, U.K, Britain, Great Britain, British, Briton, Britons
England, English, Englishman, Englishmen
Scotland, Scottish, Scot, Scots
Wales, Welsh, Welshman, Welshmen
United States, United States of America, US, U.S, USA, U.S.A, America, American, Americans
Uruguay, Uruguayan, Uruguayans
Uzbekistan, Uzbek, Uzbeks, Uzbekistani
Vanuatu, Vanuatuan, Ni-Vanuatu
Vatican City, Vatican, Holy See
Venezuela, Venezuelan, Venezuelans, Bolivarian Republic of Venezuela
Vietnam, Vietnamese, Viet Nam
Yemen, Yemeni, Yemenis
Zambia, Zambian, Zambians
Zimbabwe, Zimbabwean, Zimbabweans, Rhodesia
Hong Kong, Hongkonger, Hongkongers, Hong Konger, Hong Kongers
Macau, Macao, Macanese
Western Sahara, Western Saharan, Sahrawi, Sahrawis
Abkhazia, Abkhaz, Abkhazian, Abkhazians
South Ossetia, South Ossetian, South Ossetians
Somaliland, Somalilander, Somalilanders
Transnistria, Transnistrian, Transnistrians
Gibraltar, Gibraltarian, Gibraltarians
Bermuda, Bermudian, Bermudians
Faroe Islands, Faroese
New Caledonia, New Caledonian, New Caledonians
Greenland, Greenlandic, Greenlander, Greenlanders
Puerto Rico, Puerto Rican, Puerto Ricans
Tibet, Tibetan, Tibetans
Kurdistan, Kurdish, Kurd, Kurds
Chechnya, Chechen, Chechens
Crimea, Crimean, Crimeans
Catalonia, Catalan, Catalans
Yugoslavia, Yugoslav, Yugoslavs, Yugoslavian
Soviet Union, USSR, Soviet, Soviets
European Union, EU, E.U
Europe, European, Europeans
Africa, African, Africans
Asia, Asian, Asians
Latin America, Latin American, Latin Americans
South America, South American, South Americans
North America, North American, North Americans
Central America, Central American, Central Americans
United Nations, UN, U.N
"""

COVERS: Mapping[str, frozenset[str]] = {
    "Korea": frozenset({"North Korea", "South Korea"}),
    "Congo": frozenset({"Republic of the Congo", "Democratic Republic of the Congo"}),
    "United Kingdom": frozenset({"England", "Scotland", "Wales", "Northern Ireland"}),
}
"""What a less exact name may stand for."""


def forms() -> dict[str, frozenset[str]]:
    """The countries and peoples that each form may name, by the form as it is written."""
    named: dict[str, frozenset[str]] = {}
    for line in _LINES.strip().splitlines():
        country, *others = line.split(", ")
        for form in (country, *others):
            named[form] = named.get(form, frozenset()) | {country}
    return named
