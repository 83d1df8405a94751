# One command on a fresh machine. What these do is said in README.md; everything else is cargo and the program itself.

export PATH := $(PATH):$(HOME)/.cargo/bin
CARGO ?= cargo

.PHONY: run test steady faults bench setup pictures a11y

# Installs what running needs, builds, and serves the demo town at http://127.0.0.1:8080 until Ctrl-C.
run:
	@.ci/setup run
	@$(CARGO) build --locked
	@exec $(CARGO) run --locked --quiet -- demo

# Installs what testing needs and runs every test. Testing builds the program as well: the browser tests use that one.
test:
	@.ci/setup test
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) clippy --locked --test faults -- -D warnings
	RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" $(CARGO) doc --locked --no-deps --document-private-items --quiet
	@if command -v cargo-deny >/dev/null; then .ci/deny; else echo "cargo-deny is not installed: licences not checked"; fi
	@if [ -f tests/browser/package.json ]; then cd tests/browser && npm ci --no-audit --no-fund; fi
	$(CARGO) test --locked
	@if [ -f tests/browser/package.json ]; then cd tests/browser && npm test; fi

# Runs the tests RUNS times in a row beside a busy neighbour and says what failed. A test that fails now and then is a
# fault: it is looked into, never run again until it passes.
RUNS ?= 20
steady:
	@.ci/setup test
	cd tests/browser && npm ci --no-audit --no-fund
	$(CARGO) test --locked --no-run
	@.ci/steady $(RUNS)

# Breaks things on purpose, long and with every control: `make faults`, `make faults ONLY=kills`, `KOCHO_SEED=7 make faults`.
faults:
	@.ci/setup faults
	@$(CARGO) build --locked
	KOCHO_FAULTS_ONLY="$(ONLY)" $(CARGO) test --locked --test faults

# Measures; the figures go into benches/README.md.
bench:
	@.ci/setup run
	$(CARGO) bench --locked --bench doors

# Looks at every page of citizens and of the public with everything that can look: one line for each finding, then the
# figures; fails when a rule is broken. `make a11y ONLY="plan, results"` looks at some states, LANGS=ja in one language,
# PARTS="pages old speed" does parts of it.
a11y:
	@.ci/setup test
	$(CARGO) build --locked
	cd tests/browser && npm ci --no-audit --no-fund && cd audit && npm ci --no-audit --no-fund
	@cd tests/browser/audit && ONLY="$(ONLY)" LANGS="$(LANGS)" PARTS="$(PARTS)" npm run --silent audit

# Makes the pictures of the README anew.
pictures:
	@.ci/setup test
	$(CARGO) build --locked
	cd tests/browser && npm ci --no-audit --no-fund && npm run pictures

# Installs what running, testing and measuring need, if it is missing.
setup:
	@.ci/setup test
