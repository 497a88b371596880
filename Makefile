SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build batch build-tests test test-slow test-race test-kills test-cron test-deb lint demo demo-site verify
.PHONY: release install deb samples clean
.PHONY: bench bench-site bench-peers bench-growth bench-memory bench-rows bench-large fuzz

PREFIX ?= /usr/local
OUTPUT ?= demo-out
FUZZ_SECONDS ?= 60
FUZZ_READERS ?= copy records policy definition manifest summary words
# The tests of rooms that need no PostgreSQL.
RACE_TESTS ?= ^(Values|Reports|Columns|Inventory|LedgerSummary|ReportWriters|Publishing|PublishedTables|StateStore|Schedule|Monitoring|Alerts|ReorderReview|ReportSite|Fuzz)Tests[.]
# What the tests need of Python is in an environment of its own, see .ci/python.
PYTHON := .build/python/bin/python3
PROGRAM := .build/debug/inventory-reports
RELEASE ?= .build/release/inventory-reports

help: ## Print this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the packages that are missing (apt, as root or with sudo).
	@.ci/setup tests

build: batch ## Build the programs, after installing what that needs.
	swift build --product inventory-reports-site

batch: # The batch program alone: the web program's packages take as long again.
	@.ci/setup
	@echo 'Building: minutes the first time, with the packages it uses; seconds later.'
	swift build --product inventory-reports

build-tests: setup ## Build the program and its tests.
	swift build --build-tests

test: setup ## Run every test. PostgreSQL servers for them start and end by themselves.
	$(PYTHON) -m unittest discover --start-directory Tests/Reference --buffer
	swift test --disable-xctest --skip 'Replica(Run)?Tests'
	@# On their own: what standbys do in time is not to be mistaken for what a busy machine does.
	swift test --skip-build --disable-xctest --filter 'Replica(Run)?Tests'

test-slow: setup ## More rows than a sheet holds, as a report (minutes).
	SLOW_TESTS=1 swift test --disable-xctest --filter 'EndToEndTests.LargeSheetTests'

test-race: setup ## Run the tests that start no PostgreSQL under ThreadSanitizer (builds anew: half an hour).
	swift test --sanitize thread --scratch-path .build-race --disable-xctest --filter '$(RACE_TESTS)'

bench-large: setup ## Write a sheet of more than 4 GB, and read it to its end (minutes).
	LARGE_SHEETS=1 swift test --disable-xctest --filter 'ReportWritersTests.LargeSheetTests'

lint: setup ## Check the format of the sources, and the imports of each room.
	swift format lint --strict --recursive --parallel Sources Tests Package.swift Benchmarks/Package.swift Benchmarks/*Row* Fuzz/Package.swift Fuzz/Sources
	for file in .ci/* packaging/{install,deb,test-deb}; do bash -n "$$file"; done
	for file in packaging/{postinst,prerm,postrm}; do sh -n "$$file"; done
	$(PYTHON) -c 'import ast, sys; [ast.parse(open(f).read(), f) for f in sys.argv[1:]]' Tests/Reference/*.py Benchmarks/*.py packaging/*.py
	swift build --build-tests --explicit-target-dependency-import-check error

demo: batch ## Build, and make every report for a generated retail chain, in demo-out/.
	@echo 'The program is built; now a private server, the invented chain and its reports.'
	$(PROGRAM) demo --output $(OUTPUT)

demo-site: build ## The same, shown in a browser until Ctrl-C.
	$(PROGRAM) demo --output $(OUTPUT) --serve

verify: batch ## Verify the demo's reports against their manifests.
	$(PROGRAM) verify $(OUTPUT)

test-kills: build-tests ## Kill the programs 2,000 times at any moment; nothing is lost or doubled (half an hour).
	STATE_MODEL_KILLS=$${STATE_MODEL_KILLS:-2000} swift test --skip-build --disable-xctest --filter 'StateModelTests'

test-cron: build-tests ## Let a real cron run a job; takes a minute or two (as root, with cron).
	CRON_TESTS=1 swift test --skip-build --disable-xctest --filter 'ScheduleCommandTests/cron'

test-deb: ## Install, upgrade and purge the Debian package on this machine (as root).
	packaging/test-deb $(RELEASE)

samples: build ## Rewrite the samples in cron/, after a change of the schedule.
	@mkdir -p cron/systemd
	env REPORT_OUTPUT=/var/lib/inventory-reports/reports REPORT_STATE=/var/lib/inventory-reports \
	  $(PROGRAM) schedule --quiet --config /dev/null --program /usr/local/bin/inventory-reports \
	  --print cron --into cron
	env REPORT_OUTPUT=/var/lib/inventory-reports/reports REPORT_STATE=/var/lib/inventory-reports \
	  $(PROGRAM) schedule --quiet --config /dev/null --program /usr/local/bin/inventory-reports \
	  --print systemd --into cron/systemd

release: ## Build the programs for use; they then run without a Swift installation.
	@.ci/setup release
	swift build -c release --static-swift-stdlib --product inventory-reports
	swift build -c release --static-swift-stdlib --product inventory-reports-site

install: ## Install the release below PREFIX (/usr/local); builds nothing.
	packaging/install $(RELEASE) $(PREFIX)

deb: ## Make a Debian package of the release, in dist/; builds nothing.
	@.ci/setup deb
	packaging/deb $(RELEASE) dist

bench: release ## Measure the program against plain SQL (see Benchmarks/README.md).
	python3 Benchmarks/bench.py speed

bench-peers: release ## The same with pandas, polars and DuckDB, in an environment of their own.
	python3 Benchmarks/bench.py peers

bench-growth: release ## A nightly run over 1, 4 and 16 times the history.
	python3 Benchmarks/bench.py growth

bench-memory: release ## The most memory held, at 200,000 and 2,000,000 stock levels.
	python3 Benchmarks/bench.py memory

bench-rows: setup ## Writing rows alone, format by format, and XLSX against rust_xlsxwriter.
	swift build -c release --package-path Benchmarks --product WriteRows
	python3 Benchmarks/bench.py rows
	swift package --package-path Benchmarks --disable-sandbox benchmark --no-progress

fuzz: ## Fuzz the readers of outside bytes with libFuzzer, FUZZ_SECONDS for each.
	@.ci/setup
	swift build --package-path Fuzz -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld
	for reader in $(FUZZ_READERS); do \
	  Fuzz/.build/debug/Fuzz $$reader --seeds Fuzz/.build/inputs/$$reader; \
	  Fuzz/.build/debug/Fuzz $$reader -max_total_time=$(FUZZ_SECONDS) -timeout=20 -rss_limit_mb=2048 \
	    -max_len=20000 -artifact_prefix=Fuzz/.build/$$reader- -print_final_stats=1 Fuzz/.build/inputs/$$reader; \
	done

bench-site: release ## The web program under load, against nginx (needs wrk and nginx).
	python3 Benchmarks/site.py

clean: ## Remove the build and the demo's output.
	rm -rf .build Benchmarks/.build Fuzz/.build dist $(OUTPUT)
