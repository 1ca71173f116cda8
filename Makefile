# `make help` lists the targets. Nothing needs to be prepared but git, make and Python 3.11.
.DEFAULT_GOAL := help
.PHONY: help demo serve test slow lint format golden docs bench screens coverage audit build clean
MAKEFLAGS += --no-print-directory

UV := tools/uv
RUN := $(UV) run --locked --all-extras
WORKERS ?= 2
PORT ?= 8123
# The machine's own Python, never one fetched behind the user's back.
export UV_PYTHON_DOWNLOADS ?= never

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: ## publish the example budget in every format into out/
	@$(UV) sync --quiet --locked --no-dev --inexact
	@$(UV) run --quiet --no-sync yusuan demo
	@echo '命令行在 .venv/bin/yusuan（例如 .venv/bin/yusuan --help）'

serve: ## the working place with the example county and its users, on this machine only (PORT=8123)
	@$(UV) sync --quiet --locked --no-dev --inexact --extra web
	@exec $(UV) run --quiet --no-sync yusuan serve --demo --home out/place --host 127.0.0.1 --port $(PORT)

test: lint ## format, lint, types, layers, docs drift, and all tests but the slow ones
	@tools/install-test-system.sh
	$(RUN) pytest -n $(WORKERS) -m "not slow"

slow: ## the tests marked slow; CI runs them after `make test`
	@tools/install-test-system.sh
	$(RUN) pytest -n $(WORKERS) -m slow

lint: ## the part of `make test` that needs no test: format, lint, types, layers, docs drift
	@$(UV) sync --quiet --locked --all-extras
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports --no-cache
	$(RUN) python tools/docs.py --check

format: ## let ruff format and repair what it can
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

golden: ## rewrite the golden files; a person reads the diff
	YUSUAN_GOLDEN=write $(RUN) pytest tests/golden -p no:randomly
	git --no-pager diff --stat -- tests/golden

docs: ## rewrite the parts of the documentation that the code knows
	$(RUN) python tools/docs.py

bench: ## measure speed and memory
	$(RUN) --group bench pytest benchmarks --benchmark-enable -p no:randomly -p no:xdist

screens: ## pictures of every page of the working place, into docs/screens
	@tools/install-test-system.sh
	$(RUN) python -m tests.web.place.screens

coverage: ## branch coverage, by layer
	@$(UV) sync --quiet --locked --all-extras
	$(RUN) pytest -n $(WORKERS) --cov --cov-report=json:out/coverage.json --cov-report=
	$(RUN) python tools/coverage_floor.py out/coverage.json

audit: ## known weaknesses of what uv.lock names; asks api.osv.dev, so it needs the network and a recent uv
	@$(UV) audit --locked --preview-features audit-command

build: ## the wheel, the source archive and yusuan.pyz (one file to start), into dist/
	$(UV) build --quiet --out-dir dist
	@$(RUN) python tools/single_file $(SINGLE)

clean: ## remove what these commands wrote, keep the environment
	rm -rf out dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks
