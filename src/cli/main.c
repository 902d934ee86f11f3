/* main.c -- the program `toward`: one command a row. */
#include "base/bytes.h"
#include "base/check.h"
#include "crypt/crypt.h"
#include "relay/config.h"
#include "relay/serve.h"

#include <stdio.h>
#include <string.h>

static int run_help(int count, char *const *arguments);

static int run_serve(int count, char *const *arguments) {
    static struct relay_config config;
    char line[512];
    if (count == 1 && strcmp(arguments[0], "--help") == 0)
        return run_help(0, NULL);
    if (!config_read(count, arguments, &config, line, sizeof line)) {
        fprintf(stderr, "%s\n", line);
        return 2;
    }
    return relay_serve(&config, &store_sqlite);
}

/* toward token [COUNT] [--data FOLDER] */
static int run_token(int count, char *const *arguments) {
    static struct relay_config config;
    char line[512];
    uint64_t tokens = 16;
    if (count > 0 && arguments[0][0] != '-') {
        if (decimal_read(bytes_from_string(arguments[0]), &tokens) != ERR_OK || tokens < 1 ||
            tokens > 1024) {
            fputs("toward token takes a number from 1 to 1024.\n", stderr);
            return 2;
        }
        count--;
        arguments++;
    }
    if (!config_read(count, arguments, &config, line, sizeof line)) {
        fprintf(stderr, "%s\n", line);
        return 2;
    }
    return relay_tokens(&config, &store_sqlite, (unsigned)tokens);
}

/* toward backup FILE [--data FOLDER] */
static int run_backup(int count, char *const *arguments) {
    static struct relay_config config;
    char line[512];
    if (count < 1 || arguments[0][0] == '-') {
        fputs("toward backup takes the file to write.\n", stderr);
        return 2;
    }
    if (!config_read(count - 1, arguments + 1, &config, line, sizeof line)) {
        fprintf(stderr, "%s\n", line);
        return 2;
    }
    return relay_backup(&config, &store_sqlite, arguments[0]);
}

static const struct command {
    const char *name;
    const char *line;
    int (*run)(int count, char *const *arguments);
} commands[] = {
    {"serve", "serves app and relay until Ctrl-C", run_serve},
    {"token", "makes tokens that each admit one box to an open relay (16, or a number)", run_token},
    {"backup", "writes all that the relay keeps into a new file, while it runs", run_backup},
    {"help", "this text", run_help},
};

static int run_help(int count, char *const *arguments) {
    (void)count;
    (void)arguments;
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        printf("toward %-8s %s\n", commands[i].name, commands[i].line);
    printf("\nOptions of serve (token and backup take --data):\n%s", config_usage());
    return 0;
}

int main(int count, char **arguments) {
    if (crypt_init() != ERR_OK) {
        fputs("libsodium cannot start.\n", stderr);
        return 1;
    }
    for (size_t i = 0; count > 1 && i < COUNT_OF(commands); i++)
        if (strcmp(arguments[1], commands[i].name) == 0)
            return commands[i].run(count - 2, arguments + 2);
    fputs("Say what to do: toward serve, or toward help.\n", stderr);
    return 2;
}
