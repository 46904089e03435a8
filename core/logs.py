"""Lines of the log: what happened at which address, without the keys in it."""

import logging
import re

# What `django.core.signing` makes: payload, time where there is one, signature.
# Links that stop letters have a dot before the signature.
SIGNED = re.compile(r"[\w.-]{4,}(?::[\w-]{5,8})?:[\w-]{43}|\w{2,}\.[\w-]{43}(?![\w.-])")


def discreet(text: str) -> str:
    return SIGNED.sub("…", text)


class DiscreetFormatter(logging.Formatter):
    """Leaves signed links out: whoever reads the log could use them."""

    def format(self, record):
        return discreet(super().format(record))
