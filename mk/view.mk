# view.mk -- what the page gets from the view's lists, the catalogue of parts, the app's icons.

# The tables of web/patch.js, written by C (src/view/ops.h).
VIEW_CONSTANTS := $(B)/tool/view_constants
$(eval $(call program,$(VIEW_CONSTANTS),tool,tools/view_constants.c))
$(GEN)/view_constants.js: $(VIEW_CONSTANTS)
	@mkdir -p $(@D)
	$(Q)$< >$@.$(NEW) && $(call replace_if_changed,$@)
	@touch $@
SITE_EXTRA += $(GEN)/view_constants.js
suite-types suite-web: $(GEN)/view_constants.js
suite-web: catalogue
suite-web: export BUILD = $(B)

# Every part in every state, as static pages to look at.
CATALOGUE := $(B)/release/catalogue
CATALOGUE_C := tools/catalogue.c $(wildcard src/base/*.c src/view/*.c) src/forms/agreement_show.c \
    $(GEN)/text_en.c
$(eval $(call program,$(CATALOGUE),release,$(CATALOGUE_C),$(NATIVE_LIBS)))

.PHONY: catalogue
catalogue: $(CATALOGUE) ## every part of a page in every state: build/catalogue/*.html
	@mkdir -p $(B)/catalogue
	$(Q)cp web/style.css $(B)/catalogue/
	$(Q)$(CATALOGUE) $(B)/catalogue

# The app's icon in the sizes that phones ask for.
ICONS := $(addprefix $(GEN)/icons/,icon.svg icon-192.png icon-512.png icon-180.png maskable-512.png)
$(ICONS) &: tools/make_icons.mjs
	$(Q)node tools/make_icons.mjs $(GEN)/icons
SITE_EXTRA += $(ICONS)

# The numbers of events and effects (src/app/effects.h).
APP_CONSTANTS := $(B)/tool/app_constants
$(eval $(call program,$(APP_CONSTANTS),tool,tools/app_constants.c))
$(GEN)/app_constants.js: $(APP_CONSTANTS)
	@mkdir -p $(@D)
	$(Q)$< >$@.$(NEW) && $(call replace_if_changed,$@)
	@touch $@
SITE_EXTRA += $(GEN)/app_constants.js
suite-types suite-web: $(GEN)/app_constants.js
