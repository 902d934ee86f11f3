/* err.h -- the one way anything in Toward says that it did not work.
 *
 * A function that can fail returns `enum err`, gives its result through its last parameters and
 * leaves those untouched on failure. Return it or handle it: ignoring one does not compile.
 * Broken invariants are not errors: they stop the program (base/check.h).
 */
#ifndef TOWARD_BASE_ERR_H
#define TOWARD_BASE_ERR_H

enum err {
    ERR_OK = 0,
    ERR_FULL,        /* an arena, buffer or table reached its stated limit */
    ERR_MALFORMED,   /* bytes that do not follow their format */
    ERR_SIZE,        /* a size outside what the format allows */
    ERR_SEAL,        /* a seal, commitment or signature does not open or verify */
    ERR_CHAIN,       /* a position, head or order that does not follow from the last verified one */
    ERR_NOT_FOUND,   /* no such thing, or not for us: the two are never told apart */
    ERR_CONFLICT,    /* somebody else was first: fetch, then try again */
    ERR_STATE,       /* not now: the call does not fit the state it meets */
    ERR_LOCKED,      /* the lock this needs is closed */
    ERR_NEWER,       /* made by a newer Toward: kept, not understood */
    ERR_IO,          /* the file or device refused */
    ERR_NO_SPACE,    /* the disk or the browser's quota is full */
    ERR_LIMIT,       /* a quota or rate: try later */
    ERR_INPUT,       /* what a person typed needs another look */
    ERR_UNREACHABLE, /* the relay cannot be reached now */
    ERR_COUNT
};

#define MUST_CHECK __attribute__((warn_unused_result))

/* The error's name ("ERR_FULL") for logs and tests; static. Never shown to a person. */
const char *err_name(enum err e);

/* Returns from the calling function when `expression` is not ERR_OK. */
#define TRY(expression)                                                                            \
    do {                                                                                           \
        enum err try_err_ = (expression);                                                          \
        if (try_err_ != ERR_OK)                                                                    \
            return try_err_;                                                                       \
    } while (0)

#endif
