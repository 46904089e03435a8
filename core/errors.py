class DomainError(Exception):
    """A rule of the portal said no. The message is translated and safe to show."""


class MoveNotAllowed(DomainError):
    """The object is not in a state from which this move exists."""


class Conflict(DomainError):
    """Somebody else saved the same thing in between; nothing was overwritten."""
