/* A libcublas.so.12 that passes every call on to libcublas.so.13: for machines that have CUDA 13 only, since JCublas2 12.6
   asks for version 12 by name. The functions are the jumps of trampolines.S, which build makes; each takes its target from
   the slot of the same number. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

/* The versions that every glibc has; the newer ones, of glibc 2.34, would keep older machines from loading this. */
__asm__(".symver dlopen, dlopen@GLIBC_2.2.5");
__asm__(".symver dlsym, dlsym@GLIBC_2.2.5");
__asm__(".symver dlerror, dlerror@GLIBC_2.2.5");

static const char* const names[] = {
#include "names.h"
};
enum { COUNT = sizeof names / sizeof *names };

__attribute__((visibility("hidden"))) void* cublas_slots[COUNT];

/* What cuBLAS 13 no longer has answers CUBLAS_STATUS_NOT_SUPPORTED. */
static int not_supported(void) { return 15; }

__attribute__((constructor)) static void fill_slots(void) {
    void* cublas = dlopen("libcublas.so.13", RTLD_LAZY | RTLD_LOCAL);
    if (!cublas) {
        fprintf(stderr, "libcublas.so.12, which passes calls on to libcublas.so.13: %s\n", dlerror());
    }
    for (int i = 0; i < COUNT; i++) {
        void* function = cublas ? dlsym(cublas, names[i]) : NULL;
        cublas_slots[i] = function ? function : (void*) not_supported;
    }
}
