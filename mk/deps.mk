# deps.mk -- what comes from elsewhere.
#
# Natively the libraries are Debian's -dev packages. For WebAssembly the same version's sources,
# with Debian's patches, are fetched (tools/fetch_source.sh) and compiled here into $(DEPS)/wasm;
# nothing of them is committed. llhttp has no -dev package: its C comes with Debian's node-llhttp.

WASM_LIBS := $(DEPS)/wasm/libsodium.a $(DEPS)/wasm/libmd4c.a $(DEPS)/wasm/libqrencode.a
WASM_INCLUDE := -isystem $(DEPS)/wasm/include

$(WASM_LIBS) &: tools/build_wasm_libs.sh tools/fetch_source.sh
	$(Q)tools/build_wasm_libs.sh $(DEPS)
