"""A client whose requests go through the page cache, as those of a server do."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test.client import Client, ClientHandler

from opendoors.content.caching.front import Front
from opendoors.content.caching.generations import generations

MEMORY = 64 * 1024**2


class WarmHandler(ClientHandler):
    def __init__(self, memory=MEMORY):
        super().__init__(enforce_csrf_checks=False)
        self.made = 0  # answers that were not from memory
        self.front = Front(self._django, generations, memory)

    def _django(self, environ, start_response):
        self.made += 1
        response = super().__call__(environ)
        response.close = lambda: None  # as the parent has done, with the connection of the test left open
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return response

    def __call__(self, environ):
        told = []
        answer = self.front(environ, lambda *status_and_headers: told.append(status_and_headers))
        [(status, headers)] = told
        if isinstance(answer, HttpResponseBase):
            for name, value in headers:
                if name != "Set-Cookie":
                    answer.headers[name] = value
            return answer
        response = HttpResponse(b"".join(answer), status=int(status[:3]), headers=dict(headers))
        response.wsgi_request = WSGIRequest(environ)
        return response


class WarmClient(Client):
    """`made` counts the answers that were not from memory; `pages` is what is kept."""

    def __init__(self, memory=MEMORY, **defaults):
        super().__init__(**defaults)
        self.handler = WarmHandler(memory)

    @property
    def made(self):
        return self.handler.made

    @property
    def pages(self):
        return self.handler.front.pages


class WarmMixin:
    """For a TestCase: `self.client` keeps pages, and nothing that other processes write makes it forget them."""

    client_class = WarmClient

    def __call__(self, result=None):
        with TemporaryDirectory() as folder:
            usual, generations.path = generations.path, Path(folder, "generation")
            generations.forget()
            try:
                super().__call__(result)
            finally:
                generations.path = usual
                generations.forget()

    def written(self):
        """What is written inside is committed at its end, as far as anybody is told."""
        return self.captureOnCommitCallbacks(execute=True)
