# Everything from nothing but python3 (3.11 or newer) and make. `make help` lists the targets.

PYTHON ?= python3
# A folder with gold sets (NAME.reports.jsonl, NAME.gold.jsonl); where it is absent, only the
# project's own examples are scored.
GOLD ?= ../shared/gold
# Test processes.
JOBS ?= 2

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev
TRAIN := $(VENV)/.installed-train
DEMO := build/demo
MODULES := frontend/node_modules/.package-lock.json
BUILT := src/armsledger/web/static/built/desk.js
LEDGER := $(DEMO)/ledger.db
ARMSLEDGER := $(BIN)/armsledger --ledger $(LEDGER)

# No lock file may hold an address, whatever the machine that compiled it is set to.
COMPILE := UV_PYTHON_DOWNLOADS=never uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate

# What is learned from. The dev reports are never among them: they measure. The five founding reports
# are learned from by the main model, so their own figures are no measure of unseen reports.
FOUNDING = --corpus $(GOLD)/seeds.reports.jsonl $(GOLD)/seeds.gold.jsonl
CORPORA = $(foreach name,train passages,--corpus $(GOLD)/$(name).reports.jsonl $(GOLD)/$(name).gold.jsonl)

SUPPORT = --support build/corpus/corpus.reports.jsonl build/corpus/corpus.gold.jsonl

LEARNED_FROM = $(CORPORA) $(FOUNDING) $(SUPPORT) --aliases $(GOLD)/aliases.json

# The encoder's networks, one for each fold. What is there is not taught again: make clean.
ENCODERS := build/encoders

# Whether there is Node, new enough, with npm.
HAS_NODE := { command -v npm >/dev/null && node -e 'process.exitCode = +(parseInt(process.versions.node) < 20)' 2>/dev/null; }

export ARMSLEDGER_GOLD := $(GOLD)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test soak check format lint types layers addresses gate docs bench train \
	figures lock clean distclean assets scripts ablation

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */\1\t/' | expand -t 12

setup: $(RUNTIME) assets  ## make .venv with the locked dependencies and the armsledger command
	@echo "Ready: $(BIN)/armsledger"

# The desk works without its scripts; so what cannot be built here is said and is no failure.
assets:  ## build the desk's scripts, where there is Node
	@if ! $(HAS_NODE); then echo "No Node 20 with npm here: the desk's scripts are not built. The desk works without them, more slowly."; \
	else $(MAKE) -s --no-print-directory $(BUILT) || echo "npm could not build the desk's scripts (see above). The desk works without them, more slowly."; fi

scripts:  ## test the desk's scripts, where there is Node
	@if $(HAS_NODE); then $(MAKE) -s --no-print-directory $(BUILT) && cd frontend && npm test --silent; \
	else echo "No Node 20 with npm here: the desk's scripts are not tested."; fi

demo: $(RUNTIME) assets  ## read the example reports, print their register, write their dossier
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@echo "Reading examples/reports into $(LEDGER) (one of the files is broken on purpose):"
	@$(ARMSLEDGER) add examples/reports
	@echo
	@$(ARMSLEDGER) deals
	@$(ARMSLEDGER) export html -o $(DEMO)/dossier
	@echo
	@echo "The same with all its evidence, as pages: open $(DEMO)/dossier/index.html in a browser."
	@echo "The desk, to search, correct and add: $(ARMSLEDGER) serve"
	@echo "One deal with its evidence here: $(ARMSLEDGER) deal rus-tur-s-400"

# Tests start the program dozens of times: it is compiled once, whatever the machine is set to.
test: $(DEV) assets  ## run the test-suite
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not slow" $(PYTEST_ARGS)

soak: $(DEV)  ## run the long tests
	@$(BIN)/python -m pytest -m slow $(PYTEST_ARGS)

check: format lint types layers addresses scripts test gate docs  ## all that CI runs

format: $(DEV)
	@$(BIN)/ruff format --check --quiet . || \
		{ echo "run: $(BIN)/ruff format ."; exit 1; }

lint: $(DEV)
	@$(BIN)/ruff check --quiet .

types: $(DEV)
	@$(BIN)/mypy

layers: $(DEV)
	@$(BIN)/lint-imports

addresses:
	@! grep -n -e '://' -e '"resolved"' requirements/*.txt frontend/package-lock.json || { echo "a lock file holds an address: make lock"; exit 1; }

gate: $(DEV)  ## score the extraction; no figure may fall below eval/baseline.json
	@$(BIN)/python eval/gate.py --gold $(GOLD)

figures: $(DEV)  ## write the accuracy table of the README from eval/baseline.json
	@$(BIN)/python eval/figures.py

ablation: $(DEV)  ## write the table of docs/methods/ablation.md (pieces: ABLATION_ARGS="--row rules")
	@$(BIN)/python corpus/read_corpus.py corpus/*.txt --out build/corpus
	@OMP_NUM_THREADS=1 $(BIN)/python eval/ablation.py $(LEARNED_FROM) --encoders $(ENCODERS) \
		$(ABLATION_ARGS)

docs: $(DEV)  ## build the documentation into site/
	@$(BIN)/mkdocs build --strict --quiet

bench: $(DEV)  ## run the benchmarks into benchmarks/results/
	@$(BIN)/python benchmarks/run_all.py $(BENCH_ARGS)

train: $(TRAIN)  ## learn the data files of the extractor anew from the corpus and the gold set
	@$(BIN)/python corpus/read_corpus.py corpus/*.txt --out build/corpus
	@$(BIN)/python eval/train_encoder.py $(LEARNED_FROM) --folder $(ENCODERS)
	@OMP_NUM_THREADS=1 $(BIN)/python eval/train.py $(LEARNED_FROM) --encoders $(ENCODERS)
	@$(BIN)/python eval/train_attach.py $(CORPORA) $(SUPPORT)
	@$(BIN)/python eval/train_told.py $(CORPORA) $(SUPPORT) --encoders $(ENCODERS)
	@OMP_NUM_THREADS=1 $(BIN)/python eval/ablation.py $(LEARNED_FROM) --encoders $(ENCODERS) \
		--row all
	@$(BIN)/python eval/calibrate.py learn build/ablation/all.jsonl --aliases $(GOLD)/aliases.json \
		$(foreach name,train passages seeds,--gold $(GOLD)/$(name).gold.jsonl)

lock:  ## compile requirements/*.txt from requirements/*.in (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: $(BIN)/python -m pip install uv"; exit 1; }
	@$(COMPILE) requirements/runtime.in -o requirements/runtime.txt
	@$(COMPILE) requirements/dev.in -o requirements/dev.txt
	@$(COMPILE) --overrides requirements/train-without.in requirements/train.in -o requirements/train.txt
	@$(MAKE) --no-print-directory addresses

clean:  ## remove what was built, but not .venv
	@rm -rf src/armsledger/web/static/built
	@rm -rf build dist site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

distclean: clean
	@rm -rf $(VENV) frontend/node_modules

$(VENV)/pyvenv.cfg:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) --version 2>&1); Arms Ledger needs Python 3.11 or newer. Name one: make PYTHON=python3.12"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make environments: install its venv module (Debian: apt install python3-venv)"; exit 1; }

# The stamps are written last: an interrupted installation is taken up again.
$(RUNTIME): requirements/runtime.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing the locked dependencies (a minute or two the first time)"
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing the locked dependencies of tests and checks (some minutes the first time)"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME) $@

$(MODULES): frontend/package.json frontend/package-lock.json
	@echo "Installing the locked packages of the desk's scripts"
	@cd frontend && npm ci --silent
	@touch $@

$(BUILT): $(MODULES) frontend/build.mjs $(wildcard frontend/src/*)
	@cd frontend && npm run --silent build

$(TRAIN): requirements/train.txt $(DEV)
	@echo "Installing what teaches the encoder (some minutes the first time)"
	@$(PIP) install --no-deps --require-hashes -r requirements/train.txt
	@touch $@
