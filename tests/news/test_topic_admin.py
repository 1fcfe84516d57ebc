from django.test import TestCase

from news.models import Topic
from tests.factories import make_article, make_topic, make_user

ADD = "/admin/news/topic/add/"


class TopicAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Association editor")

    def setUp(self):
        self.client.force_login(self.editor)

    def add(self, **fields):
        names = ("name_en", "name_ru", "slug_en", "slug_ru")
        return self.client.post(ADD, {name: fields.get(name, "") for name in names}, follow=True)

    def test_addresses_are_made_from_the_names(self):
        self.add(name_en="Open days", name_ru="Дни открытых дверей")
        topic = Topic.objects.get()
        self.assertEqual((topic.slug_en, topic.slug_ru), ("open-days", "dni-otkrytykh-dverey"))

    def test_name_without_letters_asks_for_an_address(self):
        self.assertContains(self.add(name_en="!!!"), "No address can be made from this name")
        self.assertContains(self.add(name_en="", name_ru=""), "This field is required")
        self.assertEqual(Topic.objects.count(), 0)

    def test_address_made_from_the_name_may_be_taken(self):
        make_topic(name_en="Science", name_ru="Наука")
        self.assertContains(self.add(name_en="Science!", name_ru="Учёные"), "Another topic has this address: science")
        self.assertContains(self.add(name_en="Research", name_ru="Наука"), "Another topic has this address: nauka")

    def test_topic_in_use_is_not_deleted(self):
        topic = make_topic(name_en="Science")
        make_article(topics=(topic,), title="Its article")
        response = self.client.post(f"/admin/news/topic/{topic.pk}/delete/", {"post": "yes"})
        self.assertContains(response, "Its article")
        self.assertTrue(Topic.objects.exists())
