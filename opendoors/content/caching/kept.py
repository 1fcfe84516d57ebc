"""What a view says of its answers: they are the same for everybody without a session."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from opendoors.content import clock
from opendoors.content.caching.snapshots import snapshot

View = Callable[..., HttpResponse]
MAY_BE_KEPT = "opendoors.may_be_kept"  # in the WSGI environment of a request that was not answered from memory
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")


def kept(parameters: Iterable[str] | Callable[[HttpResponse], Iterable[str]] = ()) -> Callable[[View], View]:
    """The front may keep answers of this view, made in one state of the database and of the clock.

    Outermost of its decorators. `parameters`: all names that it reads from the address, or what tells them by an
    answer. An address with any other is answered, and not kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.META.get(MAY_BE_KEPT):
                return view(request, *args, **kwargs)
            for name in CONDITIONS:  # the front answers them
                request.META.pop(name, None)
            with snapshot(), clock.at(clock.now()):  # in this order: what is known is of this moment or before
                response = view(request, *args, **kwargs)
                if hasattr(response, "render"):
                    response.render()
            known = parameters(response) if callable(parameters) else parameters
            response.may_be_kept = response.status_code == 200 and set(request.GET) <= set(known)
            return response

        return keeping

    return decorate
