#include <stddef.h>
#include <stdint.h>

/// libFuzzer's loop, which comes with the compiler's `-sanitize=fuzzer`.
int LLVMFuzzerRunDriver(
    int *argc, char ***argv, int (*input)(const uint8_t *data, size_t size));
