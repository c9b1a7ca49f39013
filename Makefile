# Everything a newcomer needs: `make` alone says what there is.
# Paths are relative, so that the folder may live anywhere, also under a name with spaces.

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench docs clean
.DELETE_ON_ERROR:

NEWEST := 3 3.14 3.13 3.12 3.11
OLD_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
# The first interpreter on the path that is recent enough; `make PYTHON=/some/python3.12` overrides it.
PYTHON ?= $(shell for v in $(NEWEST); do python$$v -c '$(OLD_ENOUGH)' 2>/dev/null && echo python$$v && break; done)

BIN := .venv/bin
PACKAGE := .venv/package-installed
TOOLS := .venv/tools-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help: ## Say what each target does (this list)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(PACKAGE) ## Cost the floor of Senegal, offline; the table is printed, files go to out/
	$(BIN)/socle floor SEN --out out

test: $(TOOLS) ## Run every test (those that need a browser or reference data say so when they are skipped)
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist loadgroup --no-loadscope-reorder $(ARGS)

lint: $(TOOLS) ## Check style, format, types and layers, and change nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(TOOLS) ## Rewrite the code in the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(TOOLS) ## Time the main jobs against a named peer, with memory
	$(BIN)/python -m bench $(ARGS)

docs: $(TOOLS) ## Write the reference pages from the registries
	$(BIN)/python -m tools.make_reference

clean: ## Remove what the other targets made, the virtual environment too
	rm -rf .venv out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'Socle needs Python 3.11 or later, and found none on the path.'; \
	  echo 'Install it, or say where it is: make PYTHON=/path/to/python3.12'; exit 1; } >&2
	@'$(PYTHON)' -c '$(OLD_ENOUGH)' 2> /dev/null || { echo 'Socle needs Python 3.11 or later; $(PYTHON) is older or missing.'; \
	  echo 'Say where a newer one is: make PYTHON=/path/to/python3.12'; exit 1; } >&2
	@'$(PYTHON)' -m venv .venv || { rm -rf .venv; echo 'This Python cannot make a virtual environment.'; \
	  echo 'On Debian and Ubuntu: apt-get install python3-venv'; exit 1; } >&2

$(PACKAGE): pyproject.toml | $(BIN)/python
	@echo 'Installing Socle into .venv (once)'
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --editable .
	@touch $@

$(TOOLS): $(PACKAGE)
	@echo 'Installing the tools of development into .venv (once)'
	$(PIP) install --group dev $(if $(CI),--group spark)
	@touch $@
