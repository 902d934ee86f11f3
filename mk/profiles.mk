# profiles.mk -- compilers, flags and the objects and programs of each profile.
#
#   release    gcc, optimised and hardened: what runs
#   asan       clang with AddressSanitizer and UndefinedBehaviorSanitizer: what is tested most
#   tsan       clang with ThreadSanitizer: the relay's threads
#   cov        clang, counting the branches taken
#   fuzz       clang with libFuzzer and the sanitizers
#   canary     gcc, with faults made on purpose for the simulator to find
#   wasm       clang for wasm32, optimised for size: the module that is served
#   wasm-test  clang for wasm32 with the unit tests, run by node
#   tool       gcc: the generators, which run during the build and need nothing generated

CCACHE := $(shell command -v ccache 2>/dev/null)
GCC := $(CCACHE) gcc
CLANG := $(CCACHE) clang
WASM_CLANG := $(CCACHE) clang --target=wasm32-wasi --sysroot=/usr -nostdlibinc \
    -isystem /usr/include/wasm32-wasi -Wno-unused-command-line-argument

COMMON := -std=c11 -Isrc -I$(GEN) -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes \
    -Wmissing-prototypes -Wvla -Werror -fno-strict-overflow -fno-common
# Only the edges (relay, cli, tests of them) use more of the system than C and POSIX.
SYSTEM := -D_GNU_SOURCE -isystem /usr/share/include/llhttp

HARDENED := -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection \
    -fcf-protection=full -ftrivial-auto-var-init=zero -fPIE -Werror=format-security
HARDENED_LINK := -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed

FLAGS_release := $(HARDENED)
LINK_release := $(HARDENED_LINK)
CC_release := $(GCC)

SANITIZE := -fsanitize=address,undefined,float-divide-by-zero -fno-sanitize-recover=all
FLAGS_asan := -O1 -g -fno-omit-frame-pointer $(SANITIZE)
LINK_asan := $(SANITIZE)
CC_asan := $(CLANG)

FLAGS_tsan := -O1 -g -fsanitize=thread
LINK_tsan := -fsanitize=thread
CC_tsan := $(CLANG)

FLAGS_cov := -O0 -g -fprofile-instr-generate -fcoverage-mapping
LINK_cov := -fprofile-instr-generate
CC_cov := $(CLANG)

# The libraries as WebAssembly (mk/deps.mk makes them). The folder is named after the script that
# compiles them, so that work trees of different states may share DEPS.
WASM_DEPS := $(DEPS)/wasm-$(firstword $(shell cat tools/build_wasm_libs.sh tools/wasm/*.c | cksum))
WASM_LIBS := $(WASM_DEPS)/libsodium.a $(WASM_DEPS)/libmd4c.a $(WASM_DEPS)/libqrencode.a
WASM_INCLUDE := -isystem $(WASM_DEPS)/include

# Not bulk-memory: with it clang 14 keeps errno thread-local, which wasi-libc of Debian does not.
# libFuzzer's coverage in everything, its main in what $(B)/fuzz/NAME links.
FLAGS_fuzz := -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link -DFUZZING
LINK_fuzz := $(SANITIZE) -fsanitize=fuzzer
CC_fuzz := $(CLANG)
BEFORE_fuzz = $(GEN_H)

# What the simulator must find (src/base/canary.h); nothing else is made of it.
FLAGS_canary := -O1 -g -DTOWARD_CANARIES
CC_canary := $(GCC)
BEFORE_canary = $(GEN_H)

FLAGS_tool := -O1 -g
CC_tool := $(GCC)

WASM_FEATURES := -msign-ext -mnontrapping-fptoint
FLAGS_wasm := -Oz -flto $(WASM_INCLUDE) -g0 $(WASM_FEATURES) -fvisibility=hidden -ffunction-sections -fdata-sections
# At -O0 clang's driver does not call wasm-opt by itself, which it does without our features.
LINK_wasm := -O0
CC_wasm := $(WASM_CLANG)
# Stands in front of libc, so it is linked as it is.
$(B)/wasm/src/host/wasm_libc.o: EXTRA = -mbulk-memory -fno-builtin -fno-lto

FLAGS_wasm-test := -O1 -g $(WASM_INCLUDE) $(WASM_FEATURES)
LINK_wasm-test := -Wl,-z,stack-size=1048576,--stack-first,--max-memory=1073741824
CC_wasm-test := $(WASM_CLANG)

# What must stand before a profile compiles anything: generated headers, those of libraries.
BEFORE_release = $(GEN_H)
BEFORE_asan = $(GEN_H)
BEFORE_tsan = $(GEN_H)
BEFORE_cov = $(GEN_H)
BEFORE_wasm = $(GEN_H) $(WASM_LIBS)
BEFORE_wasm-test = $(GEN_H) $(WASM_LIBS)

PROFILES := release asan tsan cov fuzz canary wasm wasm-test tool
NATIVE_LIBS := -lsodium -lqrencode -lmd4c -lm
RELAY_LIBS := -luv -lsqlite3 -lseccomp -lpthread

comma := ,

# $(call objects,PROFILE,FILES): sources of the tree and of $(GEN) alike.
objects = $(patsubst %.c,$(B)/$(1)/%.o,$(patsubst $(GEN)/%,gen/%,$(2)))

# The flags of a profile, in a file that changes when they do; and the rules from C to objects.
define profile_rules
$(B)/$(1)/flags: FORCE
	@mkdir -p $$(@D)
	@echo '$(CC_$(1)) $(COMMON) $(FLAGS_$(1)) $(LINK_$(1)) $(SYSTEM)' >$$@.$(NEW)
	@$$(call replace_if_changed,$$@)
$(B)/$(1)/%.o: %.c $(B)/$(1)/flags | $$(BEFORE_$(1))
	@mkdir -p $$(@D)
	@$$(if $(V),,echo '  $(1)  $$<')
	$(Q)$(CC_$(1)) $(COMMON) $(FLAGS_$(1)) $$(EXTRA) -MMD -MP -c -o $$@ $$<
$(B)/$(1)/gen/%.o: $(GEN)/%.c $(B)/$(1)/flags | $$(BEFORE_$(1))
	@mkdir -p $$(@D)
	$(Q)$(CC_$(1)) $(COMMON) $(FLAGS_$(1)) $$(EXTRA) -MMD -MP -c -o $$@ $$<
$(B)/$(1)/src/relay/%.o $(B)/$(1)/src/cli/%.o $(B)/$(1)/src/host/native%.o \
    $(B)/$(1)/test/native/%.o $(B)/$(1)/test/relay/%.o $(B)/$(1)/test/bench/%.o \
    $(B)/$(1)/test/sim/%.o $(B)/$(1)/test/faults/%.o $(B)/$(1)/test/fuzz/%.o \
    $(B)/$(1)/test/soak/%.o: EXTRA = $(SYSTEM)
$(B)/$(1)/tools/%.o: EXTRA = $(SYSTEM) -Itools/text
$(B)/$(1)/gen/text_names.o: EXTRA = -Itools/text
$(B)/$(1)/gen/injected.o: EXTRA = -Itest/unit
$(B)/$(1)/test/%.o: EXTRA += -Itest/unit -Itools/text -Wno-missing-prototypes
$(B)/$(1)/test/native/%.o $(B)/$(1)/test/relay/%.o $(B)/$(1)/test/sim/%.o \
    $(B)/$(1)/test/faults/%.o $(B)/$(1)/test/fuzz/%.o $(B)/$(1)/test/soak/%.o: \
    EXTRA += -Itest/unit -Wno-missing-prototypes
endef
$(foreach p,$(PROFILES),$(eval $(call profile_rules,$(p))))

# $(call link_list,FILES): write the list of a program's parts to $@.parts; relink when it changes.
%.parts: FORCE
	@mkdir -p $(@D)
	@echo '$(PARTS)' >$@.$(NEW)
	@$(call replace_if_changed,$@)

# $(call program,PATH,PROFILE,FILES,LIBS): links FILES into PATH.
define program
$(1).parts: PARTS = $(3)
$(1): $(call objects,$(2),$(3)) $(1).parts $(5)
	@mkdir -p $$(@D)
	@$$(if $(V),,echo '  $(2)  $$@')
	$(Q)$(CC_$(2)) $(FLAGS_$(2)) $(LINK_$(2)) -o $$@ $(call objects,$(2),$(3)) $(4)
-include $(patsubst %.o,%.d,$(call objects,$(2),$(3)))
endef
