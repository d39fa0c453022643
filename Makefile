# `make help` lists what there is to do.  Needs Python 3.11 or newer and, for the rest, installs what is missing.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
# The exercise that `make check` plays; all of them without one.
EX ?=
# Further options, for `grader check` or for pytest.
ARGS ?=
# Test processes at a time, more than there are cores, since most tests wait; 0 runs all tests in one.
N ?= $(shell echo $$((3 * $$(nproc 2>/dev/null || echo 2))))

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

.PHONY: env
env: .venv/.ready ## Create .venv with everything in it

.venv/.ready: requirements.lock pyproject.toml hatch_build.py dev/make-venv
	@dev/make-venv

.PHONY: tools
tools: ## Install bubblewrap and strace if they are missing
	@dev/install-tools

.PHONY: check
check: env tools ## Grade the reference solution: make check EX=03_udp_chat
	@$(BIN)/grader check $(or $(EX),--all) --solution $(ARGS)

.PHONY: test
test: env tools lint ## Run every check of the project: lint and all tests
	$(BIN)/pytest -n $(N) --dist worksteal $(ARGS)

.PHONY: soak
soak: env tools ## Repeat the tests that look for rare failures, for long
	$(BIN)/pytest tests/settled tests/exercises tests/e2e tests/unit/sandbox --soak -n 0 $(ARGS)

.PHONY: lint
lint: env ## Check style, types and architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict grader
	$(BIN)/lint-imports

.PHONY: format
format: env ## Put the code into shape
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: messages
messages: env ## Collect the texts into the .po files and compile these
	@pot=$$(mktemp); trap 'rm -f "$$pot"' EXIT; \
	$(BIN)/pybabel --quiet extract --keyword=N_ --sort-by-file --add-location=file --no-wrap --project=netproc-grader \
		--version= --copyright-holder= --msgid-bugs-address= --output="$$pot" grader; \
	$(BIN)/pybabel --quiet update --input-file="$$pot" --output-dir=grader/locale --domain=grader --no-wrap \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; \
	$(BIN)/pybabel --quiet compile --directory=grader/locale --domain=grader --statistics

.PHONY: bench
bench: env tools ## Measure
	@for bench in benchmarks/check_*.py; do echo "== $$bench"; $(BIN)/python "$$bench" $(ARGS); done

.PHONY: lock
lock: ## Pin the newest releases of what pyproject.toml asks for (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock

.PHONY: build
build: env ## Build the wheel and the sdist into dist/
	$(BIN)/hatchling build

.PHONY: clean
clean: ## Remove .venv and everything that can be made again
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
