# generate.mk -- what is generated, into $(B)/gen. None of it is committed.
#
# Each generator's output is replaced only when it changed, so that what depends on it rebuilds
# only then; the generators themselves are quick and run each time.

GEN := $(B)/gen

# $(call replace_if_changed,FILE): keeps FILE's time when FILE.$(NEW) says the same. Each make has a
# name of its own for what is new, because suites run side by side.
NEW := new.$(shell echo $$$$)
replace_if_changed = if cmp -s $(1).$(NEW) $(1); then rm -f $(1).$(NEW); else mv $(1).$(NEW) $(1); fi

# The list of unit tests, from the lines TEST(name).
$(GEN)/unit_tests.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/list_tests.sh $(UNIT_C) >$@.$(NEW) && $(call replace_if_changed,$@)
# How rooms' fields are reached, from the lines INJECTED(name).
$(GEN)/injected.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/list_injected.sh $(INJECTED_C) >$@.$(NEW) && $(call replace_if_changed,$@)
$(GEN)/edge_tests.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/list_tests.sh $(EDGE_TEST_C) >$@.$(NEW) && $(call replace_if_changed,$@)

$(GEN)/fault_tests.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/list_tests.sh $(FAULT_TEST_C) >$@.$(NEW) && $(call replace_if_changed,$@)

$(GEN)/hostile_tests.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/list_tests.sh $(HOSTILE_C) >$@.$(NEW) && $(call replace_if_changed,$@)

# The English word list (src/crypt/words.h), as an array; the page loads the others.
SITE_EXTRA += $(filter-out text/words_en.txt,$(wildcard text/words_*.txt))
GEN_C += $(GEN)/words_en.c
$(GEN)/words_en.c: text/words_en.txt
	@mkdir -p $(@D)
	$(Q){ echo '#include <stddef.h>'; echo '#include <stdint.h>'; \
	    echo 'extern const uint8_t words_english_lines[];'; \
	    echo 'extern const size_t words_english_size;'; \
	    echo 'const uint8_t words_english_lines[] ='; sed 's/.*/    "&\\n"/' $<; \
	    echo '    ;'; \
	    echo 'const size_t words_english_size = sizeof words_english_lines - 1;'; } >$@

# The registry of practices, from the folders of src/practices.
GEN_C += $(GEN)/practices.c
$(GEN)/practices.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/list_practices.sh $(PRACTICES) >$@.$(NEW) && $(call replace_if_changed,$@)

# The relay's schema: the SQL files in the order of their names.
ifneq ($(wildcard tools/embed_schema.sh),)
RELAY_GEN_C += $(GEN)/schema.c
$(GEN)/schema.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/embed_schema.sh $(sort $(wildcard src/relay/schema/*.sql)) >$@.$(NEW) && \
	    $(call replace_if_changed,$@)
endif
