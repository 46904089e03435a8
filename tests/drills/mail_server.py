"""A mail server that does, on demand, all that mail servers do to people."""

import asyncio
import time
from collections import Counter
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

LONG = 60


class Server:
    """`does` says how it behaves; `poison` names somebody whose letters it minds."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.does = "accept"
        self.poison: dict[str, str] = {}
        self.seconds = 0.0
        self.accepted: list[tuple[str, float]] = []
        self.controller: Controller | None = None

    # --- What it says -----------------------------------------------------------

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self._manner([address]) == "refuse":
            return "550 5.1.1 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.seconds)
        match self._manner(envelope.rcpt_tos):
            case "later":
                return "451 4.3.0 Try again later"
            case "hang":
                await asyncio.sleep(LONG)
                return "451 4.3.0 Slept"
            case "drop":
                self._keep(envelope)
                server.transport.abort()
                return "250 Nobody hears this"
        self._keep(envelope)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        if self.does == "hang at the goodbye":
            await asyncio.sleep(LONG)
        return "221 Bye"

    def _manner(self, recipients: list[str]) -> str:
        return self.poison.get(recipients[0], self.does)

    def _keep(self, envelope) -> None:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.accepted.append((letter["Message-ID"], time.monotonic()))

    # --- What it got ------------------------------------------------------------

    @property
    def ids(self) -> set[str]:
        return {message_id for message_id, _at in self.accepted}

    @property
    def repeated(self) -> int:
        """Letters that it accepted a second time, under the same Message-ID."""
        counted = Counter(message_id for message_id, _at in self.accepted)
        return sum(count - 1 for count in counted.values())

    # --- Up and down ------------------------------------------------------------

    def up(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def down(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None
