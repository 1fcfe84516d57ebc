"""Words that many names share, as keys: alone they name nobody."""

from partners.recognition.words import normal, words_of


def _keys(words: str) -> frozenset[str]:
    return frozenset(word.key for word in words_of(normal(words)))


EVERYDAY = _keys(
    "university universities institute institutes academy college school faculty department centre center campus state "
    "national federal international research technical technological polytechnic open joint higher laboratory lab "
    "scientific science sciences education educational agreement cooperation memorandum the a of and at in on with new "
    "existing between understanding "
    "университет институт академия школа факультет кафедра центр кампус филиал лаборатория государственный "
    "национальный федеральный международный международная исследовательский исследовательская научный научная "
    "технический технологический политехнический открытый совместный совместная высший высшая наука образование "
    "соглашение сотрудничество меморандум договор о об и в на с при между новое действующее"
)
LABORATORY = _keys("laboratory laboratories lab лаборатория")
# What may stand before “laboratory” and be left out.
QUALIFIERS = _keys("international joint research scientific the международная совместная научная исследовательская")
HEADS = _keys("university institute academy college университет институт академия")
# How names go on after their head in Russian: “Томский … университет систем управления”.
FIELDS = _keys(
    "систем путей технологий управления экономики культуры искусств архитектуры права транспорта кино спорта геодезии "
    "телекоммуникаций промышленных пищевых"
)
AND = _keys("and и")
JOINING = _keys("of at in the from в при из")  # between a part and what it is part of
