# make demo: a company to look at.  make test: all tests.  make help: the rest.
PYTHON ?= python3
RUN = $(PYTHON) -m devtools
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo stop test lint core-tests bench-finance pictures translations clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16
	@echo
	@echo "Variables: ODOO=/path/to/odoo  PORT=8100  PYTHON=python3.11  PGHOST=... PGUSER=...  ARGS='-k name -x'"

demo: ## set everything up and start the demo company (a second call takes seconds)
	@$(RUN) demo

stop: ## stop the demo server and the embedded PostgreSQL
	@$(RUN) stop

test: ## all tests and linters; a part: make test ARGS='addons/trade_crm/tests -k handover'
	@$(RUN) test $(ARGS)

lint: ## the linters alone
	@$(RUN) lint

core-tests: ## core's own tests, without and with the suite (12 minutes)
	@$(RUN) core-tests

bench-finance: ## measure profit views and reminders; SIZE=5000 for a try (default 100000)
	@$(RUN) bench-finance

pictures: ## take the README's pictures from the demo company
	@$(RUN) pictures

translations: ## export the terms of every addon and merge them into its zh_CN.po
	@$(RUN) translations

clean: ## stop all, remove what was made (.trade, the cache, databases on your server)
	@$(RUN) clean
