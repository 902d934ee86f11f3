# sources.mk -- which files belong to what. Adding a file to a folder is all there is to do.

# In the order of the layers: a folder includes only from those before it.
CORE_FOLDERS := base wire crypt book view insight app forms
PRACTICES := $(notdir $(patsubst %/,%,$(sort $(dir $(wildcard src/practices/*/*.c)))))

CORE_C := $(sort $(wildcard $(CORE_FOLDERS:%=src/%/*.c) src/practices/*/*.c))
RELAY_C := $(filter-out src/relay/main.c,$(sort $(wildcard src/relay/*.c)))
CLI_C := $(sort $(wildcard src/cli/*.c src/relay/main.c))
NATIVE_HOST_C := $(wildcard src/host/native*.c)
# vectors*.c is the host part that tests ask for known answers: in the module, and in build/release/vectors.
WASM_HOST_C := $(wildcard src/host/wasm*.c src/host/vectors*.c)

# The served module comes in two parts, because the first screen should wait for little. The later
# part holds every practice but those that the first evening goes through, what only the others use,
# and what nobody needs at once; a practice that comes is of the later part by itself.
FIRST_PRACTICES := door evening safety
FIRST_FORMS := gate note sealed_round
first_practices = $(foreach p,$(FIRST_PRACTICES),src/practices/$(p)/%)
LATER_C := $(filter-out $(call first_practices),$(filter src/practices/%,$(CORE_C))) \
    $(filter-out $(FIRST_FORMS:%=src/forms/%.c),$(filter src/forms/%,$(CORE_C))) \
    $(filter src/insight/%,$(CORE_C)) $(wildcard $(addprefix src/app/,calendar.c example.c export.c) \
    $(addprefix src/view/,chart.c chart_ring.c mo.c text_later.c text_load.c)) \
    $(filter-out src/host/wasm.c src/host/wasm_libc.c,$(WASM_HOST_C))

# injected_NAME.c is how the fields of room NAME are reached (test/unit/injected.h).
INJECTED_C := $(sort $(wildcard test/unit/injected_*.c))
UNIT_C := $(sort $(wildcard test/unit/test_*.c)) $(INJECTED_C)
UNIT_HELP_C := $(filter-out $(UNIT_C),$(sort $(wildcard test/unit/*.c)))
# The simulator: its parts, without its main and its own tests; and what it takes of the unit tests.
SIM_C := $(filter-out test/sim/main.c test/sim/test_%,$(sort $(wildcard test/sim/*.c)))
SIM_HELP_C := test/unit/fake_relay.c test/unit/store_faulty.c
EDGE_TEST_C := $(sort $(wildcard test/native/test_*.c test/relay/test_*.c test/sim/test_*.c))

# In-process faults under the relay's store and the core; what stands in the way is beside them.
FAULT_TEST_C := $(sort $(wildcard test/faults/test_*.c))
FAULT_HELP_C := $(filter-out test/faults/test_%,$(sort $(wildcard test/faults/*.c)))

# A hostile relay against the real client.
HOSTILE_C := $(sort $(wildcard test/hostile/*.c))

# Programs that talk to the running relay from outside: each soak_NAME is test/soak/NAME.c.
SOAK_HELP_C := test/soak/client.c test/soak/author.c test/faults/database.c

FUZZERS := $(patsubst test/fuzz/fuzz_%.c,%,$(sort $(wildcard test/fuzz/fuzz_*.c)))

FORMATTED := $(sort $(shell find src test tools -name '*.[ch]' 2>/dev/null))
