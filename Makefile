# Two commands: `make demo` serves the demo, `make test` runs every test; both set everything up on a fresh machine.
PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
AGAINST ?= main
RUN = .venv/bin/python

.PHONY: demo test quick long test-next check setup messages gallery bench bench-large bench-many bench-cells clean

demo:
	@exec $(PYTHON) -m tools.demo $(PORT) $(WORKERS)

test:
	@$(PYTHON) -m tools.setup test
	@$(RUN) -m pytest -n $(WORKERS) --dist worksteal -m "not long" $(ARGS)

# Before each commit, a minute: what failed last, what the change touches, and of the rest as much as there is time for.
quick:
	@$(RUN) -m tools.quick $(WORKERS) $(AGAINST)

# What is slow by nature (docs/long-runs.md): processes killed at every step, files damaged at random, many examples.
long:
	@HYPOTHESIS_PROFILE=long $(RUN) -m pytest -n $(WORKERS) --dist worksteal -m long --durations=20 $(ARGS)

# The suite on the versions to come, in an environment of its own.
test-next:
	@$(PYTHON) -m tools.setup next
	@test ! -x .venv-next/bin/python || .venv-next/bin/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

# What CI checks beside the tests: style, types, import arrows, migrations, catalogues.
check:
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@PYTHONPATH=platform:. .venv/bin/lint-imports --no-cache
	@$(RUN) manage.py makemigrations --check --dry-run
	@$(RUN) tools/messages.py check

messages:
	@$(RUN) tools/messages.py extract
	@$(RUN) tools/messages.py compile

# A picture of every page type of the demo, and what each weighs.
gallery:
	@$(RUN) tools/gallery.py $(ARGS)

bench:
	@$(RUN) bench/run.py

# The goals at a million attendances: some ten minutes and 3 GB of disk, in a database of its own.
bench-large:
	@$(RUN) bench/large.py $(ARGS)

# What grows with the number of NGOs, up to 300: some fifteen minutes, in a database of its own.
bench-many:
	@$(RUN) bench/many.py $(ARGS)

# Where one cluster ends and what several cost, by simulation up to 10,000 NGOs; seconds, no database.
bench-cells:
	@$(RUN) bench/cells.py

clean:
	@-$(RUN) manage.py db stop
	rm -rf .venv .venv-next var
