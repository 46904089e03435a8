import rules

from core.rules import is_secretariat

rules.add_perm("matching.view_meanset", is_secretariat)
