# Two commands do all the set-up: `make run` and `make test`. Everything goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out
EXAMPLE ?= src/plantigrade/interop/examples/after-sprains.json
# Editable, so that the commands below always run this tree.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# A file of tests stays in one process: its clips are read once.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadfile

.PHONY: setup run example test test-postgres test-all bench check audit docs words lock browser models clean help

help:
	@echo "make setup     set up and start nothing: for the commands in a terminal"
	@echo "make run       set up and start the application; prints its address"
	@echo "make example   assess the example case in the terminal, write its programme and page"
	@echo "make test      set up and run everything that CI runs"
	@echo "make test-postgres  the tests of the application on a Postgres made for them; installs Debian's where it may"
	@echo "make test-all  make test and the slow suites, with what they cover"
	@echo "make check     formatting, types, rooms, generated pages, without the tests"
	@echo "make audit     look the dependencies up among known weaknesses; needs the network"
	@echo "make bench     measure and write docs/benchmarks.md"
	@echo "make docs      write docs/rules.md, docs/traceability.md, docs/licences.md, docs/columns.md and the picture of the rooms"
	@echo "make words     collect and compile the German texts, list what lacks"
	@echo "make lock      renew the locked requirements"

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("plantigrade needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(INSTALL) --require-hashes -r requirements/run.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(INSTALL) --require-hashes -r requirements/dev.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.run

run: $(VENV)/.run
	@$(BIN)/plantigrade serve --demo-if-empty

example: $(VENV)/.run
	@$(BIN)/plantigrade demo $(EXAMPLE) --out $(OUT)

browser:
	@sh tools/browser.sh

# Without a network the tests that need the weights are skipped and say so.
models: $(VENV)/.dev
	-@$(BIN)/plantigrade models install

test: $(VENV)/.dev browser models check
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "not slow" --durations=15

# What pages do in a browser does not depend on the database.
test-postgres: $(VENV)/.dev
	sh tools/postgres.sh $(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "not slow and not browser" tests/web

test-all: $(VENV)/.dev browser models check
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) --cov --cov-report=term:skip-covered
	sh tools/postgres.sh $(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "not browser" tests/web

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/plantigrade knowledge check
	$(BIN)/python -m tools.docs --check

# A weakness that is known fails it; a machine without a network says so and passes.
audit: $(VENV)/.dev
	$(BIN)/python -m tools.audit

docs: $(VENV)/.dev
	$(BIN)/python -m tools.docs

words: $(VENV)/.dev
	$(BIN)/python -m tools.words

bench: $(VENV)/.dev
	$(BIN)/python -m tools.bench

# Extras stay in the lock: pip as old as 23.2 overlooks the pin of a package that another asks for with an extra.
lock: $(VENV)/.dev
	$(BIN)/uv pip compile pyproject.toml requirements/build.in --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-strip-extras --upgrade -q -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml requirements/build.in --extra postgres --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-strip-extras --upgrade -q -o requirements/postgres.txt
	$(BIN)/uv pip compile pyproject.toml requirements/build.in --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-strip-extras --upgrade -q -o requirements/dev.txt

clean:
	rm -rf $(VENV) $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
