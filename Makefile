# Every target does what it needs first, so any of them works on a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes
# face-recognition-models exists as source only; it is built without isolation, by the locked setuptools.
FROM_WHEELS := --only-binary :all: --no-binary face-recognition-models --no-build-isolation
TESTS ?= tests
WORKERS ?= 2
# Kept even where the machine says otherwise: the tests start hundreds of processes, and each would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(VENV)/installed ## virtual environment, locked packages, model weights
	@$(BIN)/likeness models fetch

demo: install ## real checks of sample pictures, then the pages at http://localhost:8000 (SERVE=0: only the table)
	@$(BIN)/likeness demo $(if $(filter 0 no false,$(SERVE)),--no-serve)

serve: install ## the pages of the instance in $LIKENESS_HOME, or ./instance
	@$(BIN)/likeness init
	@$(BIN)/likeness serve

test: install $(VENV)/installed-test ## every promise, at most ten minutes on two cores
	@$(BIN)/pytest -n $(WORKERS) -m "not trial" --dist worksteal $(TESTS)

test-fast: install $(VENV)/installed-test ## what needs neither browser, data nor PostgreSQL, under a minute
	@$(BIN)/pytest -n $(WORKERS) -m "not (slow or browser or data or postgres or trial)" --dist worksteal $(TESTS)

trials: install $(VENV)/installed-test ## the long ones: kills, hostile files, large logs, properties with many examples
	@$(BIN)/pytest -m "trial or hypothesis" --hypothesis-profile trials --timeout 3600 $(TESTS)

coverage: install $(VENV)/installed-test ## which branches no test takes; fails below the floor in pyproject.toml
	@$(BIN)/pytest -n $(WORKERS) -m "not trial" --dist worksteal --cov --cov-report term \
	  $(if $(filter tests,$(TESTS)),,--cov-fail-under=0) $(TESTS)

measure: install $(VENV)/installed-test ## renew tests/slow.txt: which tests are slow on a quiet machine
	@$(BIN)/pytest -n $(WORKERS) -m "not trial" --dist worksteal --measure $(TESTS)

dist: $(VENV)/installed ## wheel and source archive in dist/, for: pip install dist/*.whl
	@$(BIN)/python scripts/make_dist.py

lint: $(VENV)/installed-test ## style, types, spelling, templates, dependencies, dead code, the walls between the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint templates --quiet
	$(BIN)/codespell
	$(BIN)/deptry .
# of variables and attributes it cannot tell which are read: columns, fields of documents, what a library looks at
	@! $(BIN)/vulture | grep -vE 'unused (variable|attribute)'

bench: install $(VENV)/installed-bench ## us and the alternatives side by side in one run
	@for name in decide startup decoding picture index gallery hidden asking ledger; do echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done

bench-faces: install $(VENV)/installed-bench ## error of the face decision on pictures of yours: LFW=folder PROTOCOL=file
	@for name in lfw held_out product; do \
	  echo "== $$name"; $(BIN)/python -m benchmarks.$$name --lfw "$(LFW)" --protocol "$(PROTOCOL)" || exit 1; done

prove: install $(VENV)/installed-test ## every rule deleted or loosened, every condition mutated: which tests notice
	$(BIN)/python scripts/prove_rules.py
	$(BIN)/python scripts/mutate_conditions.py

pictures: install $(VENV)/installed-bench ## draw the demo's people, shots and films, and speak its lines, once more
	$(BIN)/python scripts/make_demo_people.py
	$(BIN)/python scripts/make_demo_shots.py
	$(BIN)/python scripts/draw_film.py
	$(BIN)/python scripts/make_demo_voices.py
	$(BIN)/python scripts/draw_lines.py

clean: ## remove what was built; instances and their keys stay
	rm -rf $(VENV) build dist *.egg-info mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making the virtual environment in $(VENV)" >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/setuptools.txt: requirements.lock | $(BIN)/pip
	@awk '/^[a-z]/{keep=/^setuptools==/} keep' requirements.lock > $@

$(VENV)/installed: requirements.lock pyproject.toml $(VENV)/setuptools.txt
	@echo "Installing the locked packages (about a minute)" >&2
	@$(PIP) -r $(VENV)/setuptools.txt
	@$(PIP) $(FROM_WHEELS) -r requirements.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-test: requirements-test.lock $(VENV)/installed
	@echo "Installing what the tests need" >&2
	@$(PIP) $(FROM_WHEELS) -r requirements-test.lock
	@touch $@

$(VENV)/installed-bench: requirements-bench.lock $(VENV)/installed-test
	@echo "Installing what the benchmarks need" >&2
	@$(PIP) $(FROM_WHEELS) -r requirements-bench.lock
	@touch $@

LOCK := --quiet --generate-hashes --excludes $(VENV)/excludes.txt --python-version 3.11 --no-header --no-emit-index-url --no-annotate
lock: ## renew the requirements files (needs uv)
	@echo dlib > $(VENV)/excludes.txt
	uv pip compile pyproject.toml $(LOCK) -o requirements.lock
	uv pip compile pyproject.toml --extra test -c requirements.lock $(LOCK) -o requirements-test.lock
	uv pip compile pyproject.toml --extra test --extra bench -c requirements-test.lock $(LOCK) -o requirements-bench.lock

.PHONY: help install demo serve test test-fast trials coverage measure dist lint bench bench-faces prove pictures clean lock
