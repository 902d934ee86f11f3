/* wasm_vectors.c -- lets a test ask the served module itself for known answers (host/vectors.h).
 *
 * The page never calls it. It computes values of public test inputs and touches no book.
 */
#include "base/check.h"
#include "crypt/crypt.h"
#include "host/vectors.h"

static uint8_t room[4096]; /* the name goes in, the value comes out */

__attribute__((export_name("vector_room"))) uint8_t *vector_room(void);
__attribute__((export_name("vector_room"))) uint8_t *vector_room(void) {
    return room;
}

/* The value of the vector whose name of name_size bytes stands in the room; its size, or minus the
 * error. */
__attribute__((export_name("vector_compute"))) int32_t vector_compute(uint32_t name_size);
__attribute__((export_name("vector_compute"))) int32_t vector_compute(uint32_t name_size) {
    uint8_t name[64];
    struct buf out;
    struct bytes value;
    MUST(name_size <= sizeof name && crypt_init() == ERR_OK);
    for (uint32_t i = 0; i < name_size; i++)
        name[i] = room[i];
    buf_init_fixed(&out, room, sizeof room);
    enum err e = vector_value(bytes_make(name, name_size), &out);
    if (e == ERR_OK)
        e = buf_finish(&out, &value);
    return e == ERR_OK ? (int32_t)value.size : -(int32_t)e;
}
