# sim.mk -- the simulator: whole apps, the real relay, virtual time (docs/reliability.md).

SIM_PARTS := test/sim/main.c $(SIM_C) $(SIM_HELP_C) $(RELAY_C) $(CORE_C) $(GEN)/assets.c \
    $(RELAY_GEN_C) $(GEN_C)
# What the relay's store draws from the system follows from the seed here (test/sim/sim_relay.c).
SIM_WRAP := -Wl,--wrap=getrandom
$(foreach p,release asan canary,$(eval $(call program,$(B)/$(p)/sim,$(p),$(SIM_PARTS),\
    $(SIM_WRAP) $(B)/$(p)/libllhttp.a $(RELAY_LIBS) $(NATIVE_LIBS),$(B)/$(p)/libllhttp.a)))

SIM_ARGUMENTS = $(if $(SEED),seed=$(SEED)) $(if $(SEEDS),seeds=$(SEEDS)) $(if $(STEPS),steps=$(STEPS)) \
    $(if $(TWIN),twin=$(TWIN)) $(if $(VERBOSE),verbose=1) jobs=$(JOBS)
.PHONY: sim
sim: $(B)/release/sim ## the simulator: SEED=1 SEEDS=100 (STEPS= TWIN=only VERBOSE=1 replay one)
	$(Q)$< $(SIM_ARGUMENTS)

.PHONY: sim-canary soak-sim
sim-canary: $(B)/canary/sim $(B)/release/sim $(TOWARD) ## faults made on purpose: each is caught within 200 seeds
	$(Q)tools/run_canaries.sh $(B)/canary/sim $(JOBS) $(B)/release/sim $(TOWARD)

# HOURS or MINUTES; the first failure ends it.
SOAK_SECONDS = $(shell awk 'BEGIN { print int($(if $(MINUTES),$(MINUTES) * 60,$(or $(HOURS),1) * 3600)) }')
soak-sim: $(B)/release/sim ## the simulator for HOURS (1) or MINUTES, from SEED on
	$(Q)$< seed=$(or $(SEED),1000000) seeds=1000000000 seconds=$(SOAK_SECONDS) jobs=$(JOBS) until=fail
