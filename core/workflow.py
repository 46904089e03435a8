"""State machines written as tables.

An app lists its moves once. The service that guards them, the buttons on the
page and in the admin, the tests and the diagram in docs/ all read that list.
"""

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.errors import MoveNotAllowed


class Stateful(Protocol):
    state: str


class Actor(Protocol):
    def has_perm(self, perm: str, obj: object = None) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Move:
    """One arrow of the state machine.

    `reason` says that whoever makes the move is asked for one; the service
    then takes it as `reason=`. `tone` is how weighty the button looks.
    """

    name: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    permission: str
    reason: bool = False
    tone: str = ""


class Workflow:
    def __init__(self, *moves: Move) -> None:
        self.moves = {move.name: move for move in moves}

    def open_to(self, user: Actor, obj: Stateful) -> list[Move]:
        """The moves this user may make on this object now, in table order."""
        return [
            move
            for move in self.moves.values()
            if obj.state in move.sources and user.has_perm(move.permission, obj)
        ]

    def advance(self, obj: Stateful, name: str) -> Move:
        """Set the new state on the instance. Locking and saving are the caller's."""
        move = self.moves[name]
        if obj.state not in move.sources:
            raise MoveNotAllowed(
                _("“%(move)s” is not possible any more.") % {"move": move.label}
            )
        obj.state = move.target
        return move
