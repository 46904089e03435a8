# Every verb is in ./portal, which needs nothing but Python; make is a short name.
PYTHON ?= python3

VERBS = demo run test check fix bench drill sweep messages lock

.PHONY: help $(VERBS)

help:
	@$(PYTHON) ./portal

$(VERBS):
	@$(PYTHON) ./portal $@
