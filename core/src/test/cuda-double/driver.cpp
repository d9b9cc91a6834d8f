// Options, devices and contexts.
#include "driver.h"
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace {

long fromEnvironment(const char* name, long otherwise) {
    const char* value = getenv(name);
    return value != nullptr && *value != 0 ? strtol(value, nullptr, 0) : otherwise;
}

/* The seed that this process has for the order of threads; one that nobody chose is told of. */
unsigned seedOfProcess() {
    static const unsigned seed = [] {
        const long chosen = fromEnvironment("CUEMU_SHUFFLE", -1);
        if (chosen >= 0) {
            return static_cast<unsigned>(chosen);
        }
        const unsigned drawn = 1 + std::random_device()() % 1000000;
        complain("threads run in a random order, which CUEMU_SHUFFLE=%u repeats", drawn);
        return drawn;
    }();
    return seed;
}

thread_local std::vector<Context*> contextStack;

bool isDevice(int device) { return device >= 0 && device < option[DEVICES]; }

Context& primary(int device) {
    while (static_cast<int>(state.contexts.size()) <= device) {
        state.contexts.push_back(std::make_unique<Context>(Context{static_cast<int>(state.contexts.size())}));
    }
    return *state.contexts[device];
}

}  // namespace

long option[OPTIONS] = {
    fromEnvironment("CUEMU_LAZY", 1),
    -1,
    fromEnvironment("CUEMU_GUARD", 0),
    fromEnvironment("CUEMU_VERBOSE", 0),
    fromEnvironment("CUEMU_MEM_MB", 4096),
    fromEnvironment("CUEMU_DEVICES", 1),
    fromEnvironment("CUEMU_CAPABILITY", 90),
    fromEnvironment("CUEMU_DRIVER", 12060),
    fromEnvironment("CUEMU_FAULT", 0),
};

std::atomic<unsigned> launches{0};

unsigned shuffleSeed() { return option[SHUFFLE] < 0 ? seedOfProcess() : static_cast<unsigned>(option[SHUFFLE]); }

State& state = *new State;  // never destroyed: threads may still call while the process ends

void complain(const char* format, ...) {
    char text[500];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "cuda double: %s\n", text);
}

Context* currentContext() { return contextStack.empty() ? nullptr : contextStack.back(); }

Call::Call(Kind kind) : lock(state.mutex), context(currentContext()), refusal(SUCCESS) {
    if (!state.initialised) {
        refusal = NOT_INITIALIZED;
    } else if (context == nullptr) {
        refusal = INVALID_CONTEXT;
    } else if (context->references == 0) {
        refusal = CONTEXT_IS_DESTROYED;
    } else if (kind == NOT_WHILE_CAPTURING) {
        state.streams.each([this](Stream& stream) {
            if (stream.recording && stream.recorder == std::this_thread::get_id()) {
                stream.recordingBroken = true;
                refusal = CAPTURE_UNSUPPORTED;
            }
        });
    }
    if (refusal == SUCCESS) {
        refusal = context->sticky;
    }
}

// ---- devices ----

API int cuInit(unsigned flags) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    if (flags != 0) {
        return INVALID_VALUE;
    }
    state.initialised = true;
    return option[DEVICES] == 0 ? NO_DEVICE : SUCCESS;
}

API int cuDriverGetVersion(int* version) {
    *version = static_cast<int>(option[DRIVER]);
    return SUCCESS;
}

API int cuDeviceGetCount(int* count) {
    *count = static_cast<int>(option[DEVICES]);
    return state.initialised ? SUCCESS : NOT_INITIALIZED;
}

API int cuDeviceGet(int* device, int ordinal) {
    *device = ordinal;
    return !state.initialised ? NOT_INITIALIZED : isDevice(ordinal) ? SUCCESS : INVALID_DEVICE;
}

API int cuDeviceGetName(char* name, int length, int) {
    snprintf(name, length, "CPU test double");
    return SUCCESS;
}

API int cuDeviceTotalMem_v2(size_t* bytes, int) {
    *bytes = static_cast<size_t>(option[MEMORY]) << 20;
    return SUCCESS;
}

API int cuDeviceGetAttribute(int* value, int attribute, int device) {
    if (!isDevice(device)) {
        return INVALID_DEVICE;
    }
    switch (attribute) {
        case 1: *value = MOST_THREADS; return SUCCESS;
        case 8: *value = SHARED_BYTES; return SUCCESS;
        case 10: *value = 32; return SUCCESS;  // lanes of a warp
        case 16: *value = MULTIPROCESSORS; return SUCCESS;
        case 75: *value = static_cast<int>(option[CAPABILITY]) / 10; return SUCCESS;
        case 76: *value = static_cast<int>(option[CAPABILITY]) % 10; return SUCCESS;
        case 97: *value = SHARED_BYTES_OPT_IN; return SUCCESS;
        default: complain("the device attribute %d is not implemented", attribute); return NOT_SUPPORTED;
    }
}

// ---- contexts ----

API int cuDevicePrimaryCtxRetain(void** context, int device) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    if (!state.initialised || !isDevice(device)) {
        return state.initialised ? INVALID_DEVICE : NOT_INITIALIZED;
    }
    primary(device).references++;
    *context = &primary(device);
    return SUCCESS;
}

API int cuDevicePrimaryCtxRelease_v2(int device) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    if (!isDevice(device) || primary(device).references == 0) {
        return isDevice(device) ? INVALID_CONTEXT : INVALID_DEVICE;
    }
    if (primary(device).references == 1) {
        destroy(primary(device));
    }
    primary(device).references--;
    return SUCCESS;
}

API int cuDevicePrimaryCtxSetFlags_v2(int device, unsigned) { return isDevice(device) ? SUCCESS : INVALID_DEVICE; }

API int cuDevicePrimaryCtxGetState(int device, unsigned* flags, int* active) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    *flags = 0;
    *active = isDevice(device) && primary(device).references > 0;
    return SUCCESS;
}

API int cuCtxSetCurrent(void* context) {
    if (!contextStack.empty()) {
        contextStack.pop_back();
    }
    if (context != nullptr) {
        contextStack.push_back(static_cast<Context*>(context));
    }
    return SUCCESS;
}

API int cuCtxGetCurrent(void** context) {
    *context = currentContext();
    return SUCCESS;
}

API int cuCtxPushCurrent_v2(void* context) {
    contextStack.push_back(static_cast<Context*>(context));
    return SUCCESS;
}

API int cuCtxPopCurrent_v2(void** context) {
    if (contextStack.empty()) {
        return INVALID_CONTEXT;
    }
    *context = contextStack.back();
    contextStack.pop_back();
    return SUCCESS;
}

// ---- for the double of cuBLAS ----

API void cuemu_parallel(int count, void (*work)(void*, int), void* argument) {
    std::atomic<int> next{0};
    onAllThreads(count, [&] {
        for (int i; (i = next++) < count;) {
            work(argument, i);
        }
    });
}

API int cuemu_has_context() { return Call().refusal == SUCCESS; }

API void cuemu_count(int change) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    state.otherHandles += change;
}

API void cuemu_complain(const char* what) { complain("%s", what); }

// ---- for the tests: native methods of fwlstm.gpu.CudaDouble ----

API void Java_fwlstm_gpu_CudaDouble_set(void*, void*, int32_t index, int64_t value) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    option[index] = value;
    if (index == SHUFFLE) {
        launches = 0;
    }
}

API int64_t Java_fwlstm_gpu_CudaDouble_seed(void*, void*) { return shuffleSeed(); }

API int64_t Java_fwlstm_gpu_CudaDouble_usedBytes(void*, void*) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    int64_t sum = 0;
    for (const auto& context : state.contexts) {
        sum += static_cast<int64_t>(context->used);
    }
    return sum;
}

API int64_t Java_fwlstm_gpu_CudaDouble_liveObjects(void*, void*) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    int64_t sum = static_cast<int64_t>(state.allocations.size() + state.pinned.size() + state.streams.size()
        + state.graphs.size() + state.modules.size()) + state.otherHandles;
    for (const auto& context : state.contexts) {
        sum += context->references;
    }
    return sum;
}
