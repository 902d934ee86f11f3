/* wasm_libc.c -- what the module takes instead of the C library's own.
 *
 * A failed assert of a library would print its reason through WASI, and so pull printf and files
 * into a module that has neither; here it just stops. Copying and filling longer runs is one
 * WebAssembly instruction: this file alone is compiled for bulk memory (mk/profiles.mk says why).
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Below this a loop is quicker than the call that the instruction becomes. */
enum { RUN_MIN = 32 };

_Noreturn void __assert_fail(const char *what, const char *file, int line, const char *function);

_Noreturn void __assert_fail(const char *what, const char *file, int line, const char *function) {
    (void)what;
    (void)file;
    (void)line;
    (void)function;
    __builtin_trap();
}

/* The loops below must not be compiled into calls of the very function they stand in. */
#define PLAIN __attribute__((no_builtin, used))

PLAIN void *memcpy(void *restrict to, const void *restrict from, size_t size) {
    if (size >= RUN_MIN)
        return __builtin_memcpy(to, from, size);
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)to)[i] = ((const uint8_t *)from)[i];
    return to;
}

PLAIN void *memmove(void *to, const void *from, size_t size) {
    return __builtin_memmove(to, from, size);
}

PLAIN void *memset(void *at, int byte, size_t size) {
    if (size >= RUN_MIN)
        return __builtin_memset(at, byte, size);
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)at)[i] = (uint8_t)byte;
    return at;
}
