# test.mk -- the suites. Each prints `N passed, N failed` on its last line.

# Pages as they are meant to look; `make goldens` writes them anew from what is shown now.
GOLDENS := $(sort $(wildcard test/golden/room_*.html))
$(GEN)/room_goldens.c: tools/embed_goldens.mjs $(GOLDENS) $(GEN)/goldens.list
	$(Q)node tools/embed_goldens.mjs $(GOLDENS) >$@.$(NEW) && $(call replace_if_changed,$@)
$(GEN)/goldens.list: FORCE
	@mkdir -p $(@D)
	@echo '$(GOLDENS)' >$@.$(NEW) && $(call replace_if_changed,$@)
.PHONY: goldens
goldens: $(B)/release/unit ## write the rooms' goldens from what they show now
	$(Q)TOWARD_GOLDENS=test/golden $(B)/release/unit room_

UNIT_PARTS := $(UNIT_HELP_C) $(UNIT_C) $(GEN)/unit_tests.c $(GEN)/injected.c $(CORE_C) $(GEN_C) \
    $(GEN)/text_names.c $(GEN)/text_mo.c $(GEN)/room_goldens.c
$(foreach p,release asan cov,$(eval $(call program,$(B)/$(p)/unit,$(p),$(UNIT_PARTS) $(NATIVE_HOST_C),\
    $(NATIVE_LIBS))))
$(eval $(call program,$(B)/wasm-test/unit.wasm,wasm-test,$(UNIT_PARTS),$(WASM_LIBS),$(WASM_LIBS)))

# Tests in C of what has files, sockets and threads.
EDGE_PARTS := test/unit/runner.c test/unit/fold_reference.c $(SIM_C) $(SIM_HELP_C) $(EDGE_TEST_C) $(GEN)/edge_tests.c $(RELAY_C) $(CORE_C) \
    $(NATIVE_HOST_C) $(GEN)/assets.c $(RELAY_GEN_C) $(GEN_C)
$(foreach p,release asan tsan cov,$(eval $(call program,$(B)/$(p)/edge,$(p),$(EDGE_PARTS),\
    $(B)/$(p)/libllhttp.a $(RELAY_LIBS) $(NATIVE_LIBS),$(B)/$(p)/libllhttp.a)))

# Faults: the same program over a disk in memory that fails, and with allocations that fail.
FAULT_WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free \
    -Wl,--wrap=arena_alloc,--wrap=arena_array,--wrap=arena_copy,--wrap=getrandom,--wrap=app_event,--wrap=malloc_trim
FAULT_PARTS := test/unit/runner.c $(FAULT_HELP_C) test/soak/client.c test/soak/author.c $(FAULT_TEST_C) $(GEN)/fault_tests.c \
    $(filter-out test/unit/runner.c,$(UNIT_HELP_C)) $(RELAY_C) $(CORE_C) $(NATIVE_HOST_C) \
    $(GEN)/assets.c $(RELAY_GEN_C) $(GEN_C) $(GEN)/text_names.c $(GEN)/text_mo.c $(GEN)/room_goldens.c
$(foreach p,release asan cov,$(eval $(call program,$(B)/$(p)/faults,$(p),$(FAULT_PARTS),\
    $(FAULT_WRAP) $(B)/$(p)/libllhttp.a $(RELAY_LIBS) $(NATIVE_LIBS),$(B)/$(p)/libllhttp.a)))

# A hostile relay; the same files as the unit tests', but longer runs.
HOSTILE_PARTS := $(UNIT_HELP_C) $(HOSTILE_C) $(GEN)/hostile_tests.c $(CORE_C) $(GEN_C) \
    $(GEN)/text_names.c $(GEN)/text_mo.c $(GEN)/room_goldens.c $(NATIVE_HOST_C)
$(foreach p,release asan cov,$(eval $(call program,$(B)/$(p)/hostile,$(p),$(HOSTILE_PARTS),$(NATIVE_LIBS))))

# The running relay, killed and crowded.
SOAK_LIBS := -lsqlite3 -lpthread $(NATIVE_LIBS)
soak_parts = test/soak/$(1).c $(SOAK_HELP_C) $(CORE_C) $(GEN_C)
$(eval $(call program,$(B)/release/soak_kill,release,$(call soak_parts,kill),$(SOAK_LIBS)))
$(eval $(call program,$(B)/release/soak_load,release,$(call soak_parts,load),$(SOAK_LIBS)))

# $(call soak,NAME,SECONDS): NAME over a new folder.
soak = rm -rf $(B)/soak/$(1) && mkdir -p $(B)/soak/$(1) && \
    $(B)/release/soak_$(1) $(TOWARD) $(B)/soak/$(1) $(2) $(SEED)
.PHONY: soak-kill soak-load
soak-kill: $(B)/release/soak_kill $(TOWARD) ## kill -9 of the relay under load, for HOURS (1)
	$(Q)$(call soak,kill,$$(awk 'BEGIN { print int($(HOURS) * 3600) }'))
soak-load: $(B)/release/soak_load $(TOWARD) ## crowd the relay in eight ways, for HOURS (1)
	$(Q)$(call soak,load,$$(awk 'BEGIN { print int($(HOURS) * 450) }'))

# What test/relay/sandbox.test.mjs tries from inside the relay.
$(B)/release/probe.so: test/soak/probe.c $(B)/release/flags
	@mkdir -p $(@D)
	$(Q)$(GCC) -std=c11 -O2 -D_GNU_SOURCE -Wall -Wextra -Werror -fPIC -shared -o $@ $< -ldl

NODE_TEST := node tools/run_tests.mjs
node_tests = $(sort $(wildcard test/$(1)/*.test.mjs))

.PHONY: unit unit-native unit-asan unit-wasm
unit: unit-native unit-asan ## unit tests, natively and under ASan and UBSan (T=part of a name)
unit-native: $(B)/release/unit
	$(Q)$(B)/release/unit $(T)
unit-asan: $(B)/asan/unit
	$(Q)$(B)/asan/unit $(T)
unit-wasm: $(B)/wasm-test/unit.wasm ## unit tests as wasm32 under node
	$(Q)node tools/run_wasm_tests.mjs $< $(T)

# --- fuzzers: test/fuzz/fuzz_NAME.c with LLVMFuzzerTestOneInput, seeds in test/fuzz/seeds/NAME ------
# How long each runs; `make soak-fuzz` shares HOURS among all.
SECONDS ?= 60
HOURS ?= 1
FUZZED := $(if $(T),$(filter $(T),$(FUZZERS)),$(FUZZERS))
# The relay's fuzzer takes only what handles bytes from outside, and llhttp.
FUZZ_http := src/relay/config.c src/relay/http.c src/relay/route.c
FUZZ_LIBS_http := $(B)/fuzz/libllhttp.a
FUZZ_relay := $(addprefix src/relay/,check.c config.c http.c route.c $(notdir $(wildcard \
    src/relay/store_sqlite*.c))) $(RELAY_GEN_C) test/unit/fake_relay.c
FUZZ_LIBS_relay := $(B)/fuzz/libllhttp.a
FUZZ_LINK_relay := -lsqlite3
FUZZ_fold := test/unit/fold_reference.c
$(foreach f,$(FUZZERS),$(eval $(call program,$(B)/fuzz/$(f),fuzz,test/fuzz/fuzz_$(f).c $(CORE_C) \
    $(GEN_C) $(GEN)/text_names.c test/unit/mo_make.c $(FUZZ_$(f)),$(FUZZ_LIBS_$(f)) $(FUZZ_LINK_$(f)) $(NATIVE_LIBS),\
    $(FUZZ_LIBS_$(f)))))
.PHONY: fuzz soak-fuzz
fuzz: $(FUZZED:%=$(B)/fuzz/%) ## each fuzzer, or T=name, for SECONDS=60
	$(Q)tools/run_fuzzers.sh $(B)/fuzz $(SECONDS) $(JOBS) $(FUZZED)
soak-fuzz: $(FUZZED:%=$(B)/fuzz/%) ## all fuzzers, or T=name, for HOURS=1 in all
	$(Q)tools/run_fuzzers.sh $(B)/fuzz \
	    $$(awk 'BEGIN { print int($(HOURS) * 3600 * $(JOBS) / $(words $(FUZZED))) }') $(JOBS) $(FUZZED)

# --- what no test is needed to find ----------------------------------------------------------------
.PHONY: analyze memcheck
analyze: suite-analyze ## clang-tidy and gcc's analyzer over every file of src/
memcheck: suite-secrets suite-memcheck ## valgrind: nothing decided by a secret, no value that nobody set

# --- what the tests leave out -----------------------------------------------------------------------
.PHONY: coverage
coverage: $(B)/cov/unit $(B)/cov/edge $(B)/cov/faults $(B)/cov/toward ## branches that the tests take (T=part of a path: and those they do not)
	$(Q)tools/coverage.sh $(B)/cov $(T)

# --- the suites of `make test`, quick ones first --------------------------------------------------
SUITES := layers banned format threats analyze tools unit unit-asan unit-wasm
suite-layers: ; $(Q)node tools/check_layers.mjs
suite-banned: ; $(Q)node tools/check_banned.mjs
ANALYZED := $(sort $(shell find src -name '*.c'))
suite-analyze: $(GEN_H) $(GEN)/text_keys.h
	$(Q)tools/analyze.sh $(GEN) $(JOBS) $(ANALYZED)
suite-threats: ; $(Q)node tools/check_threats.mjs
suite-format: ; $(Q)tools/check_format.sh $(FORMATTED)
suite-tools: $(TEXT_GEN)
	$(Q)TEXT_GEN=$(TEXT_GEN) $(NODE_TEST) $(call node_tests,tools)
suite-unit: unit-native
suite-unit-asan: unit-asan
suite-unit-wasm: unit-wasm
TESTED := $(B)/release/unit $(B)/asan/unit $(B)/wasm-test/unit.wasm
# Every branch of what must not be wrong, by the unit tests alone.
SUITES += coverage
suite-coverage: $(B)/cov/unit ; $(Q)tools/coverage.sh $(B)/cov --gate
TESTED += $(B)/cov/unit

SUITES += text
suite-text: text-check
ifneq ($(wildcard web/*.js),)
SUITES += types
suite-types: $(NODE_MODULES) $(SITE_EXTRA)
	$(Q)tools/check_types.sh
endif
ifneq ($(FUZZERS),)
SUITES += fuzz
suite-fuzz: $(FUZZERS:%=$(B)/fuzz/%)
	$(Q)tools/run_fuzzers.sh $(B)/fuzz 5 $(JOBS) $(FUZZERS)
TESTED += $(FUZZERS:%=$(B)/fuzz/%)
endif
ifneq ($(EDGE_TEST_C),)
SUITES += edge edge-asan
suite-edge: $(B)/release/edge ; $(Q)$< $(T)
suite-edge-asan: $(B)/asan/edge ; $(Q)ORDERS=400 $< $(T)
TESTED += $(B)/release/edge $(B)/asan/edge
# The relay's threads under ThreadSanitizer: those of its work alone, and the whole program's.
SUITES += edge-tsan relay-tsan
TSAN_TESTS := calls open life
suite-edge-tsan: $(B)/tsan/edge ; $(Q)timeout 120 $< work
suite-relay-tsan: $(B)/tsan/toward
	$(Q)TOWARD=$(B)/tsan/toward $(NODE_TEST) --jobs 2 $(TSAN_TESTS:%=test/relay/%.test.mjs)
TESTED += $(B)/tsan/edge $(B)/tsan/toward
# What is secret is told to valgrind as not known: whatever then decides a branch or an address by
# it is reported. Once more with a comparison that does, which must be.
SUITES += secrets memcheck
$(eval $(call program,$(B)/release/secrets,release,test/secrets/secrets.c $(CORE_C) $(GEN_C),\
    $(NATIVE_LIBS)))
suite-secrets: $(B)/release/secrets ; $(Q)test/secrets/run.sh $<
TESTED += $(B)/release/secrets
# Values that nobody set, which the sanitizers do not see, on a part of the unit tests.
MEMCHECKED := cbor_ entry_ seal html_ pairing_ box_page book_locks room_today_begins
suite-memcheck: $(B)/release/unit
	$(Q)failed=0; for part in $(MEMCHECKED); do \
	    valgrind --quiet --error-exitcode=9 $< $$part >$(B)/release/memcheck.log 2>&1 || \
	    { cat $(B)/release/memcheck.log; failed=$$((failed + 1)); }; done; \
	    echo "$$(($(words $(MEMCHECKED)) - failed)) passed, $$failed failed"; [ $$failed = 0 ]
endif
SUITES += kill load
suite-kill: $(B)/release/soak_kill $(TOWARD) ; $(Q)$(call soak,kill,30)
suite-load: $(B)/release/soak_load $(TOWARD) ; $(Q)$(call soak,load,2)
TESTED += $(B)/release/soak_kill $(B)/release/soak_load
# As many seeds as fit into two and a half minutes; under the sanitizers a part of them.
SUITES += sim sim-asan sim-canary
suite-sim: $(B)/release/sim ; $(Q)$< seed=$(or $(SEED),1) seeds=1200 seconds=150 jobs=$(JOBS)
suite-sim-asan: $(B)/asan/sim ; $(Q)$< seed=$(or $(SEED),5001) seeds=60 seconds=60 jobs=$(JOBS)
suite-sim-canary: sim-canary
TESTED += $(B)/release/sim $(B)/asan/sim $(B)/canary/sim
SUITES += hostile hostile-asan
suite-hostile: $(B)/release/hostile ; $(Q)$< $(T)
suite-hostile-asan: $(B)/asan/hostile ; $(Q)SEEDS=2 FIRST=101 EXCHANGES=3000 $< $(T)
TESTED += $(B)/release/hostile $(B)/asan/hostile
SUITES += faults faults-asan
suite-faults: $(B)/release/faults ; $(Q)$< $(T)
# The same under the sanitizers, on a part of the operations.
suite-faults-asan: $(B)/asan/faults ; $(Q)SCRIPTS=1 STRIDE=$(or $(STRIDE),15) $< $(T)
TESTED += $(B)/release/faults $(B)/asan/faults
ifneq ($(WASM_HOST_C),)
SUITES += module vectors
suite-module: $(MODULE) $(TOWARD)
	$(Q)MODULE=$(MODULE) LATER=$(MODULE_LATER) SITE=$(SITE) DEPS=$(DEPS) TOWARD=$(TOWARD) $(NODE_TEST) $(call node_tests,module)
TESTED += $(MODULE) $(VECTORS)
endif
ifneq ($(CLI_C),)
TESTED += $(TOWARD) $(B)/asan/toward $(CATALOGUE)
endif
# What the browser tests type into every field.
INJECTIONS := $(B)/release/injections
$(eval $(call program,$(INJECTIONS),release,test/web/injections.c test/unit/injections.c $(CORE_C) \
    $(NATIVE_HOST_C) $(GEN_C),$(NATIVE_LIBS)))
TESTED += $(INJECTIONS)
# test/relay talks to the program under the sanitizers, test/web to the program as it is served.
ifneq ($(call node_tests,relay),)
SUITES += relay
suite-relay: $(B)/asan/toward $(TOWARD) $(B)/release/probe.so
	$(Q)TOWARD=$(B)/asan/toward $(NODE_TEST) --jobs 2 $(call node_tests,relay)
endif
# The longest first, so that the other file of the two at a time is never waited for.
WEB_LONG := screens practice injections private
WEB_TESTS := $(WEB_LONG:%=test/web/%.test.mjs)
WEB_TESTS += $(filter-out $(WEB_TESTS),$(call node_tests,web))
ifneq ($(call node_tests,web),)
SUITES += web
suite-web: $(TOWARD) $(INJECTIONS) $(NODE_MODULES)
	$(Q)rm -rf $(B)/test/failed
	$(Q)TOWARD=$(TOWARD) BUILD=$(B) DEPS=$(DEPS) $(NODE_TEST) --jobs 2 --quiet 1300 $(WEB_TESTS)
endif

# The others run two at a time; these use both cores themselves.
ALONE := relay web

.PHONY: $(SUITES:%=suite-%) test test-parts
test: ## install what is missing, build, and run every test; the last line counts them
	$(Q)tools/install_packages.sh test && { [ -e $(B)/release/unit ] || tools/check_folder.sh $(B) 600; } || \
	    { echo '0 passed, 1 failed'; exit 1; }
	$(Q)$(MAKE) -s -j$(JOBS) test-parts || \
	    { echo 'The build failed (see above).'; echo '0 passed, 1 failed'; exit 1; }
	$(Q)MAKE='$(MAKE)' tools/run_suites.sh $(B)/test $(filter-out $(ALONE),$(SUITES)) -- \
	    $(filter $(ALONE),$(SUITES))
test-parts: $(TESTED) $(NODE_MODULES)
