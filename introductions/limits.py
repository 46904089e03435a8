"""How often a minute one person may write to another side, in whatever form."""

from core import limits
from core.pages import is_post

WRITES_A_MINUTE = 10

writes = limits.a_minute(WRITES_A_MINUTE, "messages", when=is_post)
