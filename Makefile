# Needs Python 3.11 or newer, git and make; everything else goes into $(VENV).
#   make demo    play in ./waltz-demo          make check   everything a change must pass
#   make test    run the tests                 make bench   how fast it is

VENV   := .venv
BIN    := $(VENV)/bin
PYTHON :=
# Tests that share what is dear to make are one group each, for one process.
APART  := -n auto --dist loadgroup
PYTEST := $(BIN)/python -m pytest $(APART)

# Byte code halves the time to the first prompt: pip and Python shall write it.
unexport PYTHONDONTWRITEBYTECODE

# Every document of the corpus and every mutant: they cover nothing that smaller tests do not, and
# take twice as long when it is counted. `make test` runs them.
SWEEPS := tests/drafters/test_plan_corpus.py tests/drafters/test_plan_citations.py \
  tests/drafters/test_crud_mutants.py tests/sources/test_readers_on_corpus.py

.PHONY: demo test check bench clean

demo: $(VENV)/.demo
	@$(BIN)/waltz demo waltz-demo

test: $(VENV)/.dev
	@$(PYTEST)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/deptry .
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(APART) $(SWEEPS:%=--ignore=%)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --include='agent/core/*' --fail-under=100
	$(BIN)/coverage report --fail-under=95

bench: $(VENV)/.dev
	@$(BIN)/python bench/run.py

clean:
	rm -rf $(VENV)

# Stamps: what is installed is installed again only when pyproject.toml changes.
$(VENV)/.demo $(VENV)/.dev: $(VENV)/.%: $(VENV)/.made pyproject.toml
	@echo "Installing Waltz ($*) into $(VENV), once" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@

$(VENV)/.made:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	  python=; \
	done; \
	test -n "$$python" || { \
	  echo "Waltz needs Python 3.11 or newer: install it, or say make PYTHON=/its/path" >&2; \
	  exit 1; }; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv is incomplete: install python3-venv (apt, dnf), then again" >&2; \
	  exit 1; }; \
	$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || "$$python" -m venv --clear $(VENV)
	@touch $@
