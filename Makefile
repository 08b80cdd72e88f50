# Every command of the project; `make help` lists them. Needs make and Python 3.11 or newer, nothing else.

# The Python that makes .venv: the first fit one of these, or the one given as `make PYTHON=/path/to/python …`.
PYTHON :=
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11 python
# Where `make serve` listens.
ADDR := 127.0.0.1:8000
# What `make changes` compares with.
BASE := HEAD
# More words for the command a target runs: `make test ARGS="-k links"`, `make lock ARGS=--upgrade`.
ARGS :=

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet
SITE_DEPS := $(VENV)/.site-deps
TEST_DEPS := $(VENV)/.test-deps
# What npm brings: the Nu checker, HTML_CodeSniffer, Lighthouse.
OTHERS := tests/others/node_modules/.package-lock.json

# Settings of the caller's shell that would change what is installed or imported.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PIP_TARGET PIP_PREFIX PIP_USER PIP_REQUIRE_VIRTUALENV PIP_CONSTRAINT
export PYTHONUTF8 := 1
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help same-python serve build bench due verify watch zensical grades ledger changes mutate release pdf archive test test-others lighthouse lint install install-test shots lock licences clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(SITE_DEPS) ## Preview the site; reloads when a page or a record changes
	@$(PY) -c 'import socket, sys; host, port = sys.argv[1].rsplit(":", 1); socket.create_server((host, int(port))).close()' \
	  $(ADDR) 2>/dev/null || { echo "$(ADDR) is taken or is no address. Stop what listens there, or choose another:" \
	  "make serve ADDR=127.0.0.1:8001" >&2; exit 1; }
	@echo "The address follows once the site is built, in half a minute. Stop it with Ctrl-C."
	@$(PY) -m mkdocs serve --strict --dev-addr $(ADDR) $(ARGS)

build: $(SITE_DEPS) ## Build site/, strictly; a build that fails leaves the last good one
	@$(PY) -m mkdocs build --strict $(if $(filter build,$(MAKECMDGOALS)),$(ARGS))

grades: $(SITE_DEPS) ## Count the numbers by how well they are known (ARGS=--list names those that are not)
	@$(PY) -m tools.grades $(ARGS)

ledger: build ## After a page or a record was added: write its addresses into data/addresses.lock
	@$(PY) -m tools.ledger site

changes: $(SITE_DEPS) ## List the values that differ from another state: make changes BASE=main
	@$(PY) -m tools.changes $(BASE) $(ARGS)

verify: $(SITE_DEPS) ## Run every rule on data and pages, offline, and say what was checked
	@$(PY) -m tools.verify

due: $(SITE_DEPS) ## List what is due today: re-checks, lists, drafts (ARGS=2027-01-31 for another day)
	@$(PY) -m tools.due $(ARGS)

watch: $(SITE_DEPS) ## Look at every source's address and for the next list, over the network (ARGS=list for one of them)
	@$(PY) -m tools.watch $(ARGS)

release: $(SITE_DEPS) ## Write the data's release into data/releases/, as data/edition.yml dates it
	@$(PY) -m tools.release

pdf: build $(TEST_DEPS) ## Make a PDF of the whole work and PNGs of the charts, with links, in site/ (minutes; needs a Chinese font)
	@$(PY) -m tools.pdf site

archive: build ## Pack site/ as .build/site-<version>.tar.gz, to attach to a release (make pdf archive: with its PDF)
	@$(PY) -m tools.archive pack site .build
# Building anew takes the PDF away, so it is made in the same run, and first.
ifneq (,$(filter pdf,$(MAKECMDGOALS)))
archive: pdf
endif

test: $(TEST_DEPS) ## Run every test: data, macros, built pages, browser
	@$(PY) -m tools.browser
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

test-others: $(TEST_DEPS) $(OTHERS) ## Test in Firefox and WebKit and with two checkers (needs Node.js, Java, both browsers)
	@$(PY) -m pytest tests/others $(ARGS)

lighthouse: build $(TEST_DEPS) $(OTHERS) ## Ask Lighthouse about ten kinds of pages (needs Node.js; ARGS="--times 1 index" for a look)
	@$(PY) -m tools.lighthouse $(ARGS)

mutate: $(TEST_DEPS) ## Damage the data and count what the rules catch, by field (long; ARGS="--each 3" for a look)
	@$(PY) -m tools.mutate $(ARGS)

lint: $(TEST_DEPS) ## Look over the Python code
	@$(PY) -m ruff check $(ARGS) macros tests tools

bench: $(TEST_DEPS) ## Measure the build against plain Material, and how it grows (long; ARGS="--times 1" for a look)
	@$(PY) -m tools.bench $(ARGS)

zensical: build $(TEST_DEPS) ## Build the same sources with Zensical and list where its pages differ
	@$(PY) -m tools.zensical_build $(ARGS)

shots: build $(TEST_DEPS) ## Take pictures of the pages in tests/pages.txt, into .shots/
	@$(PY) -m tools.shots $(ARGS)

install: $(SITE_DEPS) ## Install what the site needs, into .venv/

install-test: $(TEST_DEPS) ## Install what the tests need too, a Chromium included
	@$(PY) -m tools.browser

lock: $(TEST_DEPS) ## Pin pyproject.toml's lists anew (ARGS=--upgrade for the newest releases)
	@$(PY) -m tools.lock $(ARGS)

licences: $(TEST_DEPS) ## List the licences of what is installed, in LICENSES/dependencies.md
	@$(PY) -m tools.licences

clean: ## Delete everything that can be made again
	rm -rf $(VENV) tests/others/node_modules .bench .build .shots site .site-* .pytest_cache .hypothesis .ruff_cache

$(SITE_DEPS): requirements.lock | $(PY) same-python
	@echo "Installing what the site needs into $(VENV)/ (once, about a minute) …"
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

$(TEST_DEPS): requirements-test.lock requirements.lock | $(PY) same-python
	@echo "Installing what the site and its tests need into $(VENV)/ (once, a minute or two) …"
	@$(PIP) --require-hashes -r requirements.lock -r requirements-test.lock
	@touch $@ $(SITE_DEPS)

$(OTHERS): tests/others/package.json tests/others/package-lock.json tests/others/.npmrc
	@command -v npm >/dev/null || { echo "npm is missing: apt-get install nodejs npm" >&2; exit 1; }
	@echo "Installing what npm brings into tests/others/node_modules/ (once) …" >&2
	@cd tests/others && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
	@touch $@

# Another Python than the one .venv was made with is refused, not passed over.
same-python: | $(PY)
ifneq (,$(PYTHON))
	@version='import sys; print(sys.version, sys.base_prefix)'; \
	if [ "$$("$(PYTHON)" -c "$$version")" != "$$($(PY) -c "$$version")" ]; then \
	  echo "$(VENV) was made with another Python than $(PYTHON). Run make clean, then this again." >&2; exit 1; \
	fi
endif

# `ensurepip` is what Debian and Ubuntu leave out of python3 and put into python3-venv.
$(PY):
	@for python in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
	  if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    exec "$$python" -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "No fit Python found (tried: $(if $(PYTHON),$(PYTHON),$(CANDIDATES)))." >&2; \
	echo "Install Python 3.11 or newer with its venv module (on Debian and Ubuntu: python3 and python3-venv)," >&2; \
	echo "or name one: make PYTHON=/path/to/python3.12 …" >&2; \
	exit 1
