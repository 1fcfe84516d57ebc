"""The register's lists as readers ask for them: filtered, sorted, and with what each further choice would leave.

`universities`, `laboratories` and `agreements` take the parameters of an address and give a `Browsing`. They stand on
`browsing` (what the three have in common), which stands on `filters` and `choices`. Which rows a filter means is a
method of the model's queryset.
"""

from partners.browsing.agreements import AgreementBrowsing as agreements
from partners.browsing.browsing import Browsing
from partners.browsing.laboratories import LaboratoryBrowsing as laboratories
from partners.browsing.universities import UniversityBrowsing as universities

__all__ = ["Browsing", "agreements", "laboratories", "universities"]
