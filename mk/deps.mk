# deps.mk -- what comes from elsewhere.
#
# Natively the libraries are Debian's -dev packages. For WebAssembly the same version's sources,
# with Debian's patches, are fetched (tools/fetch_source.sh) and compiled here into $(WASM_DEPS);
# nothing of them is committed. llhttp has no -dev package: its C comes with Debian's node-llhttp.

$(WASM_LIBS) &: tools/build_wasm_libs.sh tools/fetch_source.sh tools/wasm/ed25519_base.c
	$(Q)tools/build_wasm_libs.sh $(DEPS) $(notdir $(WASM_DEPS))

# llhttp, compiled for each native profile from the C in node-llhttp.
LLHTTP_C := $(addprefix /usr/share/llhttp/,api.c http.c llhttp.c)
define llhttp_rules
$(B)/$(1)/libllhttp.a: $(LLHTTP_C) $(B)/$(1)/flags
	@mkdir -p $(B)/$(1)/llhttp
	@$$(if $(V),,echo '  $(1)  llhttp')
	$(Q)for name in api http llhttp; do $(CC_$(1)) $(FLAGS_$(1)) -w -I/usr/share/include/llhttp \
	    -c /usr/share/llhttp/$$$$name.c -o $(B)/$(1)/llhttp/$$$$name.o || exit 1; done
	$(Q)rm -f $$@ && ar rcs $$@ $(B)/$(1)/llhttp/*.o
endef
$(foreach p,release asan tsan cov fuzz canary,$(eval $(call llhttp_rules,$(p))))

# What the tests use of npm: exactly what package-lock.json names, without any of their scripts.
NODE_MODULES := node_modules/.package-lock.json
$(NODE_MODULES): package.json package-lock.json
	@echo "Installing the tests' npm packages into node_modules"
	$(Q)npm ci --ignore-scripts --loglevel=error </dev/null || { \
	    echo 'Could not install the npm packages (see above). Connect this machine and run this again.'; exit 1; }
	@touch $@

.PHONY: deps
deps: ## install and fetch everything that the build and the tests need
	$(Q)tools/install_packages.sh test
	$(Q)$(MAKE) $(WASM_LIBS) $(NODE_MODULES)
