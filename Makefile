# Needs make and Python 3.11 or newer with pip; everything else goes into .venv, made from pyproject.toml when missing.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint bench

demo: .venv/.product
	rm -rf demo
	$(BIN)/ordermill demo demo

test: .venv/.with-test
	$(BIN)/python -m pytest -n 2 --dist worksteal --durations=10

lint: .venv/.with-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/.with-bench
	$(BIN)/python -m benchmarks

# Debian ships Python without ensurepip unless python3-venv is installed: then the pip at hand fills the new environment.
$(BIN)/python:
	$(PYTHON) -m venv .venv || { $(PYTHON) -m venv --clear --without-pip .venv && $(PYTHON) -m pip --quiet --python $@ install pip; }

.venv/.product: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip --quiet --disable-pip-version-check install --editable .
	touch $@

.venv/.with-%: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip --quiet --disable-pip-version-check install --editable '.[$*]'
	touch $@
