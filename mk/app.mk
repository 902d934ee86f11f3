# app.mk -- the served module, the assembled site, and the program `toward` that holds both.

# --- the module -----------------------------------------------------------------------------------
# Its exports are declared in C (export_name); its imports are a golden file, so that a stray
# printf or time() fails the build's tests. The later part (mk/sources.mk) is linked by itself first,
# so that no function of one part is inlined into the other; then the whole is cut there.
MODULE := $(B)/wasm/toward.wasm
MODULE_LATER := $(B)/wasm/later.wasm
WASM_LINK := -nostartfiles -Wl,--no-entry,--gc-sections,--strip-all,--stack-first \
    -Wl,-z,stack-size=1048576,--max-memory=1073741824,--fatal-warnings

# --low-memory-unused: nothing of ours points into the first KiB, where the stack would end.
WASM_OPT := -Oz -Oz --converge --low-memory-unused

ifneq ($(WASM_HOST_C),)
MODULE_C := $(filter-out $(LATER_C),$(CORE_C) $(WASM_HOST_C)) $(GEN_C)
$(eval $(call program,$(B)/wasm/later.o,wasm,$(LATER_C),-nostartfiles -nostdlib -Wl$(comma)-r))
$(eval $(call program,$(B)/wasm/linked.wasm,wasm,$(MODULE_C),$(B)/wasm/later.o $(WASM_LINK) \
    -Wl$(comma)-Map=$(B)/wasm/linked.map $(WASM_LIBS),$(B)/wasm/later.o $(WASM_LIBS)))
$(MODULE) $(MODULE_LATER) &: $(B)/wasm/linked.wasm tools/wasm/split_module.mjs
	$(Q)node tools/wasm/split_module.mjs $< $(B)/wasm/linked.map $(B)/wasm/later.o $(MODULE) \
	    $(MODULE_LATER) $(WASM_OPT)
endif

# --- the site -------------------------------------------------------------------------------------
# build/site is what a browser may ask for: web/ with the module, what is generated and the
# translations.
SITE := $(B)/site
WEB_FILES := $(sort $(shell find web -type f 2>/dev/null))

ifneq ($(wildcard web/index.html),)
# SITE_EXTRA: generated files that stand beside those of web/.
SITE_PARTS := $(if $(WASM_HOST_C),$(MODULE) $(MODULE_LATER)) $(SITE_EXTRA) $(MO_FILES)
$(SITE)/list: $(WEB_FILES) $(SITE_PARTS) tools/assemble_site.mjs $(B)/site.parts
	@echo "  site     $(SITE)"
	$(Q)node tools/assemble_site.mjs $(SITE) web $(SITE_PARTS)
$(B)/site.parts: PARTS = $(WEB_FILES) $(SITE_PARTS)
endif

$(GEN)/assets.c: tools/embed_assets.mjs $(if $(wildcard web/index.html),$(SITE)/list)
	@mkdir -p $(@D)
	$(Q)node tools/embed_assets.mjs $(SITE) >$@.$(NEW) && $(call replace_if_changed,$@)
	@touch $@

.PHONY: site
site: $(SITE)/list

# --- the program ----------------------------------------------------------------------------------
TOWARD := $(B)/release/toward
TOWARD_C := $(CLI_C) $(RELAY_C) $(CORE_C) $(NATIVE_HOST_C) $(GEN)/assets.c $(RELAY_GEN_C) $(GEN_C)
ifneq ($(CLI_C),)
$(foreach p,release asan tsan cov,$(eval $(call program,$(B)/$(p)/toward,$(p),$(TOWARD_C),\
    $(B)/$(p)/libllhttp.a $(RELAY_LIBS) $(NATIVE_LIBS),$(B)/$(p)/libllhttp.a)))
endif

.PHONY: build run
build: $(TOWARD) ## the program, with the app inside: build/release/toward

run: ## install what is missing, build, and serve app and relay on 127.0.0.1 (PORT=8080, DATA=...)
	$(Q)tools/install_packages.sh build
	$(Q)[ -e $(TOWARD) ] || tools/check_folder.sh $(B) 100
	$(Q)$(MAKE) -s -j$(JOBS) build
	$(Q)exec $(TOWARD) serve --port '$(PORT)' --data '$(DATA)'
