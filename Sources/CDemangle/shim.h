#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <libiberty/demangle.h>

/* The Swift runtime's demangler (swift/Demangling/Demangle.h): a new C string, or NULL where it is no Swift symbol. */
extern char *swift_demangle(const char *name, size_t length, char *buffer, size_t *size, uint32_t flags);

/* Where libiberty's demanglers write to. A short symbol can stand for a name of gigabytes, by naming its own parts again
   and again: beyond the buffer's end the walk is left by a jump. It holds no memory of its own while it prints. */
struct demangled {
    char *buffer;
    size_t count;
    size_t capacity;
    jmp_buf full;
};

static inline void demangled_append(const char *text, size_t count, void *sink) {
    struct demangled *name = (struct demangled *)sink;
    if (count > name->capacity - name->count) longjmp(name->full, 1);
    memcpy(name->buffer + name->count, text, count);
    name->count += count;
}

/* Writes the name that a C++ or Rust symbol stands for, without a final 0; 0 where it is neither or does not fit. */
static inline size_t demangle_native(const char *symbol, int is_rust, char *buffer, size_t capacity) {
    struct demangled name = {buffer, 0, capacity};
    if (setjmp(name.full)) return 0;
    int options = DMGL_PARAMS | DMGL_ANSI;
    int found = is_rust ? rust_demangle_callback(symbol, options, demangled_append, &name)
                        : cplus_demangle_v3_callback(symbol, options, demangled_append, &name);
    return found ? name.count : 0;
}
