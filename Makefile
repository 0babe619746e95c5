# `make run` and `make test` do everything on a machine with Python 3.11 or later and make.
PYTHON    ?= python3
BRIEFINGS ?= briefings
QUESTION  ?= How much fuel oil did the Amber Sill lose?
PORT      ?= 7860
BIN       := .venv/bin

.PHONY: run install test test-unit lint lock clean

run: install
	$(BIN)/dossier sync "$(BRIEFINGS)"
	$(BIN)/dossier ask "$(QUESTION)"
	$(BIN)/dossier serve --port $(PORT)

install: .venv/installed

test: .venv/installed-test lint
	$(BIN)/python -m pytest -n auto

# The tests without a model, a process or a browser: seconds rather than minutes.
test-unit: .venv/installed-test
	$(BIN)/python -m pytest -n auto -m unit

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Dossier needs Python 3.11 or later; run: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

.venv/installed-test: .venv/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[eval,test]'
	@touch $@

# Rebuild constraints.txt from what pyproject.toml allows today.
lock:
	rm -rf .venv/lock && $(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet torch==2.13.0
	.venv/lock/bin/python -m pip install --quiet '.[eval,test]'
	.venv/lock/bin/python -m pip freeze --exclude dossier-briefings \
	  | sed -e 's/+cpu$$//' > constraints.txt
	rm -rf .venv/lock

clean:
	rm -rf .venv .dossier build *.egg-info
