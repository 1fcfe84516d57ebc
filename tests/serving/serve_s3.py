"""Files in S3: what the site keeps there, and what of it can be had from whom."""

import atexit
import json
import re
import time
from contextlib import ExitStack
from functools import cache
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.factories import SMALLEST_PDF
from tests.pictures import picture_bytes
from tests.serving import asking, site
from tests.serving.asking import Answer
from tests.serving.fronting import MEDIA_KEPT, Nginx, application_server
from tests.serving.processes import S3, Program, free_port
from tests.serving.site import Site

PUBLIC, PRIVATE = "opendoors-public", "opendoors-private"
AS_OWNER = {  # the store looks whether somebody signs, not what
    "Authorization": "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request, Signature=x",
    "Content-Type": "application/octet-stream",
}
KEPT_FOR_EVER = "public, max-age=31536000, immutable"
FOR_EVERYBODY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{PUBLIC}/*"}
    ],
}
SIGN_IN = """
from django.contrib.auth.models import User
from django.test import Client
anna, _made = User.objects.get_or_create(username="anna", is_staff=True, is_superuser=True)
client = Client()
client.force_login(anna)
print(client.cookies["sessionid"].value)
"""
DOCUMENT = """
from django.core.files.base import ContentFile
from partners.models import Agreement, AgreementDocument
agreement = Agreement.objects.published().first()
content = ContentFile({content!r}, "secret name.pdf")
AgreementDocument.objects.filter(agreement=agreement).delete()
document = AgreementDocument.objects.create(agreement=agreement, title="Text", language="en", file=content)
print(document.pk, document.file.name)
"""


@cache
def the_site() -> tuple[S3, Site, Program]:
    """The store, a site that keeps its files in it, and one more of its servers, for which the store is away."""
    stack = ExitStack()
    atexit.register(stack.close)
    store = stack.enter_context(S3(stack.enter_context(site.folder_of_its_own()) / "s3"))
    for bucket in (PUBLIC, PRIVATE):
        asking.ask(store.port, f"/{bucket}", method="PUT", body=b"", headers=AS_OWNER, plain=True)
    policy = json.dumps(FOR_EVERYBODY).encode()
    asking.ask(store.port, f"/{PUBLIC}?policy", method="PUT", body=policy, headers=AS_OWNER, plain=True)
    settings = {
        "S3_BUCKET": PUBLIC,
        "S3_PRIVATE_BUCKET": PRIVATE,
        "S3_ENDPOINT_URL": store.url,
        "S3_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "SECOND_FACTOR": "off",
    }
    served = stack.enter_context(site.served(servers=1, settings=settings, bucket=f"{store.url}/{PUBLIC}"))
    nowhere = {"S3_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}", "PAGE_CACHE": "off"}
    without = application_server(served.folder, served.environment | nowhere)
    return store, served, stack.enter_context(without)


@cache
def session() -> str:
    return the_site()[1].shell(SIGN_IN).strip()


class StoreTestCase(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store, cls.site, cls.without_store = the_site()

    def ask(self, path: str, *, is_staff: bool = False, store_is_away: bool = False, **question) -> Answer:
        headers = {"Cookie": f"sessionid={session()}; csrftoken={'a' * 32}"} if is_staff else {}
        headers |= {"Host": urlsplit(self.site.url).netloc, **question.pop("headers", {})}
        if not store_is_away:
            return self.site.ask(path, headers=headers, **question)
        headers["X-Forwarded-Proto"] = "https"
        return asking.ask(self.without_store.port, path, headers=headers, plain=True, **question)

    def send(self, path: str, data: dict, **question) -> Answer:
        """As a form of the admin is sent."""
        headers = {"Origin": self.site.url, "Content-Type": MULTIPART_CONTENT, "X-CSRFToken": "a" * 32}
        body = encode_multipart(BOUNDARY, data)
        return self.ask(path, method="POST", is_staff=True, headers=headers, body=body, **question)

    def stored(self, bucket: str, key: str, method: str = "HEAD", **question) -> Answer:
        """As the owner of the buckets sees it."""
        return asking.ask(self.store.port, f"/{bucket}/{key}", method=method, headers=AS_OWNER, plain=True, **question)

    def keys(self, bucket: str, prefix: str) -> set[str]:
        told = asking.ask(self.store.port, f"/{bucket}?list-type=2&prefix={prefix}", headers=AS_OWNER, plain=True).text
        return set(re.findall(r"<Key>([^<]+)</Key>", told))

    def count(self, model: str) -> int:
        return int(self.site.shell(f"from opendoors.content.models import {model}; print({model}.objects.count())"))

    def upload(self, colour: str, **question) -> dict:
        """A picture of one colour, as the editor sends it."""
        content = picture_bytes((700, 400), colour=colour)
        file = SimpleUploadedFile("photo.png", content)
        answer = self.send("/admin/pictures/upload/", {"upload": file}, **question)
        self.assertEqual(answer.status, 200, answer.text)
        return json.loads(answer.text)

    def files_of(self, address: str) -> tuple[str, list[str]]:
        """The key of the picture with this address, and all its files."""
        name = address.removeprefix("/media/")
        find = f"from opendoors.content.models import Image; import json; image = Image.objects.get(file={name!r}); "
        told = self.site.shell(find + "print(json.dumps([image.pk, [one['name'] for one in image.renditions]]))")
        key, renditions = json.loads(told)
        return str(key), [name, *renditions]


class PublicFilesTests(StoreTestCase):
    def test_a_picture_stands_in_the_bucket_with_all_that_is_made_of_it(self):
        address = self.upload("red")["url"]
        self.assertRegex(address, r"^/media/images/[0-9a-f]{32}\.png$")
        _key, files = self.files_of(address)
        self.assertEqual(self.keys(PUBLIC, address.removeprefix("/media/").removesuffix(".png")), {*files})
        self.assertEqual({name.rpartition(".")[2] for name in files}, {"png", "webp", "avif"})
        for name in files:
            answer = self.stored(PUBLIC, name)
            kind = "image/" + name.rpartition(".")[2]
            self.assertEqual((answer.status, answer["Content-Type"]), (200, kind))
            self.assertEqual(answer["Cache-Control"], KEPT_FOR_EVER)
            access = asking.ask(self.store.port, f"/{PUBLIC}/{name}?acl", headers=AS_OWNER, plain=True).text
            self.assertEqual(re.findall("<Permission>(.*?)</Permission>", access), ["FULL_CONTROL"])  # the owner's

    def test_nginx_gives_it_away_with_our_headers_and_none_of_theirs(self):
        _key, files = self.files_of(self.upload("green")["url"])
        for name in files:
            for method in ("GET", "HEAD"):
                answer = self.ask(f"/media/{name}", method=method)
                self.assertEqual((answer.status, answer["Cache-Control"]), (200, KEPT_FOR_EVER))
                self.assertEqual(answer["Content-Type"], "image/" + name.rpartition(".")[2])
                self.assertEqual(answer["Content-Security-Policy"], "default-src 'none'; sandbox")
                self.assertEqual((answer["X-Content-Type-Options"], answer["Server"]), ("nosniff", "nginx"))
                named = [
                    key for key, _value in answer.headers if re.match("x-amz|access-control|set-cookie", key, re.I)
                ]
                self.assertEqual(named, [])
        whole = self.ask(f"/media/{files[0]}")
        part = self.ask(f"/media/{files[0]}", headers={"Range": "bytes=0-7"})
        self.assertEqual((part.status, part.body), (206, whole.body[:8]))
        again = self.ask(f"/media/{files[0]}", headers={"If-None-Match": whole["ETag"]})
        self.assertEqual((again.status, again["Cache-Control"]), (304, KEPT_FOR_EVER))

    def test_nobody_can_write_or_list_or_ask_the_store_anything_else(self):
        address = self.upload("blue")["url"]
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            self.assertEqual(self.ask(address, method=method, body=b"x").status, 405)
        picture = self.ask(address).body
        for question in ("?acl", "?response-content-type=text/html", "?uploads"):
            answer = self.ask(address + question, headers={"x-amz-request-payer": "x", "Authorization": "AWS x:y"})
            self.assertEqual((answer.status, answer.body), (200, picture))
            self.assertEqual(answer["Content-Type"], "image/png")
        for path in ("/media/?list-type=2", "/media/", "/media//", "/media/images/?list-type=2", "/media/%0a"):
            answer = self.ask(path)
            self.assertIn(answer.status, (403, 404), path)
            self.assertNotRegex(answer.text, f"Key|Code|{PUBLIC}")

    def test_what_is_not_there_is_not_remembered_and_tells_nothing_of_the_store(self):
        answer = self.ask("/media/images/nothing.jpg")
        self.assertEqual((answer.status, answer["Cache-Control"]), (404, "no-store"))
        self.assertNotIn("NoSuchKey", answer.text)

    def test_pages_name_files_at_our_own_host_alone_and_they_are_there(self):
        named = set()
        for path in ("/", "/ru/", "/news/", "/news/feed.rss", "/news/feed.json", "/sitemap.xml", "/partners/"):
            page = self.ask(path)
            self.assertEqual(page.status, 200)
            self.assertNotRegex(page.text, f"{PUBLIC}|{PRIVATE}|:{self.store.port}|X-Amz-|Signature=")
            named |= set(re.findall(r"/media/[^\"\s,<>&\\\\]+", page.text))
        self.assertGreater(len(named), 10)
        self.assertEqual({path: self.ask(path).status for path in named}, dict.fromkeys(named, 200))

    def test_a_deleted_picture_is_gone_from_the_bucket_and_soon_from_nginx(self):
        address = self.upload("yellow")["url"]
        key, files = self.files_of(address)
        self.assertEqual(self.ask(address).status, 200)
        self.assertEqual(self.send(f"/admin/content/image/{key}/delete/", {"post": "yes"}).status, 302)
        self.assertEqual([self.stored(PUBLIC, name).status for name in files], [404] * len(files))
        time.sleep(MEDIA_KEPT + 1)
        self.assertEqual(self.ask(address).status, 404)

    def test_a_pdf_is_attached_and_replaced(self):
        form = {"title": "Rules", "file": SimpleUploadedFile("rules.pdf", SMALLEST_PDF)}
        before = self.keys(PUBLIC, "attachments/")
        self.assertEqual(self.send("/admin/content/attachment/add/", form).status, 302)
        (name,) = self.keys(PUBLIC, "attachments/") - before
        answer = self.ask(f"/media/{name}")
        self.assertEqual((answer.body, answer["Content-Type"]), (SMALLEST_PDF, "application/pdf"))
        key = self.site.shell(
            f"from opendoors.content.models import Attachment; print(Attachment.objects.get(file={name!r}).pk)"
        ).strip()
        newer = {"title": "Rules", "file": SimpleUploadedFile("rules.pdf", SMALLEST_PDF + b"\n")}
        self.assertEqual(self.send(f"/admin/content/attachment/{key}/change/", newer).status, 302)
        (other,) = self.keys(PUBLIC, "attachments/") - before - {name}
        self.assertEqual(self.ask(f"/media/{other}").body, SMALLEST_PDF + b"\n")


class PrivateFilesTests(StoreTestCase):
    def document(self, content: bytes = SMALLEST_PDF) -> tuple[str, str]:
        address, name = self.site.shell(DOCUMENT.format(content=content)).split()
        return f"/partners/documents/{address}/", name

    def test_a_document_is_handed_out_to_whom_it_may_be_and_has_no_other_address(self):
        address, name = self.document()
        self.assertRegex(name, r"^agreements/[0-9a-f]{32}\.pdf$")
        stored = self.stored(PRIVATE, name)
        self.assertEqual((stored["Content-Type"], stored["Cache-Control"]), ("application/pdf", "no-store"))
        answer = self.ask(address, is_staff=True)
        self.assertEqual((answer.status, answer.body), (200, SMALLEST_PDF))
        self.assertEqual(
            (answer["Content-Type"], answer["Content-Length"]), ("application/pdf", str(len(SMALLEST_PDF)))
        )
        self.assertIn("no-store", answer["Cache-Control"])
        self.assertEqual(self.ask(address).status, 404)
        self.assertEqual(asking.ask(self.store.port, f"/{PRIVATE}/{name}", plain=True).status, 403)
        for path in (name, f"../{PRIVATE}/{name}", f"%2e%2e/{PRIVATE}/{name}", f"..%2f{PRIVATE}/{name}"):
            self.assertIn(self.ask(f"/media/{path}", is_staff=True).status, (400, 404), path)

    def test_a_document_that_the_store_has_lost_is_404(self):
        address, name = self.document(SMALLEST_PDF + b"\n")
        self.stored(PRIVATE, name, "DELETE")
        self.assertEqual(self.ask(address, is_staff=True).status, 404)

    def test_a_card_is_drawn_once_and_kept_where_nobody_else_can_read_it(self):
        card = re.search(r'og:image" content="https://[^/]+(/cards/[^"]+)"', self.ask("/partners/").text or "")
        card = card or re.search(r'"https://[^/]+(/cards/[^"]+)"', self.first_university())
        drawn = self.ask(card[1])
        self.assertEqual(drawn.status, 200)
        name = "cards/" + card[1].rpartition("/")[2]
        kept = self.stored(PRIVATE, name)
        self.assertEqual((kept.status, kept["Content-Length"]), (200, str(len(drawn.body))))
        self.assertEqual(self.ask(f"/media/{name}").status, 404)
        self.stored(PRIVATE, name, "PUT", body=b"kept")
        self.assertEqual(
            asking.ask(self.site.servers[0].port, card[1], plain=True, headers=self.over_https).body, b"kept"
        )
        self.stored(PRIVATE, name, "DELETE")

    over_https = {"X-Forwarded-Proto": "https"}

    def first_university(self) -> str:
        listed = self.ask("/partners/universities/").text
        return self.ask(re.search(r'href="(/partners/universities/[\w-]+/)"', listed)[1]).text


HABITS = """
import json
from django.core.files.base import ContentFile
from django.core.files.storage import storages

def outcome(act, *given):
    try:
        return act(*given)
    except Exception as error:
        return [kind.__name__ for kind in type(error).__mro__[:3]]

told = {}
for alias in ("default", "private"):
    storage = storages[alias]
    storage.delete("habits/one.txt")
    first = storage.save("habits/one.txt", ContentFile(b"first"))
    second = storage.save("habits/one.txt", ContentFile(b"second"))
    with storage.open(first) as file:
        read = file.read()
    told[alias] = {
        "first": first, "second": second, "read": read.decode(), "size": storage.size(first),
        "exists": [storage.exists(first), storage.exists("habits/two.txt")],
        "listed": second.removeprefix("habits/") in storage.listdir("habits")[1],
        "open": outcome(storage.open, "habits/two.txt"), "measure": outcome(storage.size, "habits/two.txt"),
        "modified": outcome(storage.get_modified_time, "habits/two.txt"),
        "delete": outcome(storage.delete, "habits/two.txt"),
        "url": outcome(storage.url, "habits/один два.txt"),
    }
    for name in (first, second):
        storage.delete(name)
    told[alias]["deleted"] = storage.exists(first)
print(json.dumps(told))
"""
AWAY_HABITS = """
import json
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage as storage
told = {}
for name, act in {
    "open": lambda: storage.open("x"), "exists": lambda: storage.exists("x"), "size": lambda: storage.size("x"),
    "save": lambda: storage.save("x", ContentFile(b"x")), "delete": lambda: storage.delete("x"),
    "list": lambda: storage.listdir("x"), "modified": lambda: storage.get_modified_time("x"),
}.items():
    try:
        told[name] = str(act())
    except OSError as error:
        told[name] = type(error).__name__
print(json.dumps(told))
"""


class StorageTests(StoreTestCase):
    def test_it_keeps_the_habits_of_a_disk(self):
        for alias, told in json.loads(self.site.shell(HABITS)).items():
            with self.subTest(alias):
                self.assertEqual(told["first"], "habits/one.txt")
                self.assertRegex(told["second"], r"^habits/one_\w{7}\.txt$")
                self.assertEqual((told["read"], told["size"], told["exists"]), ("first", 5, [True, False]))
                self.assertTrue(told["listed"])
                for act in ("open", "measure", "modified"):
                    self.assertEqual(told[act][0], "FileNotFoundError", act)
                self.assertEqual((told["delete"], told["deleted"]), (None, False))

    def test_only_public_files_have_an_address(self):
        told = json.loads(self.site.shell(HABITS))
        self.assertEqual(told["default"]["url"], "/media/habits/%D0%BE%D0%B4%D0%B8%D0%BD%20%D0%B4%D0%B2%D0%B0.txt")
        self.assertEqual(told["private"]["url"][0], "ValueError")

    def test_a_store_that_is_away_is_told_as_such_and_soon(self):
        away = Site(**{**vars(self.site), "environment": self.without_store.environment})
        begun = time.monotonic()
        told = json.loads(away.shell(AWAY_HABITS))
        self.assertEqual(told, dict.fromkeys(told, "StorageAway"))
        self.assertEqual(len(told), 7)
        self.assertLess(time.monotonic() - begun, 40)

    def test_a_store_that_refuses_is_told_as_one_that_is_away(self):
        denied = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::closed/*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [denied]}).encode()
        for path, body in (("/closed", b""), ("/closed?policy", policy)):
            asking.ask(self.store.port, path, method="PUT", body=body, headers=AS_OWNER, plain=True)
        told = self.habits_with("closed")
        self.assertEqual({name for name, what in told.items() if what != "StorageAway"}, {"list"})

    def test_a_bucket_that_is_not_there_is_told_when_something_is_stored(self):
        self.assertEqual(self.habits_with("of-nobody")["save"], "StorageAway")

    def habits_with(self, bucket: str) -> dict[str, str]:
        other = Site(**{**vars(self.site), "environment": self.site.environment | {"S3_BUCKET": bucket}})
        return json.loads(other.shell(AWAY_HABITS))


class WhileTheStoreIsAwayTests(StoreTestCase):
    def test_pages_open_and_name_their_files(self):
        for path in ("/", "/ru/", "/news/", "/news/feed.rss", "/partners/", "/sitemap.xml"):
            answer = self.ask(path, store_is_away=True)
            self.assertEqual(answer.status, 200, path)
        self.assertIn("/media/images/", self.ask("/news/", store_is_away=True).text)
        article = re.search(r'href="(/news/[\w-]+/)"', self.ask("/news/").text)[1]
        self.assertEqual(self.ask(article, store_is_away=True).status, 200)

    def test_a_picture_is_refused_in_words_and_nothing_is_left_of_it(self):
        rows, files = self.count("Image"), self.keys(PUBLIC, "images/")
        told = self.upload("purple", store_is_away=True)
        self.assertEqual(told["error"], {"message": "The picture could not be stored. Please try again later."})
        self.assertEqual((self.count("Image"), self.keys(PUBLIC, "images/")), (rows, files))
        self.assertIn("url", self.upload("purple"))

    def test_a_pdf_is_refused_beside_its_field(self):
        rows = self.count("Attachment")
        form = {"title": "Rules of the house", "file": SimpleUploadedFile("rules.pdf", SMALLEST_PDF)}
        answer = self.send("/admin/content/attachment/add/", form, store_is_away=True)
        self.assertEqual(answer.status, 200)
        self.assertIn("The file could not be stored. Please try again later.", answer.text)
        self.assertIn("Rules of the house", answer.text)
        self.assertEqual(self.count("Attachment"), rows)

    def test_the_title_of_an_attachment_changes_without_its_file(self):
        make = (
            "from opendoors.content.models import Attachment; "
            "print(Attachment.objects.create(title='Old', file='attachments/old.pdf', size=7).pk)"
        )
        address = f"/admin/content/attachment/{self.site.shell(make).strip()}/change/"
        self.assertEqual(self.send(address, {"title": "New"}, store_is_away=True).status, 302)

    def test_a_document_is_503_with_the_advice_to_come_again(self):
        address = f"/partners/documents/{self.site.shell(DOCUMENT.format(content=SMALLEST_PDF)).split()[0]}/"
        answer = self.ask(address, is_staff=True, store_is_away=True)
        self.assertEqual((answer.status, answer["Retry-After"]), (503, "30"))

    def test_a_card_is_drawn_all_the_same(self):
        page = self.ask("/news/", store_is_away=True).text
        article = self.ask(re.search(r'href="(/news/[\w-]+/)"', page)[1], store_is_away=True).text
        card = re.search(r'og:image" content="https://[^/]+(/cards/[^"]+)"', article)[1]
        answer = self.ask(card, store_is_away=True)
        self.assertEqual(answer.status, 200)
        self.assertGreater(len(answer.body), 5000)

    def test_a_picture_is_deleted_and_its_files_are_named_in_the_log(self):
        address = self.upload("orange")["url"]
        key, _files = self.files_of(address)
        answer = self.send(f"/admin/content/image/{key}/delete/", {"post": "yes"}, store_is_away=True)
        self.assertEqual(answer.status, 302)
        self.assertIn(f"removed: {address.removeprefix('/media/')}", self.without_store.log.read_text("utf-8"))

    def test_nginx_says_that_it_will_be_back_and_not_what_is_away(self):
        servers, nowhere = [self.site.servers[0].port], f"http://127.0.0.1:{free_port()}/{PUBLIC}"
        with Nginx(self.site.folder / "nginx-away", servers, bucket=nowhere) as nginx:
            answer = asking.ask(nginx.https, "/media/images/one.jpg")
        self.assertEqual((answer.status, answer["Retry-After"], answer["Cache-Control"]), (503, "10", "no-store"))
        self.assertNotIn(PUBLIC, answer.text)
