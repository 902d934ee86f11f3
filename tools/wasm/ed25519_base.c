/* ed25519_base.c -- libsodium's multiplication of the Ed25519 base point, for WebAssembly.
 *
 * libsodium keeps 30 KB of multiples of the base point, all of it random to a compressor, so a
 * seventh of what a phone loads. It also has a constant-time multiplication of any point, which
 * this takes instead: the same result (test/vectors), a signature in twice the time, still far
 * below a millisecond. tools/build_wasm_libs.sh puts it in the place of libsodium's own; native
 * programs use Debian's library as it is.
 */
#include "private/ed25519_ref10.h"

#include <stdlib.h>

void ge25519_scalarmult_base(ge25519_p3 *h, const unsigned char *a) {
    /* RFC 8032, 5.1: y = 4/5, x even. */
    static const unsigned char base_point[32] = {
        0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
        0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
        0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
    };
    ge25519_p3 base;
    if (ge25519_frombytes(&base, base_point) != 0)
        abort();
    ge25519_scalarmult(h, a, &base);
}
