# The commands of the house. CI calls the same ones.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-code test-browser test-kills test-faults test-rolling check format bench clean
.DEFAULT_GOAL := run

run: .venv/club ## the whole club at http://127.0.0.1:8000, until Ctrl-C
	@exec $(BIN)/python -m ashes_club.run

test: test-code test-browser test-kills ## every test that CI runs, browsers included

# Apart, because Playwright keeps an event loop in its process and Django's ORM will have none.
test-code: .venv/tools
	$(BIN)/python -m pytest -n auto -m "not browser and not faults" $(ARGS)

test-browser: .venv/tools
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -m browser -n 2 --dist loadfile $(ARGS)

# Apart, because what is killed here must be nobody else's.
test-kills: .venv/tools ## kill each part at one step of a purchase
	$(BIN)/python -m pytest -m "faults and core" tests/faults $(ARGS)

test-faults: .venv/tools ## kill every part at every step: some minutes
	$(BIN)/python -m pytest -m faults tests/faults $(ARGS)

test-rolling: .venv/tools ## restart, replace and bring back two replicas under load: some minutes
	$(BIN)/python -m tests.deploy.rolling $(ARGS)

check: .venv/tools ## format, lint, types, templates, imports, migrations, deployment, audit
	@$(BIN)/python -m tests.check

format: .venv/tools
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	git ls-files '*.html' | xargs $(BIN)/djade --target-version 5.2

bench: .venv/tools ## the public pages beside a bare Django view
	$(BIN)/python -m tests.bench.public_pages $(ARGS)

clean: ## forget the environment, the database and the uploads of this checkout
	rm -rf .venv var media/public media/private staticfiles

.PHONY: .venv/club .venv/tools
.venv/club:
	@$(PYTHON) ashes_club/bootstrap.py requirements.txt
.venv/tools:
	@$(PYTHON) ashes_club/bootstrap.py requirements-dev.txt
