// What the double of cuBLAS needs of that of the driver.
#pragma once
#include <cstddef>
#include <cstdint>

#define API extern "C" __attribute__((visibility("default")))

/* Puts work on a stream of the current context; argument belongs to it until drop is called. Returns a CUresult. */
API int cuemu_enqueue(void* stream, int (*work)(void* argument), void* argument, void (*drop)(void* argument));
/* Calls the work for 0 to count-1, on all threads of the host. */
API void cuemu_parallel(int count, void (*work)(void* argument, int index), void* argument);
/* Whether so many bytes lie in one allocation of the current context's device. */
API int cuemu_on_device(const void* address, size_t bytes);
API int cuemu_has_context();
API int cuemu_is_capturing(void* stream);
/* Counts a handle that came to life (1) or was destroyed (-1). */
API void cuemu_count(int change);
API void cuemu_complain(const char* what);
