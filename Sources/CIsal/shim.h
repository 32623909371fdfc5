#include <isa-l/igzip_lib.h>

// Sums of sums of sizes, which are not imported as they stand.
static const uint32_t isal_level_3_buffer_size = ISAL_DEF_LVL3_DEFAULT;
