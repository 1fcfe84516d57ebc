"""Waits until the application server on PORT answers that it is well: what `systemctl start` and `restart` wait for."""

import http.client
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from opendoors.settings import ALLOWED_HOSTS

PATIENCE = 50  # seconds; TimeoutStartSec of the unit is longer


def is_well(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/", headers={"Host": ALLOWED_HOSTS[0].lstrip(".")})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main(port: int) -> int:
    end = time.monotonic() + PATIENCE
    while not is_well(port):
        if time.monotonic() > end:
            sys.stderr.write(f"Port {port} does not answer that it is well.\n")
            return 1
        time.sleep(0.2)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
