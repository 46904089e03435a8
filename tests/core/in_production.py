"""Asks a portal in a process of its own, with settings from its environment.

`python -m tests.core.in_production PATH…` prints for each path the status, the
headers and the cookies as JSON.
"""

import json
import sys

import django
from django.conf import settings
from django.test import Client


def main(paths: list[str]) -> None:
    # Static files are not collected for tests.
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    django.setup()
    client = Client(HTTP_HOST=settings.SITE_HOST, raise_request_exception=False)
    answers = {}
    for path in paths:
        response = client.get(path, secure=settings.HTTPS)
        answers[path] = {
            "status": response.status_code,
            "headers": dict(response.headers),
            "cookies": {
                name: {key: value for key, value in cookie.items() if value}
                for name, cookie in response.cookies.items()
            },
            "body": response.content.decode(errors="replace")
            if not response.streaming
            else "",
        }
    print(json.dumps(answers))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
