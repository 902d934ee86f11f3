# test.mk -- the suites. Each prints `N passed, N failed` on its last line.

UNIT_PARTS := test/unit/runner.c $(UNIT_C) $(GEN)/unit_tests.c $(CORE_C) $(GEN_C)
$(eval $(call program,$(B)/release/unit,release,$(UNIT_PARTS) $(NATIVE_HOST_C),$(NATIVE_LIBS)))
$(eval $(call program,$(B)/asan/unit,asan,$(UNIT_PARTS) $(NATIVE_HOST_C),$(NATIVE_LIBS)))
$(eval $(call program,$(B)/wasm-test/unit.wasm,wasm-test,$(UNIT_PARTS),$(WASM_LIBS),$(WASM_LIBS)))

.PHONY: unit unit-native unit-asan unit-wasm
unit: unit-native unit-asan ## unit tests, natively and under ASan and UBSan (T=part of a name)
unit-native: $(B)/release/unit
	$(Q)$(B)/release/unit $(T)
unit-asan: $(B)/asan/unit
	$(Q)$(B)/asan/unit $(T)
unit-wasm: $(B)/wasm-test/unit.wasm ## unit tests as wasm32 under node
	$(Q)node tools/run_wasm_tests.mjs $< $(T)
