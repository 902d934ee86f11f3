#include "crypt/crypt.h"

#include <sodium.h>

enum err crypt_init(void) {
    return sodium_init() < 0 ? ERR_IO : ERR_OK;
}
