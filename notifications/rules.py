import rules

from core.rules import is_secretariat

# Staff see whether a letter went out, never what it says.
for model in ("notice", "digest", "letter"):
    rules.add_perm(f"notifications.view_{model}", is_secretariat)
rules.add_perm("notifications.send_again", is_secretariat)
