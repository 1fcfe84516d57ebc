# `make run` and `make test` need only Python 3.11 or later and make; everything else explains itself below.

PORT ?= 8000
VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
DEVELOPING := $(VENV)/.developing
VNU := tests/tools/vnu/node_modules/.package-lock.json
JSONFEED := tests/tools/jsonfeed/node_modules/.package-lock.json
SITEMAPS := tests/tools/sitemaps/node_modules/.package-lock.json
LIGHTHOUSE := tests/tools/lighthouse/node_modules/.package-lock.json
# Whoever names the account in the environment (a script, usually) has no phone to sign in with.
NO_PHONE := $(if $(and $(DJANGO_SUPERUSER_USERNAME),$(DJANGO_SUPERUSER_PASSWORD)),SECOND_FACTOR=off)

.PHONY: help run test install develop lint format browser pictures screenshots parsers serving lighthouse properties bench quality speed bench-cache messages lock check
.DEFAULT_GOAL := help

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: install .env ## Prepare everything and serve the site on 127.0.0.1:$(PORT)
	@$(PYTHON) manage.py prepare --port "$(PORT)"
	@exec env $(NO_PHONE) $(PYTHON) manage.py runserver "127.0.0.1:$(PORT)"

test: install ## Run the tests
	@$(PYTHON) manage.py test

install: ## Make .venv and install what requirements.txt locks
	@bin/install requirements.txt $(INSTALLED)

develop: install ## Install the tools of development too
	@bin/install requirements-dev.txt $(DEVELOPING)

.env:
	@umask 077 && bin/local-env > $@.new && mv $@.new $@

lint: develop ## Check Python and templates
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/djlint --lint --quiet templates

format: develop ## Put Python in order
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

browser: develop ## Run the tests that need Chromium
	@$(PYTHON) manage.py test tests.browser --pattern 'browse_*.py'

pictures: develop ## Take the pictures of docs/editors.md anew
	@$(PYTHON) manage.py test tests.browser --pattern 'take_*.py'

screenshots: develop ## Take pictures of every kind of page into var/screenshots
	@$(PYTHON) manage.py test tests.browser --pattern 'shoot_*.py'

parsers: develop $(VNU) $(JSONFEED) $(SITEMAPS) ## Have our files and pages read by parsers that are not ours
	@$(PYTHON) manage.py test tests.parsers --pattern 'parse_*.py'

serving: develop ## Try the site as deploy/ has it served: nginx, two application servers, PostgreSQL, Redis and S3
	@$(PYTHON) manage.py test tests.serving --pattern 'serve_*.py'

lighthouse: develop $(LIGHTHOUSE) ## Have Lighthouse audit the site as production serves it
	@$(PYTHON) bin/lighthouse.py

# Checkers that npm installs, each into its own folder.
tests/tools/%/node_modules/.package-lock.json: tests/tools/%/package-lock.json
	@command -v npm >/dev/null || { echo "This check needs Node.js and npm: apt-get install nodejs npm." >&2; exit 1; }
	@npm ci --prefix $(@D)/.. --ignore-scripts --no-audit --no-fund --silent && touch $@

bench: develop ## Measure the register's pages with 5,000 universities and 20,000 agreements
	@$(PYTHON) -m bench.register

quality: develop ## Measure how well the search answers the judged queries (ARGS=--final: the held-out ones too)
	@$(PYTHON) -m bench.search_quality $(ARGS)

properties: develop ## Try random edits (EXAMPLES=300 of each kind)
	@$(PYTHON) manage.py test tests.properties --pattern 'hold_*.py'

speed: develop ## Measure how fast the search is with 1,000 and 100,000 articles (some minutes)
	@$(PYTHON) -m bench.search_speed

bench-cache: develop ## Measure pages from memory beside the least that the servers can do (needs wrk)
	@$(PYTHON) -m bench.page_cache

messages: develop ## Collect the strings to translate, and compile the catalogues
	@$(PYTHON) bin/messages.py write

lock: develop ## Write requirements*.txt anew from requirements*.in
	@$(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet requirements.in -o requirements.txt
	@$(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet requirements-s3.in -o requirements-s3.txt
	@$(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet requirements-dev.in -o requirements-dev.txt

check: ## Run everything that has to be green before a change lands (.ci/run)
	@.ci/run
