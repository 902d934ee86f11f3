/* main.c -- prints the values of the vectors named on the command line, one `name=value` a line. */
#include "crypt/crypt.h"
#include "host/vectors.h"

#include <stdio.h>

int main(int argc, char **argv) {
    if (crypt_init() != ERR_OK)
        return 1;
    for (int i = 1; i < argc; i++) {
        uint8_t room[4096];
        struct buf out;
        struct bytes value = {NULL, 0};
        buf_init_fixed(&out, room, sizeof room);
        enum err e = vector_value(bytes_from_string(argv[i]), &out);
        if (e == ERR_OK)
            e = buf_finish(&out, &value);
        if (e == ERR_OK)
            printf("%s=%.*s\n", argv[i], (int)value.size, (const char *)value.at);
        else
            printf("%s=%s\n", argv[i], err_name(e));
    }
    return 0;
}
