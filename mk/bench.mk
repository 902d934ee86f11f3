# bench.mk -- what is measured, and the pictures.
#
# Each test/bench/bench_NAME.c is a program, called with the served program and a folder of its
# own; each test/bench/NAME.mjs a script that finds the same in TOWARD and BENCH. All print a line
# a figure: name value unit reference ratio goal ok|short.
# On a machine that others use too, look at the ratios: figure and reference were measured in turns.

BENCHES := $(patsubst test/bench/bench_%.c,%,$(sort $(wildcard test/bench/bench_*.c)))
BENCH_SCRIPTS := $(sort $(wildcard test/bench/*.mjs))
$(foreach b,$(BENCHES),$(eval $(call program,$(B)/release/bench_$(b),release,test/bench/bench_$(b).c \
    $(CORE_C) $(NATIVE_HOST_C) $(RELAY_GEN_C) $(GEN_C),$(RELAY_LIBS) $(NATIVE_LIBS))))

.PHONY: bench bench-parts shots
bench: ## every figure beside its reference and goal
	$(Q)tools/install_packages.sh test
	$(Q)$(MAKE) -s -j$(JOBS) bench-parts
	$(Q)for b in $(BENCHES); do rm -rf $(B)/bench/$$b; mkdir -p $(B)/bench/$$b; \
	    $(B)/release/bench_$$b $(TOWARD) $(B)/bench/$$b || exit 1; done
	$(Q)for s in $(BENCH_SCRIPTS); do mkdir -p $(B)/bench; \
	    TOWARD=$(TOWARD) BENCH=$(B)/bench node $$s || exit 1; done
bench-parts: $(TOWARD) $(NODE_MODULES) $(BENCHES:%=$(B)/release/bench_%)

shots: ## a picture of every screen, in build/shots
	$(Q)tools/install_packages.sh test
	$(Q)$(MAKE) -s -j$(JOBS) $(TOWARD) $(NODE_MODULES)
	$(Q)rm -rf $(B)/shots && mkdir -p $(B)/shots
	$(Q)TOWARD=$(TOWARD) SHOTS=$(B)/shots node test/web/shots.mjs

# Lighthouse and what it needs, exactly as tools/lighthouse/package-lock.json names it, without any of their scripts;
# installed for this alone, so that `make test` does not wait for it.
LIGHTHOUSE := $(B)/lighthouse
$(LIGHTHOUSE)/node_modules/.package-lock.json: tools/lighthouse/package.json tools/lighthouse/package-lock.json
	@echo "Installing Lighthouse's npm packages into $(LIGHTHOUSE)"
	@mkdir -p $(LIGHTHOUSE)
	$(Q)cp .npmrc tools/lighthouse/package.json tools/lighthouse/package-lock.json $(LIGHTHOUSE)/
	$(Q)cd $(LIGHTHOUSE) && npm ci --ignore-scripts --loglevel=error </dev/null || { \
	    echo 'Could not install the npm packages (see above). Connect this machine and run this again.'; exit 1; }
	@touch $@

.PHONY: lighthouse
lighthouse: ## what Lighthouse says of the app as it is served; fails below 95
	$(Q)tools/install_packages.sh test
	$(Q)$(MAKE) -s -j$(JOBS) $(TOWARD) $(LIGHTHOUSE)/node_modules/.package-lock.json
	$(Q)TOWARD=$(TOWARD) LIGHTHOUSE=$(LIGHTHOUSE) node tools/lighthouse/run.mjs
