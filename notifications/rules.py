import rules

from core.rules import is_secretariat

# Staff see whether a notice went out, never what it says.
rules.add_perm("notifications.view_notice", is_secretariat)
