// Device memory, pinned memory, copies and fills.
#include "driver.h"
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>

namespace {

const size_t PAGE = 4096;
const size_t ALIGNMENT = 256;

/* Freed memory that is kept, by its size: the host takes long to give new pages, and sessions take the same again. */
const size_t MOST_SPARE_BYTES = 128 << 20;
std::multimap<size_t, void*> spare;
size_t spareBytes = 0;

size_t roundedUp(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

/* Memory that ends, but for the alignment of the widest access, at an unreadable page. */
char* guarded(size_t bytes, Allocation& allocation) {
    const size_t readable = roundedUp(bytes, PAGE);
    void* mapping = mmap(nullptr, readable + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapping == MAP_FAILED) {
        return nullptr;
    }
    char* end = static_cast<char*>(mapping) + readable;
    mprotect(end, PAGE, PROT_NONE);
    allocation.mapping = mapping;
    allocation.mappingBytes = readable + PAGE;
    return end - roundedUp(bytes, 16);
}

char* unguarded(size_t bytes) {
    const auto kept = spare.find(bytes);
    if (kept == spare.end()) {
        return static_cast<char*>(aligned_alloc(ALIGNMENT, roundedUp(bytes, ALIGNMENT)));
    }
    char* memory = static_cast<char*>(kept->second);
    spare.erase(kept);
    spareBytes -= bytes;
    return memory;
}

void release(uintptr_t address, const Allocation& allocation) {
    allocation.context->used -= allocation.bytes;
    if (allocation.mapping != nullptr) {
        munmap(allocation.mapping, allocation.mappingBytes);
    } else if (spareBytes + allocation.bytes <= MOST_SPARE_BYTES) {
        spare.emplace(allocation.bytes, reinterpret_cast<void*>(address));
        spareBytes += allocation.bytes;
    } else {
        free(reinterpret_cast<void*>(address));
    }
}

bool onDevice(const Context* context, uintptr_t address, size_t bytes) {
    auto next = state.allocations.upper_bound(address);
    if (next == state.allocations.begin()) {
        return false;
    }
    --next;
    return next->second.context == context && address + bytes <= next->first + next->second.bytes;
}

bool isPinned(const void* address, size_t bytes) {
    auto next = state.pinned.upper_bound(const_cast<void*>(address));
    if (next == state.pinned.begin()) {
        return false;
    }
    --next;
    return static_cast<const char*>(address) + bytes <= static_cast<char*>(next->first) + next->second;
}

/* Looked at when the call is made and again when it runs: what it needs may have been freed. */
int checkDevice(const char* what, const Context* context, uintptr_t address, size_t bytes) {
    if (onDevice(context, address, bytes)) {
        return SUCCESS;
    }
    complain("%s: %zu bytes at %#zx are not inside one allocation of device %d", what, bytes, address, context->device);
    return INVALID_VALUE;
}

int checkPinned(const char* what, const void* address, size_t bytes) {
    if (isPinned(address, bytes)) {
        return SUCCESS;
    }
    complain("%s: %zu bytes at %p are not inside one allocation of pinned memory, and a Java array may move", what, bytes,
        address);
    return INVALID_VALUE;
}

/* A copy or fill on a stream, after the same checks now and then. */
template <class Check, class Run>
int submit(void* stream, Check check, Run run) {
    Call call;
    if (call.refusal != SUCCESS) {
        return call.refusal;
    }
    Context* context = call.context;
    if (int result = check(context)) {
        return result;
    }
    return enqueue(context, stream, [=] {
        const int result = check(context);
        if (result == SUCCESS) {
            run();
        }
        return result == SUCCESS ? SUCCESS : ILLEGAL_ADDRESS;
    });
}

/* A copy that the host waits for; it does not wait for streams that are non-blocking. */
int copyNow(void* to, const void* from, uintptr_t device, size_t bytes) {
    Call call(Call::NOT_WHILE_CAPTURING);
    if (call.refusal != SUCCESS) {
        return call.refusal;
    }
    if (int result = checkDevice("a copy", call.context, device, bytes)) {
        return result;
    }
    drainBlocking(call.context);
    memcpy(to, from, bytes);
    return call.context->sticky;
}

template <class T>
int fill(uintptr_t to, T value, size_t count, void* stream) {
    return submit(
        stream, [=](Context* c) { return checkDevice("a fill", c, to, count * sizeof(T)); },
        [=] { std::fill_n(reinterpret_cast<T*>(to), count, value); });
}

}  // namespace

void destroy(Context& context) {
    const auto mine = [&context](const auto& thing) { return thing.context == &context; };
    if (context.sticky == SUCCESS) {
        state.streams.each([&](Stream& stream) {
            if (mine(stream)) {
                drain(stream);
            }
        });
    }
    state.streams.removeIf(mine);
    state.graphs.removeIf(mine);
    state.modules.removeIf(mine);
    for (auto i = state.allocations.begin(); i != state.allocations.end();) {
        if (mine(i->second)) {
            release(i->first, i->second);
            i = state.allocations.erase(i);
        } else {
            ++i;
        }
    }
    context.sticky = SUCCESS;
}

API int cuemu_on_device(const void* address, size_t bytes) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    return onDevice(currentContext(), reinterpret_cast<uintptr_t>(address), bytes);
}

API int cuMemGetInfo_v2(size_t* unused, size_t* total) {
    Call call;
    if (call.refusal != SUCCESS) {
        return call.refusal;
    }
    *total = static_cast<size_t>(option[MEMORY]) << 20;
    *unused = *total - std::min(*total, call.context->used);
    return SUCCESS;
}

API int cuMemAlloc_v2(uintptr_t* address, size_t bytes) {
    Call call(Call::NOT_WHILE_CAPTURING);
    if (call.refusal != SUCCESS || bytes == 0) {
        return call.refusal != SUCCESS ? call.refusal : INVALID_VALUE;
    }
    if (call.context->used + bytes > static_cast<size_t>(option[MEMORY]) << 20) {
        return OUT_OF_MEMORY;
    }
    Allocation allocation{call.context, bytes, nullptr, 0};
    char* memory = option[GUARD] ? guarded(bytes, allocation) : unguarded(bytes);
    if (memory == nullptr) {
        return OUT_OF_MEMORY;
    }
    memset(memory, 0xff, bytes);  // NaN, so that reads of unset memory show
    *address = reinterpret_cast<uintptr_t>(memory);
    state.allocations[*address] = allocation;
    call.context->used += bytes;
    return SUCCESS;
}

API int cuMemFree_v2(uintptr_t address) {
    Call call(Call::NOT_WHILE_CAPTURING);
    if (call.refusal != SUCCESS) {
        return call.refusal;
    }
    const auto found = state.allocations.find(address);
    if (found == state.allocations.end() || found->second.context != call.context) {
        complain("cuMemFree: nothing was allocated at %#zx", address);
        return INVALID_VALUE;
    }
    state.streams.each([&call](Stream& stream) {
        if (stream.context == call.context) {
            drain(stream);
        }
    });
    release(address, found->second);
    state.allocations.erase(found);
    return SUCCESS;
}

API int cuMemAllocHost_v2(void** address, size_t bytes) {
    Call call(Call::NOT_WHILE_CAPTURING);
    if (call.refusal != SUCCESS) {
        return call.refusal;
    }
    *address = aligned_alloc(PAGE, roundedUp(bytes, PAGE));
    if (*address == nullptr) {
        return OUT_OF_MEMORY;
    }
    memset(*address, 0xff, bytes);
    state.pinned[*address] = bytes;
    return SUCCESS;
}

/* Belongs to no context and is freed whatever became of one; does not wait for copies. */
API int cuMemFreeHost(void* address) {
    std::lock_guard<std::recursive_mutex> lock(state.mutex);
    if (state.pinned.erase(address) == 0) {
        complain("cuMemFreeHost: nothing was allocated at %p", address);
        return INVALID_VALUE;
    }
    free(address);
    return SUCCESS;
}

API int cuMemcpyHtoD_v2(uintptr_t to, const void* from, size_t bytes) {
    return copyNow(reinterpret_cast<void*>(to), from, to, bytes);
}

API int cuMemcpyDtoH_v2(void* to, uintptr_t from, size_t bytes) {
    return copyNow(to, reinterpret_cast<void*>(from), from, bytes);
}

API int cuMemcpyHtoDAsync_v2(uintptr_t to, const void* from, size_t bytes, void* stream) {
    return submit(
        stream,
        [=](Context* c) {
            const int result = checkPinned("a copy to the device", from, bytes);
            return result != SUCCESS ? result : checkDevice("a copy to the device", c, to, bytes);
        },
        [=] { memcpy(reinterpret_cast<void*>(to), from, bytes); });
}

API int cuMemcpyDtoHAsync_v2(void* to, uintptr_t from, size_t bytes, void* stream) {
    return submit(
        stream,
        [=](Context* c) {
            const int result = checkPinned("a copy to the host", to, bytes);
            return result != SUCCESS ? result : checkDevice("a copy to the host", c, from, bytes);
        },
        [=] { memcpy(to, reinterpret_cast<void*>(from), bytes); });
}

API int cuMemcpyDtoDAsync_v2(uintptr_t to, uintptr_t from, size_t bytes, void* stream) {
    return submit(
        stream,
        [=](Context* c) {
            const int result = checkDevice("a copy", c, from, bytes);
            return result != SUCCESS ? result : checkDevice("a copy", c, to, bytes);
        },
        [=] { memmove(reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), bytes); });
}

API int cuMemsetD8Async(uintptr_t to, unsigned char value, size_t count, void* stream) {
    return fill(to, value, count, stream);
}

API int cuMemsetD32Async(uintptr_t to, unsigned value, size_t count, void* stream) {
    return fill(to, value, count, stream);
}
