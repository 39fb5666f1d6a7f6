# make demo: a first result in minutes.  make test: the tests.  make help: the rest.
# The same command as in CI builds everything once; `swift test` by itself would build it anew.
BUILD_TESTS = swift build --build-tests -c release -Xswiftc -enable-testing
SWIFT_TEST = swift test --skip-build -c release -Xswiftc -enable-testing
SOURCES = Sources Tests Benchmarks/Sources Benchmarks/Package.swift Examples/Embedding/Sources \
  Examples/Embedding/Package.swift Fuzz/Sources Fuzz/Package.swift Lattices Package.swift

# gemmi has no pkg-config file, so the compiler must know where Homebrew keeps headers.
ifeq ($(shell uname -s),Darwin)
  BREW := $(shell brew --prefix 2>/dev/null)
  export CPATH := $(BREW)/include$(if $(CPATH),:$(CPATH))
  export LIBRARY_PATH := $(BREW)/lib$(if $(LIBRARY_PATH),:$(LIBRARY_PATH))
endif

.PHONY: help setup build demo test validate soak kill-test browser-test ecosystem-test validation-table \
  bench format lint clean schema docs docs-check examples

help:
	@echo "make demo      install what is missing, build, run cubic LLZO, write its report"
	@echo "make test      the tests (minutes)"
	@echo "make setup     install what is missing;  make build builds the command line"
	@echo "make validate  the long statistical comparisons with exact and published values"
	@echo "make validation-table  every material beside published values, into docs/VALIDATION.md"
	@echo "make soak      10^10 hops on one network beside what is conserved;  make kill-test kills runs"
	@echo "make browser-test  opens reports in a headless Chromium, if there is one"
	@echo "make ecosystem-test  reads results with ASE, VTK and pandas (installs them into .build)"
	@echo "make bench     hops per second beside a plain C loop"
	@echo "make schema    the JSON schemas and the reference of the study file, anew"
	@echo "make docs      the documentation site, into .build/docs;  make docs-check checks all of it"
	@echo "make examples  all examples, shortened, beside what they gave in full"
	@echo "make format    format the sources;  make lint checks them"
	@echo "make clean     remove what was built"

setup:
	@bash scripts/setup.sh

build: setup
	swift build -c release --product ionhop

demo: build
	.build/release/ionhop run Examples/llzo-demo.yaml --output results/llzo-demo

test: setup
	$(BUILD_TESTS)
	$(SWIFT_TEST) --skip '^Validation\.'

soak: setup
	IONHOP_SOAK_HOPS=1e10 $(SWIFT_TEST) --filter SoakValidation

kill-test: build
	python3 scripts/kill-test.py

browser-test: build
	python3 scripts/browser-test.py .build/release/ionhop

ecosystem-test: build
	bash scripts/ecosystem/run.sh .build/release/ionhop

validate: setup
	$(BUILD_TESTS)
	$(SWIFT_TEST) --filter '^Validation\.'

validation-table: build
	.build/release/ionhop materials validate --output docs/VALIDATION.md

# What docs hold of the keys of files comes from the readers' own table and the results' own types.
schema: build
	python3 scripts/results-schema.py
	.build/release/ionhop schema study > docs/schema/study.schema.json
	.build/release/ionhop schema study --format markdown > docs/STUDY-REFERENCE.md

docs: build
	python3 scripts/docs.py

# Links, public symbols without documentation, study files beside their schema.
docs-check: build
	bash scripts/docs-check.sh

examples: build
	python3 scripts/run-examples.py .build/release/ionhop
	swift run -c release --package-path Examples/Embedding

bench: setup
	swift run -c release --package-path Benchmarks bench

format:
	swift format -i -r $(SOURCES)

lint:
	swift format lint --strict -r $(SOURCES)

clean:
	rm -rf .build .build-* Benchmarks/.build Fuzz/.build Examples/Embedding/.build results/llzo-demo
