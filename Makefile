# Every command sets up what it needs first. What they make stands in var/ (the Python environment, beside
# the data of `make run`), node_modules/ and build/.
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
# Containers often set this. Then each process compiles all our code anew, and tests start many.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000
DEMO ?= 1
# How many processes `make measure-exit` presses in.
PROCESSES ?= 4
BIN := var/venv/bin
MANAGE := $(BIN)/python manage.py
SERVER := site_config.wsgi --threads 3 --graceful-timeout 5 --no-control-socket
PACKAGES := complaints pages site_config
STYLES := build/static/site.css
SCRIPTS := $(addprefix requirements/,find-python find-tools install one-at-a-time) $(addprefix deploy/,install switch manage run check ask-pages watch containers/run-nginx containers/run-web containers/ask-front containers/upgrade) $(wildcard tests/setup/*)

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

# --- The site -----------------------------------------------------------------------------------------

# Each force has a folder of its own in var/, beside that of the demonstration.
ifdef SECTION
run: export DATA_DIR := $(CURDIR)/var/sections/$(basename $(notdir $(SECTION)))
FIRST_CONTENT := start_section '$(SECTION)' --if-empty $(if $(REPORTS),--reports $(REPORTS))
else
FIRST_CONTENT := load_demo --if-empty
endif

.PHONY: run
run: python-run $(STYLES) ## serve the site at http://localhost:8000 (PORT=, SECTION=section.toml for another force's)
	@mkdir -p "$${DATA_DIR:-var}"
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null || \
	    { echo "Port $(PORT) is not free. Use another: PORT=8001 make run" >&2; exit 1; }
	@DEMO=$(DEMO) $(MANAGE) migrate --verbosity 0
	@# Links in e-mails, feeds and data lead to the port that was asked for. Browsers give passkeys to localhost,
	@# but not to 127.0.0.1.
	@DEMO=$(DEMO) BASE_URL="$${BASE_URL:-http://localhost:$(PORT)}" $(MANAGE) $(FIRST_CONTENT)
	@echo "The site is at http://localhost:$(PORT)/ and its editor at http://localhost:$(PORT)/admin/ (Ctrl-C ends it)"
	@$(if $(SECTION),echo "Readers see nothing of a new site before it is approved: begin at /admin/")
	@# Both stand in the background so that the shell hears a signal at once and ends them. It passes a
	@# hang-up on as an end, too: gunicorn would take it for an order to reload.
	@export DEMO=$(DEMO) BASE_URL="$${BASE_URL:-http://localhost:$(PORT)}"; \
	trap 'kill $$server $$scheduler 2>/dev/null; wait' EXIT; \
	trap 'exit 0' HUP INT TERM; \
	$(MANAGE) run_scheduled --every 15 & scheduler=$$!; \
	$(BIN)/python -m gunicorn $(SERVER) --bind 127.0.0.1:$(PORT) & server=$$!; \
	wait $$server

# --- Tests and checks ---------------------------------------------------------------------------------

# $(call pytest,COMMAND) runs the tests under COMMAND, which decides on the database. There is one process more
# than there are processors, because tests wait for browsers and servers.
WORKERS = $$(($$(getconf _NPROCESSORS_ONLN) + 1))
pytest = CHROMIUM=$$(tests/setup/chromium) && export CHROMIUM && exec $(1) $(BIN)/python -m pytest -n $(WORKERS)
SQLITE := env -u DATABASE_URL $(BIN)/python tests/contained.py
POSTGRESQL := tests/setup/with-postgresql
MEASURED := $(PACKAGES:%=--cov=%) --cov-append --cov-report= --cov-fail-under=0

# Both kinds of database at once, SQLite in one process: alone, each would leave a processor idle at its beginning
# and at its end. What SQLite's run says is printed last.
.PHONY: test test-postgresql test-sqlite
test: test-tools ## run all tests on PostgreSQL, and those where the database matters on SQLite too (10 minutes)
	@log=$$(mktemp); trap 'rm -f $$log' EXIT; trap 'kill $$sqlite; wait $$sqlite; exit 1' HUP INT TERM; \
	$(MAKE) test-sqlite WORKERS=0 >$$log 2>&1 & sqlite=$$!; \
	$(MAKE) test-postgresql; postgresql=$$?; \
	wait $$sqlite; sqlite=$$?; cat $$log; [ $$postgresql$$sqlite = 00 ]

test-postgresql: test-tools
	@$(call pytest,$(POSTGRESQL)) $(PYTEST)

test-sqlite: test-tools
	@$(call pytest,$(SQLITE)) -m "both_databases and not slow and not browser" $(PYTEST)

.PHONY: test-tools test-packages
test-tools: test-packages python-development $(STYLES) tests/browser/npm/node_modules/.package-lock.json
	@tests/setup/chromium >/dev/null

# First, so that what is missing and cannot be installed here is named before anything is downloaded.
test-packages:
	@missing=0; requirements/find-tools || missing=1; tests/setup/browsers || missing=1; \
	tests/setup/nginx clamav-daemon=/usr/sbin/clamd age=/usr/bin/age prometheus=/usr/bin/promtool systemd=/usr/bin/systemd-analyze wrk=/usr/bin/wrk gnumeric=/usr/bin/ssconvert \
	    $(if $(filter full,$(EFFORT)),libreoffice-calc-nogui=/usr/bin/soffice) || \
	    missing=1; exit $$missing

.PHONY: test-fast
test-fast: python-development $(STYLES) ## run the short tests without a browser, on SQLite: what one runs while working (3 minutes)
	@exec $(SQLITE) $(BIN)/python -m pytest -n auto -m "not browser and not slow" $(PYTEST)

.PHONY: test-next
test-next: python-next ## run all tests on the newest Wagtail and Django that there are, pre-releases included
	@$(MAKE) --keep-going test-postgresql test-sqlite BIN=var/next/bin

.PHONY: test-wagtail
test-wagtail: python-development ## run Wagtail's own tests with our patches; each expected difference is listed with a reason (10 minutes)
	@cmp -s requirements/wagtail.txt var/wagtail/requirements.txt || { rm -rf var/wagtail && \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target var/wagtail -r requirements/wagtail.txt && \
	    cp requirements/wagtail.txt var/wagtail/requirements.txt; }
	@$(SQLITE) $(BIN)/python -m tests.wagtail_tests

.PHONY: test-broken
test-broken: test-tools ## break each behaviour of tests/broken/behaviours.toml in a copy, and see that its tests fail (WORDS="cookies" for some; 10 minutes)
	@exec $(BIN)/python -m tests.broken $(WORDS)

.PHONY: test-failures
test-failures: python-development $(STYLES) ## kill, restart, freeze and fill up real servers; prints what failed and what was lost (10 minutes)
	@tests/setup/nginx && EFFORT=full exec $(POSTGRESQL) $(BIN)/python -m pytest -n 0 -s tests/failures $(PYTEST)

.PHONY: fuzz
fuzz: python-development $(STYLES) ## send 100,000 rude requests to every open address (CASES=); prints how they were answered
	@CASES=$${CASES:-100000} exec $(SQLITE) $(BIN)/python -m pytest -n 0 -s tests/pages/moderation/routes/test_fuzz.py $(PYTEST)

.PHONY: restore-drill
restore-drill: python-development $(STYLES) ## destroy a site, restore its backup, compare everything; prints minutes and losses
	@tests/setup/nginx age=/usr/bin/age
	@$(SQLITE) $(BIN)/python -m tests.restore_drill

.PHONY: container-drill
container-drill: python-development $(STYLES) ## install the site in containers, upgrade it under load, and go back (root and podman; half an hour)
	@tests/setup/nginx podman=/usr/bin/podman podman-compose=/usr/bin/podman-compose runc=/usr/sbin/runc aardvark-dns=/usr/lib/podman/aardvark-dns nftables=/usr/sbin/nft mmdebstrap=/usr/bin/mmdebstrap
	@$(BIN)/python -m tests.containers.drill

.PHONY: coverage
coverage: python-development $(STYLES) ## measure which lines and branches of our code `make test` runs
	@rm -f var/cache/coverage
	@# One after the other: both add to one file.
	@$(MAKE) --keep-going test-postgresql test-sqlite PYTEST="$(MEASURED)"; tests=$$?; \
	$(BIN)/coverage report && exit $$tests

.PHONY: bench bench-sqlite bench-postgresql bench-delivery bench-uncached
bench: ## how fast pages and changes reach readers and feedback is taken in; what Lighthouse makes of them
	@$(MAKE) --keep-going bench-sqlite bench-postgresql bench-delivery bench-uncached lighthouse

bench-sqlite: python-development $(STYLES)
	@$(SQLITE) $(BIN)/python -m tests.bench $(SERVER)

bench-postgresql: python-development $(STYLES)
	@$(POSTGRESQL) $(BIN)/python -m tests.bench $(SERVER)

bench-delivery: python-development $(STYLES)
	@tests/setup/nginx wrk=/usr/bin/wrk
	@$(POSTGRESQL) $(BIN)/python -m tests.bench.delivery $(SERVER)

bench-uncached: python-development $(STYLES)
	@$(POSTGRESQL) $(BIN)/python -m tests.bench.uncached $(SERVER)

.PHONY: lighthouse
lighthouse: python-development $(STYLES) tests/bench/npm/node_modules/lighthouse ## what Lighthouse makes of each template, medians of 5 (20 minutes)
	@CHROME_PATH=$$(tests/setup/chromium whole) && export CHROME_PATH && exec $(SQLITE) $(BIN)/python -m tests.bench.lighthouse

.PHONY: check-html
check-html: python-development $(STYLES) tests/bench/npm/node_modules/lighthouse ## what html-validate and vnu (needs Java) find in each template
	@exec $(SQLITE) $(BIN)/python -m tests.html_check

.PHONY: measure-exit
measure-exit: export EFFORT = full
measure-exit: export PRESSES ?= 10
measure-exit: test-tools ## press Escape at 20 or 30 moments of each way to load a page in Chromium and Firefox; PRESSES=10 each (an hour)
	@$(call pytest,$(SQLITE)) -n 0 -s -k "not loading" tests/browser/quick_exit/test_measure_exit.py $(PYTEST)
	@printf '%s\t' browser line way banner second tried knew left "by one press" "lost though it knew" "page came later" "median ms until gone" worst >var/measure-exit.tsv
	@echo "not left" >>var/measure-exit.tsv
	@$(call pytest,$(SQLITE)) -n $(PROCESSES) -k loading tests/browser/quick_exit/test_measure_exit.py $(PYTEST)
	@sort -V var/measure-exit.tsv

.PHONY: measure-exit-history
measure-exit-history: export TRIES ?= 50
measure-exit-history: test-tools ## count what Back, Forward, a reload and a reopened tab show after 1, 2 and 3 exits, idle and busy; TRIES=50 each (a day; STEPS=back alone: 3 hours)
	@printf '%s\t' browser step exits "way out" "busy programs" load tries >var/measure-exit-history.tsv
	@echo wrong >>var/measure-exit-history.tsv
	@for busy in 0 2; do (export BUSY=$$busy; $(call pytest,$(SQLITE)) -n 0 tests/browser/quick_exit/test_measure_history.py $(PYTEST)) || exit; done
	@cat var/measure-exit-history.tsv

.PHONY: screenshots
screenshots: python-development $(STYLES) ## take the pictures of the documents (PICTURES=folder), and one of each template to look at
	@CHROMIUM=$$(tests/setup/chromium) && export CHROMIUM && exec $(SQLITE) $(BIN)/python -m tests.screenshots

# What production demands before it starts; the values are read here and nothing is reached by them.
PRODUCTION := env -u DEBUG -u DEMO DJANGO_SETTINGS_MODULE=site_config.settings.production \
    SECRET_KEY=read-by-make-check-alone-and-never-used-to-sign-a-thing-20261126 ALLOWED_HOSTS=www.example.org \
    DATABASE_URL=postgres://user@localhost/name BASE_URL=https://www.example.org

# A migration that was released has run on sites: it stays as it was, for good. `make release` writes the list.
.PHONY: check-migrations
check-migrations:
	@[ ! -e requirements/released-migrations.txt ] || sha256sum --check --quiet requirements/released-migrations.txt

.PHONY: check
check: check-migrations python-development $(STYLES) ## check format, style, types, templates, imports, migrations, deployment, locks
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/djlint templates --check --lint --quiet
	$(BIN)/lint-imports --no-logo --cache-dir var/cache/imports
	$(BIN)/deptry .
	$(BIN)/shellcheck .ci/run $(SCRIPTS)
	DJANGO_SETTINGS_MODULE=site_config.settings.test $(MANAGE) makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=tests.migration_linter_settings $(POSTGRESQL) $(MANAGE) lintmigrations
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	tests/setup/no-large-binaries
	@# A lock says what is installed by digest; an address would bind it to one registry.
	! grep -n '://' requirements/*.txt
	! grep -n '"resolved"' package-lock.json tests/bench/npm/package-lock.json tests/browser/npm/package-lock.json

.PHONY: audit supply
audit: python-development ## compare what is locked with ADVISORIES=FILE, in the format of osv.dev; needs no network
	@$(BIN)/python requirements/audit.py $(ADVISORIES) requirements/*.txt package-lock.json

# Packages that only build or test the site are not in the lists.
supply: node_modules/.package-lock.json ## list what the site is made of, with licences (CycloneDX), in build/supply/
	@VENV=var/production requirements/install run
	@VENV=var/supply requirements/install supply
	@mkdir -p build/supply
	@var/supply/bin/cyclonedx-py environment --output-reproducible --output-file build/supply/python.cdx.json var/production
	@npm sbom --package-lock-only --sbom-format cyclonedx >build/supply/node.cdx.json
	@var/supply/bin/pip-licenses --python var/production/bin/python --from mixed --format markdown --output-file build/supply/licences.md
	@ls build/supply/*

# Built files are added one by one, each with its folder.
.PHONY: archive
archive: python-run $(STYLES) ## pack the committed code with its built styles, as deploy/install takes it: build/super-complaints.tar.gz
	@find build/static build/locale -type f | sort | sed 's#\(.*/\).*#--prefix=\1 --add-file=&#' | \
	    xargs sh -c 'exec git archive --output build/super-complaints.tar.gz "$$@" --prefix= HEAD' sh
	@ls -l build/super-complaints.tar.gz

.PHONY: release
release: python-development ## make the release VERSION=: check everything, write build/release/, tag
	@exec $(BIN)/python requirements/release.py "$(VERSION)"

.PHONY: format
format: python-development ## rewrite Python and templates in the project's format
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(BIN)/djlint templates --reformat --quiet

# --- Set-up -------------------------------------------------------------------------------------------

.PHONY: tools python-run python-development python-next
tools:
	@requirements/find-tools

python-run: tools
	@requirements/one-at-a-time requirements/install run

python-development: tools
	@requirements/one-at-a-time requirements/install run development

# The locked packages, but for these two and what they need newer.
python-next:
	@VENV=var/next requirements/install run development
	@var/next/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --pre wagtail django
	@var/next/bin/python -m pip list --disable-pip-version-check | grep -iE '^(wagtail|django) '

node_modules/.package-lock.json: package.json package-lock.json .npmrc
	@echo "Installing GOV.UK Frontend and Sass"
	@requirements/one-at-a-time npm ci --omit=optional --loglevel=error --no-progress
	@touch $@

# Apart: its lock is more than the npm of Debian 13 can read, which production needs the other one for.
tests/bench/npm/node_modules/lighthouse: tests/bench/npm/package-lock.json
	@echo "Installing Lighthouse"
	@npm --prefix tests/bench/npm ci --loglevel=error --no-progress
	@touch $@

# Apart: production needs none of it.
tests/browser/npm/node_modules/.package-lock.json: tests/browser/npm/package-lock.json
	@echo "Installing what the tests in a browser use"
	@requirements/one-at-a-time npm --prefix tests/browser/npm ci --loglevel=error --no-progress
	@touch $@

# Anew with other requirements, too: without Brotli's package there are no copies by it.
$(STYLES): node_modules/.package-lock.json requirements/run.txt $(shell find static locale)
	@echo "Building styles, scripts and words"
	@requirements/one-at-a-time npm run --silent build
	@mkdir -p build/locale/en_GB/LC_MESSAGES
	@$(BIN)/pybabel --quiet compile --locale en_GB --input-file locale/en_GB.po --output-file build/locale/en_GB/LC_MESSAGES/django.mo
	@$(BIN)/python -m whitenoise.compress --quiet build/static
	@touch $@

PIN := uv pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.12 --generate-hashes \
    --no-emit-index-url --custom-compile-command "make locks"

.PHONY: locks
locks: python-development ## pin the packages of pyproject.toml and package.json (UPGRADE=1 takes newer ones)
	@$(BIN)/$(PIN) pyproject.toml --output-file requirements/run.txt
	@$(BIN)/$(PIN) pyproject.toml --group dev -c requirements/run.txt --output-file requirements/development.txt
	@for name in postgresql supply wagtail; do $(BIN)/$(PIN) --group $$name --output-file requirements/$$name.txt || exit; done
	@npm $(if $(UPGRADE),update,install) --package-lock-only
	@for folder in bench browser; do npm --prefix tests/$$folder/npm $(if $(UPGRADE),update,install) --package-lock-only || exit; done

.PHONY: clean
clean: ## remove what was installed and built; the data in var/ stays
	rm -rf var/venv var/next var/production var/supply var/wagtail var/cache node_modules tests/bench/npm/node_modules tests/browser/npm/node_modules build
	find $(PACKAGES) tests -name __pycache__ -prune -exec rm -rf {} +
