# Every target does what it needs first, so any of them works on a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes
# face-recognition-models exists as source only; it is built without isolation, by the locked setuptools.
FROM_WHEELS := --only-binary :all: --no-binary face-recognition-models --no-build-isolation

.DEFAULT_GOAL := help

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/setuptools.txt: requirements.lock | $(BIN)/python
	awk '/^[a-z]/{keep=/^setuptools==/} keep' requirements.lock > $@

$(VENV)/installed: requirements.lock pyproject.toml $(VENV)/setuptools.txt
	$(PIP) -r $(VENV)/setuptools.txt
	$(PIP) $(FROM_WHEELS) -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/installed-test: requirements-test.lock $(VENV)/installed
	$(PIP) $(FROM_WHEELS) -r requirements-test.lock
	touch $@

$(VENV)/installed-bench: requirements-bench.lock $(VENV)/installed-test
	$(PIP) $(FROM_WHEELS) -r requirements-bench.lock
	touch $@

lock: ## renew the requirements files (needs uv)
	@echo dlib > $(VENV)/excludes.txt
	uv pip compile pyproject.toml $(LOCK) -o requirements.lock
	uv pip compile pyproject.toml --extra test -c requirements.lock $(LOCK) -o requirements-test.lock
	uv pip compile pyproject.toml --extra test --extra bench -c requirements-test.lock $(LOCK) -o requirements-bench.lock
LOCK := --quiet --generate-hashes --excludes $(VENV)/excludes.txt --python-version 3.11 --no-header --no-emit-index-url --no-annotate

.PHONY: help lock
