"""An application that answers as it is told by the question, and tells what it was asked: what nginx does shows by it.

    /any/path?accel=1&header=Name:Value&wait=50&status=503&encoded=1

Each answer has a number of its own, so two with the same number were made once. `accel=1` allows nginx to keep it, as
the site does; `encoded` compresses it as asked for. A header X-Status outdoes the status in the address.
"""

import gzip
import itertools
import json
import os
import time
from urllib.parse import parse_qs

NUMBERS = itertools.count(1)


def application(environ, start_response):
    asked = {name: values for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    time.sleep(int(asked.get("wait", ["0"])[0]) / 1000)
    headers = [("Content-Type", "application/json"), *(tuple(line.split(":", 1)) for line in asked.get("header", []))]
    if "accel" in asked:
        headers.append(("X-Accel-Expires", "@1"))
    told = {
        "number": f"{os.getpid()}-{next(NUMBERS)}",
        "method": environ["REQUEST_METHOD"],
        "received": len(environ["wsgi.input"].read()),
        "headers": {name: value for name, value in environ.items() if name.startswith("HTTP_")},
        "long enough to be compressed": "x" * 2000,
    }
    body = json.dumps(told).encode()
    if "encoded" in asked and environ.get("HTTP_ACCEPT_ENCODING") == "gzip":
        body = gzip.compress(body)
        headers.append(("Content-Encoding", "gzip"))
    status = environ.get("HTTP_X_STATUS") or asked.get("status", ["200"])[0]
    start_response(f"{status} Told", [*headers, ("Content-Length", str(len(body)))])
    return [body]
