#include "base/err.h"

const char *err_name(enum err e) {
    static const char *const names[] = {
        [ERR_OK] = "ERR_OK",
        [ERR_FULL] = "ERR_FULL",
        [ERR_MALFORMED] = "ERR_MALFORMED",
        [ERR_SIZE] = "ERR_SIZE",
        [ERR_SEAL] = "ERR_SEAL",
        [ERR_CHAIN] = "ERR_CHAIN",
        [ERR_NOT_FOUND] = "ERR_NOT_FOUND",
        [ERR_CONFLICT] = "ERR_CONFLICT",
        [ERR_STATE] = "ERR_STATE",
        [ERR_LOCKED] = "ERR_LOCKED",
        [ERR_NEWER] = "ERR_NEWER",
        [ERR_IO] = "ERR_IO",
        [ERR_NO_SPACE] = "ERR_NO_SPACE",
        [ERR_LIMIT] = "ERR_LIMIT",
        [ERR_INPUT] = "ERR_INPUT",
        [ERR_UNREACHABLE] = "ERR_UNREACHABLE",
    };
    return (unsigned)e < ERR_COUNT ? names[e] : "ERR_?";
}
