#include <isa-l/igzip_lib.h>

// Sums of sums of sizes, which are not imported as they stand.
static const uint32_t isal_level_2_buffer_size = ISAL_DEF_LVL2_DEFAULT;
