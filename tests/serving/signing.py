"""Staff who have signed in to the admin through nginx, and send forms."""

import re
import time
from collections.abc import Mapping
from urllib.parse import urlencode

from tests.serving.asking import Answer
from tests.serving.hands import Hands
from tests.serving.site import Site

PASSWORD = "correct horse battery staple"
FORM = "application/x-www-form-urlencoded"


class Staff:
    def __init__(self, site: Site):
        self.site = site
        self._cookies: dict[str, str] = {}

    def ask(self, path: str, **question) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        host = self.site.url.partition("://")[2]
        answer = self.site.ask(path, host=host, **{**question, "headers": {**headers, **question.get("headers", {})}})
        for name, value in re.findall(r"(sessionid|csrftoken|messages)=([^;,\s]+)", answer["Set-Cookie"] or ""):
            self._cookies[name] = value
        return answer

    def send(self, path: str, values: Mapping[str, str]) -> Answer:
        form = self.ask(path).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
        body = urlencode({"csrfmiddlewaretoken": token, **values}).encode()
        headers = {"Origin": self.site.url, "Content-Type": FORM}
        return self.ask(path, method="POST", headers=headers, body=body)


def signed_in(site: Site, hands: Hands) -> Staff:
    """A superuser that was not there before."""
    name = f"berta{time.monotonic_ns()}"
    made = f"User.objects.create_superuser({name!r}, password={PASSWORD!r})"
    hands.do(f"from django.contrib.auth.models import User; {made}")
    staff = Staff(site)
    sent = staff.send("/admin/login/", {"username": name, "password": PASSWORD, "next": "/admin/"})
    if sent.status != 302:
        raise RuntimeError(f"{name} could not sign in: {sent.status}")
    return staff
