# text.mk -- from the Markdown words to the English table and the .mo files.
#
# English is compiled in; each po/CODE.po, with the CODE.po that stands beside each practice's
# Markdown, becomes CODE.mo in the site's text/, and so does the pseudo-locale qps. Adding a Markdown
# file to text/ or to a practice's folder, or a CODE.po, is all there is to do. docs/text.md is for
# those who write and translate.

ROOM_WORDS := $(filter-out %/README.md,$(sort $(wildcard src/practices/*/*.md)))
# As text_gen takes them: which are of the later part of the module (mk/sources.mk).
WORDS_IN_PARTS := $(sort $(wildcard text/*.md)) $(filter $(call first_practices),$(ROOM_WORDS)) \
    --later $(filter-out $(call first_practices),$(ROOM_WORDS))
WORDS := $(filter-out --later,$(WORDS_IN_PARTS))
LANGUAGES := $(patsubst po/%.po,%,$(sort $(wildcard po/*.po)))
# $(call po_of,CODE): the files of a language.
po_of = po/$(1).po $(sort $(wildcard src/practices/*/$(1).po))
MO_FILES := $(LANGUAGES:%=$(B)/text/%.mo) $(B)/text/qps.mo

GEN_C += $(GEN)/text_en.c $(GEN)/languages.c
GEN_H += $(GEN)/text_keys.h $(GEN)/text_later_table.h

TEXT_GEN := $(B)/tools/text_gen
TEXT_GEN_C := tools/text/source.c tools/text/voice.c tools/text/text_gen.c src/view/text_shape.c \
    src/base/arena.c src/base/bytes.c src/base/err.c
TEXT_TOOL_CC = $(GCC) -std=c11 -O1 -g -Isrc -Itools/text -I$(GEN) -Wall -Wextra -Wconversion \
    -Wshadow -Werror

$(TEXT_GEN): $(TEXT_GEN_C) $(wildcard tools/text/*.h src/base/*.h) src/view/text_shape.h
	@mkdir -p $(@D)
	$(Q)$(TEXT_TOOL_CC) -o $@ $(TEXT_GEN_C)

# The list of files, so that one that came or went is noticed.
$(GEN)/words.list: FORCE
	@mkdir -p $(@D)
	@echo '$(WORDS) $(foreach l,$(LANGUAGES),$(call po_of,$(l)))' >$@.$(NEW) && $(call replace_if_changed,$@)

# $(call text_generated,FILE,MODE): FILE is what text_gen MODE writes.
define text_generated
$(1): $(TEXT_GEN) $(WORDS) $(GEN)/words.list
	$$(Q)$(TEXT_GEN) $(2) $(WORDS_IN_PARTS) >$$@.$(NEW) && $$(call replace_if_changed,$$@)
endef
$(eval $(call text_generated,$(GEN)/text_keys.h,keys))
$(eval $(call text_generated,$(GEN)/text_en.c,english))
$(eval $(call text_generated,$(GEN)/text_later_table.h,later))
$(eval $(call text_generated,$(GEN)/text_names.c,names))
$(eval $(call text_generated,$(GEN)/toward.pot,pot))
$(eval $(call text_generated,$(GEN)/po/qps.po,pseudo))
$(GEN)/po/qps.po: | $(GEN)/po

$(GEN)/languages.c: $(TEXT_GEN) $(LANGUAGES:%=po/%.po) $(GEN)/po/qps.po $(GEN)/words.list
	$(Q)$(TEXT_GEN) languages $(LANGUAGES:%=po/%.po) $(GEN)/po/qps.po >$@.$(NEW) && \
	    $(call replace_if_changed,$@)

# Only what still belongs to today's English goes into a .mo: a changed text has no translation.
$(GEN)/po $(B)/text:
	@mkdir -p $@
define language_merged
$(GEN)/po/$(1).po: $(call po_of,$(1)) $(GEN)/toward.pot $(GEN)/words.list | $(GEN)/po
	$$(Q)msgcat -o $$@.$(NEW) $(call po_of,$(1)) && \
	    msgmerge --quiet --no-fuzzy-matching -o $$@ $$@.$(NEW) $(GEN)/toward.pot && rm -f $$@.$(NEW)
endef
$(foreach l,$(LANGUAGES),$(eval $(call language_merged,$(l))))
$(B)/text/%.mo: $(GEN)/po/%.po | $(B)/text
	$(Q)msgfmt --check -o $@ $<

$(GEN)/text_mo.c: $(MO_FILES) $(TEXT_GEN)
	$(Q)$(TEXT_GEN) bytes $(MO_FILES) >$@.$(NEW) && $(call replace_if_changed,$@)

.PHONY: text po
text: $(MO_FILES) ## the .mo files of all languages
po: $(TEXT_GEN) ## bring each CODE.po up to date with the Markdown (no guessing)
	$(Q)tools/update_po.sh $(TEXT_GEN) $(LANGUAGES)

# --- what is checked ------------------------------------------------------------------------------
# English keeps our voice, each key is used, each language is whole and keeps what it must; all of
# it with the loader of the app.
TEXT_CHECK := $(B)/tools/text_check
TEXT_CHECK_C := tools/text/source.c tools/text/voice.c tools/text/text_check.c $(GEN)/text_en.c \
    $(GEN)/text_names.c $(addprefix src/view/,text.c text_later.c text_load.c text_shape.c mo.c plural.c dates.c) \
    $(addprefix src/base/,arena.c bytes.c err.c day.c)
TEXT_USERS := $(wildcard tools/*.c src/*/*.[ch] src/practices/*/*.[ch] test/unit/*.c)

$(TEXT_CHECK): $(TEXT_CHECK_C) $(GEN)/text_keys.h $(GEN)/text_later_table.h $(wildcard tools/text/*.h src/view/*.h)
	@mkdir -p $(@D)
	$(Q)$(TEXT_TOOL_CC) -o $@ $(TEXT_CHECK_C)

.PHONY: text-check
text-check: $(TEXT_GEN) $(TEXT_CHECK) $(MO_FILES) ## the words: voice, use, and complete languages
	$(Q)passed=0; failed=0; \
	count() { if "$$@"; then passed=$$((passed + 1)); else failed=$$((failed + 1)); fi; }; \
	count $(TEXT_GEN) check tools/text/voice-en.txt $(WORDS) $(TEXT_USERS); \
	for l in $(LANGUAGES); do \
	    count $(TEXT_CHECK) $$(ls tools/text/voice-$$l.txt 2>&- || echo -) $(B)/text/$$l.mo; done; \
	count $(TEXT_CHECK) - $(B)/text/qps.mo; \
	echo "$$passed passed, $$failed failed"; [ $$failed = 0 ]
