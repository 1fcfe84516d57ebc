"""The number of queries of the register's pages does not depend on how much there is."""

from django.test import TestCase

from tests.costs import PUBLIC_PAGE
from tests.factories import make_agreement, make_article, make_field, make_laboratory, make_topic, make_university


def part(kind, parent):
    return make_university(kind=kind, parent=parent)


def fill(amount: int) -> dict:
    """That many of everything around one university, one laboratory and one agreement, parts nested four deep."""
    ours = make_university()
    agreement = make_agreement(parties=(ours, make_university()))
    laboratory = make_laboratory(host=ours, partners=[make_university()])
    for _each in range(amount):
        other = part("department", part("faculty", part("campus", make_university())))
        part("faculty", ours)
        fields = [make_field(), make_field()]
        signed = make_agreement(parties=(ours, other), fields=fields, renews=agreement)
        signed.events.create(kind="amended", source_title="A source")
        agreement.relations.create(other=signed)
        agreement.events.create(kind="amended")
        host = make_laboratory(host=other, partners=[ours], fields=fields)
        host.agreements.add(agreement)
        laboratory.agreements.add(signed)
        laboratory.events.create(kind="renewed")
        for language in ("en", "ru"):
            links = {
                "universities": (ours, other),
                "laboratories": (laboratory, host),
                "agreements": (agreement, signed),
            }
            make_article(language=language, topics=(make_topic(),), **links)
    return {"university": ours, "agreement": agreement, "laboratory": laboratory, "field": fields[0]}


class PageQueryCountTests(TestCase):
    # A page (the name of a record: its own) and its number of queries.
    PAGES = {
        "overview": ("/partners/", 18),
        "universities": ("/partners/universities/", 9),
        "laboratories": ("/partners/labs/", 9),
        "agreements": ("/partners/agreements/", 12),
        "data": ("/partners/data/", 3),
        "universities, filtered": ("/partners/universities/?country=RU&laboratory=yes&sort=newest", 9),
        "parts, filtered": ("/partners/universities/?kind=faculty&sort=country", 9),
        "laboratories, filtered": ("/partners/labs/?country=RU&status=active&sort=status", 9),
        "agreements, filtered": ("/partners/agreements/?country=RU&status=signed&kind=other&sort=expires", 12),
        "university": ("university", 21),
        "laboratory": ("laboratory", 13),
        "agreement": ("agreement", 16),
        "countries": ("/partners/countries/", 1),
        "country": ("/partners/countries/RU/", 14),
        "fields": ("/partners/fields/", 1),
        "field": ("field", 16),
    }

    def test_same_with_3_and_with_30_rows(self):
        for amount in (3, 30):
            records = fill(amount)
            for name, (address, queries) in self.PAGES.items():
                path = records[address].get_absolute_url() if address in records else address
                for prefix in ("", "/ru"):
                    with (
                        self.subTest(page=name, rows=amount, prefix=prefix),
                        self.assertNumQueries(queries + PUBLIC_PAGE),
                    ):
                        self.assertEqual(self.client.get(prefix + path).status_code, 200)
