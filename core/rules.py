"""Rights of the floor, and the predicate for apps that stand below `members`."""

import rules


@rules.predicate
def is_secretariat(user):
    return user.is_authenticated and user.is_secretariat


rules.add_perm("core.view_outbox", is_secretariat)
