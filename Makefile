# Toward's build: native, WebAssembly and generated files in one graph.
#
# `make help` lists what there is to do. Nothing is written outside of $(B) and $(DEPS), and
# objects stand in one folder per profile ($(B)/release, $(B)/asan, $(B)/wasm, ...), so that no
# profile ever meets another's. Everything rebuilds when its sources, its flags or the list of its
# parts change. The parts: mk/profiles.mk (compilers and flags), mk/generate.mk (what is generated),
# mk/deps.mk (what comes from Debian and npm), mk/app.mk (module, site and program), mk/test.mk (the
# suites), mk/bench.mk (figures and pictures).

B ?= build
DEPS ?= build/deps
PORT ?= 8080
# The folder of the running relay's one database file.
DATA ?= $(or $(XDG_DATA_HOME),$(HOME)/.local/share)/toward
V ?=
JOBS ?= $(shell nproc)
Q := $(if $(V),,@)

MAKEFLAGS += --no-builtin-rules --no-print-directory
SHELL := /bin/sh
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile mk/*.mk | \
	    awk -F '\t' '{ printf "make %-12s %s\n", $$1, $$2 }'

include mk/sources.mk
include mk/generate.mk
include mk/text.mk
include mk/profiles.mk
include mk/deps.mk
include mk/view.mk
include mk/app.mk
include mk/vectors.mk
include mk/bench.mk
include mk/sim.mk
include mk/test.mk

.PHONY: clean format
format: ## lay out the C as .clang-format says
	$(Q)clang-format -i $(FORMATTED)

clean: ## remove what was built (what was fetched stays in DEPS)
	$(Q)find $(B) -mindepth 1 -maxdepth 1 ! -path '$(DEPS)' -exec rm -rf {} + 2>/dev/null || true

.PHONY: FORCE
FORCE:
