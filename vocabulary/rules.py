"""Word lists are everybody's to read on pages; the secretariat edits the words."""

import rules

from core.rules import is_secretariat

WORDS = (
    "sector",
    "solutionarea",
    "needtype",
    "stage",
    "gatecriterion",
    "focusarea",
    "goal",
    "maturity",
    "urgency",
    "pricemodel",
    "unittype",
    "headtitle",
    "country",
)

for noun in WORDS:
    rules.add_perm(f"vocabulary.view_{noun}", is_secretariat)
    rules.add_perm(f"vocabulary.add_{noun}", is_secretariat)
    rules.add_perm(f"vocabulary.change_{noun}", is_secretariat)

# A rate belongs to its day: a new one is added, an old one never changed.
rules.add_perm("vocabulary.view_exchangerate", is_secretariat)
rules.add_perm("vocabulary.add_exchangerate", is_secretariat)
