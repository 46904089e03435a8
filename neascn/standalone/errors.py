class StandaloneError(Exception):
    """A sentence for the person at the terminal: what is wrong, what to do."""
