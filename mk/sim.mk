# sim.mk -- the simulator: whole apps, the real relay, virtual time (docs/reliability.md).

SIM_PARTS := test/sim/main.c $(SIM_C) $(SIM_HELP_C) $(RELAY_C) $(CORE_C) $(GEN)/assets.c \
    $(RELAY_GEN_C) $(GEN_C)
# What the relay's store draws from the system follows from the seed here (test/sim/sim_relay.c).
SIM_WRAP := -Wl,--wrap=getrandom
$(foreach p,release asan,$(eval $(call program,$(B)/$(p)/sim,$(p),$(SIM_PARTS),\
    $(SIM_WRAP) $(B)/$(p)/libllhttp.a $(RELAY_LIBS) $(NATIVE_LIBS),$(B)/$(p)/libllhttp.a)))

SIM_ARGUMENTS = $(if $(SEED),seed=$(SEED)) $(if $(SEEDS),seeds=$(SEEDS)) $(if $(STEPS),steps=$(STEPS)) \
    $(if $(TWIN),twin=$(TWIN)) $(if $(VERBOSE),verbose=1) jobs=$(JOBS)
.PHONY: sim
sim: $(B)/release/sim ## the simulator: SEED=1 SEEDS=100 (STEPS= TWIN=only VERBOSE=1 replay one)
	$(Q)$< $(SIM_ARGUMENTS)
