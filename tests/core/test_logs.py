"""A log tells what happened, not how to get in."""

import logging

from django.core import signing

from core.logs import DiscreetFormatter


def line(message: str, *args) -> str:
    record = logging.LogRecord("django.request", 30, "", 0, message, args, None)
    return DiscreetFormatter("{levelname} {message}", style="{").format(record)


def test_a_signed_link_is_left_out():
    word = signing.dumps([123, 4], salt="tests")

    assert line("Not Found: %s", f"/en/members/join/a/{word}/status/") == (
        "WARNING Not Found: /en/members/join/a/…/status/"
    )


def test_a_signed_link_without_a_time_is_left_out():
    word = signing.Signer(salt="tests").sign_object([12, 1])

    assert line("Gone: %s", f"/en/office/accept/{word}/") == (
        "WARNING Gone: /en/office/accept/…/"
    )


def test_everything_else_is_told():
    message = "Not Found: /en/needs/12/ at 10:20:30, redis://host:6379/0"

    assert line(message) == f"WARNING {message}"


def test_a_signed_link_with_a_dot_is_left_out():
    word = signing.Signer(salt="tests", sep=".").sign("n7")

    assert line("Gone: %s", f"/en/account/notices/stop/{word}/") == (
        "WARNING Gone: /en/account/notices/stop/…/"
    )
