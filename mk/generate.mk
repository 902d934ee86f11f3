# generate.mk -- what is generated, into $(B)/gen. None of it is committed.
#
# Each generator's output is replaced only when it changed, so that what depends on it rebuilds
# only then; the generators themselves are quick and run each time.

GEN := $(B)/gen

# $(call replace_if_changed,FILE): keeps FILE's time when FILE.new says the same.
replace_if_changed = if cmp -s $(1).new $(1); then rm -f $(1).new; else mv $(1).new $(1); fi

# The list of unit tests, from the lines TEST(name).
$(GEN)/unit_tests.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/list_tests.sh $(UNIT_C) >$@.new && $(call replace_if_changed,$@)
$(GEN)/edge_tests.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/list_tests.sh $(EDGE_TEST_C) >$@.new && $(call replace_if_changed,$@)

# The registry of practices, from the folders of src/practices.
ifneq ($(and $(wildcard src/app/practice.h),$(wildcard tools/text/*.c)),)
GEN_C += $(GEN)/practices.c
$(GEN)/practices.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/list_practices.sh $(PRACTICES) >$@.new && $(call replace_if_changed,$@)
endif

# The relay's schema: the SQL files in the order of their names.
ifneq ($(wildcard tools/embed_schema.sh),)
RELAY_GEN_C += $(GEN)/schema.c
$(GEN)/schema.c: FORCE
	@mkdir -p $(@D)
	$(Q)tools/embed_schema.sh $(sort $(wildcard src/relay/schema/*.sql)) >$@.new && \
	    $(call replace_if_changed,$@)
endif

# The words: Markdown to keys, the English table and the languages there are; docs/text.md.
# The translations become .mo files under $(B)/text; one that is not complete enough is left out
# by the core, group by group.
ifneq ($(wildcard tools/text/text_gen.c),)
TEXT_MD := $(sort $(wildcard text/*.md src/practices/*/*.md))
TEXT_PO := $(sort $(wildcard po/*.po))
TEXT_GEN := $(B)/tool/text_gen
TEXT_GEN_C := $(wildcard tools/text/*.c) src/view/text_shape.c $(wildcard src/base/*.c)
GEN_H += $(GEN)/text_keys.h
GEN_C += $(GEN)/text_en.c $(GEN)/languages.c
MO_FILES := $(patsubst po/%.po,$(B)/text/%.mo,$(TEXT_PO))

# $(call text_rule,FILE,MODE,INPUTS)
define text_rule
$(1).parts: PARTS = $(3)
$(1): $(TEXT_GEN) $(3) $(1).parts
	@mkdir -p $$(@D)
	$(Q)$(TEXT_GEN) $(2) $(3) >$$@.new && $$(call replace_if_changed,$$@)
endef
$(eval $(call text_rule,$(GEN)/text_keys.h,keys,$(TEXT_MD)))
$(eval $(call text_rule,$(GEN)/text_en.c,english,$(TEXT_MD)))
$(eval $(call text_rule,$(GEN)/text_names.c,names,$(TEXT_MD)))
$(eval $(call text_rule,$(GEN)/languages.c,languages,$(TEXT_PO)))
$(eval $(call text_rule,$(B)/text/toward.pot,pot,$(TEXT_MD)))
$(eval $(call text_rule,$(B)/text/pseudo.po,pseudo,$(TEXT_MD)))

$(B)/text/%.mo: po/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<
$(B)/text/pseudo.mo: $(B)/text/pseudo.po
	$(Q)msgfmt --check -o $@ $<

.PHONY: pot
pot: $(B)/text/toward.pot ## the template for translators: build/text/toward.pot
endif
