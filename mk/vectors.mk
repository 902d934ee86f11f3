# vectors.mk -- the known answers of test/vectors, natively and in the served module.

VECTORS := $(B)/release/vectors
$(eval $(call program,$(VECTORS),release,test/vectors/main.c $(wildcard src/host/vectors*.c) \
    $(filter src/base/% src/wire/% src/crypt/% src/book/%,$(CORE_C)) $(GEN)/words_en.c,$(NATIVE_LIBS)))

.PHONY: vectors suite-vectors
vectors: $(VECTORS) $(MODULE) ## every known answer, natively and in the served module
	$(Q)node test/vectors/check.mjs $(VECTORS) $(MODULE) $(MODULE_LATER)
suite-vectors: $(VECTORS) $(MODULE)
	$(Q)if node test/vectors/check.mjs $(VECTORS) $(MODULE) $(MODULE_LATER); then echo '1 passed, 0 failed'; \
	    else echo '0 passed, 1 failed'; exit 1; fi
