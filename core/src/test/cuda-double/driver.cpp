// CPU test double of the CUDA driver API: the subset the project calls through JCudaDriver. Test use only.
// Build: see build.sh (gives libcuda.so.1 with the project's kernels compiled in).
#include "cuemu.h"
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>
#include <chrono>
#include <sys/mman.h>

#define API extern "C" __attribute__((visibility("default")))
typedef int CUresult; typedef int CUdevice; typedef unsigned long long CUdeviceptr;
enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100, INVALID_DEVICE = 101,
       INVALID_IMAGE = 200, INVALID_CONTEXT = 201, INVALID_PTX = 218, INVALID_HANDLE = 400, NOT_FOUND = 500, NOT_READY = 600,
       ILLEGAL_ADDRESS = 700, LAUNCH_OUT_OF_RESOURCES = 701, LAUNCH_FAILED = 719,
       CAPTURE_UNSUPPORTED = 900, CAPTURE_INVALIDATED = 901, CAPTURE_IMPLICIT = 906, COOPERATIVE_TOO_LARGE = 720 };

static long envInt(const char* n, long d) { const char* s = getenv(n); return s && *s ? strtol(s, nullptr, 0) : d; }
enum Option { O_LAZY, O_SHUFFLE, O_GUARD, O_VERBOSE, O_MEM_MB, O_DEVICES, OPTIONS };
static long option[OPTIONS] = {
    envInt("CUEMU_LAZY", 1),       // run queued work as late as CUDA permits
    envInt("CUEMU_SHUFFLE", 0),    // non-zero: random fiber order (finds missing barriers)
    envInt("CUEMU_GUARD", 0),      // non-zero: page guard behind each allocation
    envInt("CUEMU_VERBOSE", 0),
    envInt("CUEMU_MEM_MB", 4096),
    envInt("CUEMU_DEVICES", 1),
};
#define LAZY (option[O_LAZY])
#define SHUFFLE (option[O_SHUFFLE])
#define GUARD (option[O_GUARD])
#define VERBOSE (option[O_VERBOSE])
#define TOTAL_MEM ((size_t) option[O_MEM_MB] << 20)
static const int SMEM_DEFAULT = 48 << 10, SMEM_OPTIN = 227 << 10, SM_COUNT = 132;
static int workers() { long n = envInt("CUEMU_THREADS", 0); return n > 0 ? n : std::max(1u, std::thread::hardware_concurrency()); }
static void complain(const char* fmt, ...) __attribute__((format(printf, 1, 2)));
#include <cstdarg>
static void complain(const char* fmt, ...) { va_list a; va_start(a, fmt); fprintf(stderr, "cuda double: "); vfprintf(stderr, fmt, a); fputc('\n', stderr); va_end(a); }

// ---------------------------------------------------------------- fibers
namespace cuemu {
__thread Fiber* cur = nullptr;
Kernel* kernels = nullptr;
}
using cuemu::Fiber;

#if defined(__x86_64__)
extern "C" void cuemu_switch(void** save, void* load);
asm(R"(
.text
.hidden cuemu_switch
.globl cuemu_switch
.type cuemu_switch,@function
cuemu_switch:
    pushq %rbp; pushq %rbx; pushq %r12; pushq %r13; pushq %r14; pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15; popq %r14; popq %r13; popq %r12; popq %rbx; popq %rbp
    ret
.size cuemu_switch,.-cuemu_switch
)");
typedef void* Ctx;
static void ctxInit(Ctx& c, char* stack, size_t size, void (*entry)()) {
    void** sp = reinterpret_cast<void**>(stack + size) - 1; // as if called: 8 beyond a multiple of 16
    *sp = nullptr; *--sp = reinterpret_cast<void*>(entry);
    for (int i = 0; i < 6; i++) *--sp = nullptr;
    c = sp;
}
static inline void ctxSwap(Ctx& from, Ctx& to) { cuemu_switch(&from, to); }
#else
#include <ucontext.h>
typedef ucontext_t Ctx;
static void ctxInit(Ctx& c, char* stack, size_t size, void (*entry)()) {
    getcontext(&c); c.uc_stack.ss_sp = stack; c.uc_stack.ss_size = size; c.uc_link = nullptr; makecontext(&c, entry, 0);
}
static inline void ctxSwap(Ctx& from, Ctx& to) { swapcontext(&from, &to); }
#endif

enum State { RUN, AT_BLOCK, AT_WARP, DONE };
struct Thread : Fiber { Ctx ctx; State state; unsigned mask; int kind; };
struct Warp { uint64_t slots[32]; };
struct Fault { std::string text; };

static const size_t STACK = 128 << 10;
struct Worker {                       // one OS thread's block executor; stacks are reused
    std::vector<char*> stacks;
    std::vector<Thread> threads;
    std::vector<Warp> warps;
    std::vector<int> order;
    std::vector<char> shared;
    Ctx home; Thread* now = nullptr; int vote[2] = {0, 0};
    const cuemu::Kernel* kernel; void** args; std::mt19937 rng{(unsigned) SHUFFLE};
    ~Worker() { for (char* s : stacks) munmap(s, STACK); }
    bool runBlock(std::string& fault);
};
static thread_local Worker* worker = nullptr;

static void fiberMain() {
    Worker* w = worker;
    w->kernel->invoke(w->kernel->fn, w->args);
    w->now->state = DONE;
    ctxSwap(w->now->ctx, w->home);
    abort();
}
static void wait(State s, unsigned mask, int kind) {
    Thread* t = worker->now; t->state = s; t->mask = mask; t->kind = kind;
    ctxSwap(t->ctx, worker->home);
}
namespace cuemu {
void syncThreads(int kind) { wait(AT_BLOCK, 0, kind); }
void syncWarp(unsigned mask, int kind) { wait(AT_WARP, mask, kind); }
uint64_t* warpSlots() { return worker->warps[cur->warp].slots; }
int* blockVote() { return worker->vote; }
void* dynShared() { return (void*) (((uintptr_t) worker->shared.data() + 255) & ~(uintptr_t) 255); }
}

bool Worker::runBlock(std::string& fault) {
    const int n = (int) threads.size();
    while ((int) stacks.size() < n) {
        char* p = (char*) mmap(nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (p == MAP_FAILED) { fault = "no memory for fiber stacks"; return false; }
        mprotect(p, 4096, PROT_NONE);
        stacks.push_back(p);
    }
    const int nw = (n + 31) / 32;
    warps.resize(nw);
    for (int i = 0; i < n; i++) { ctxInit(threads[i].ctx, stacks[i], STACK, fiberMain); threads[i].state = RUN; }
    order.resize(n); for (int i = 0; i < n; i++) order[i] = i;
    int done = 0;
    while (done < n) {
        if (SHUFFLE) std::shuffle(order.begin(), order.end(), rng);
        bool progress = false;
        for (int w = 0; w < nw || SHUFFLE; w++) {         // a warp runs until it blocks on the block barrier
            int lo = SHUFFLE ? 0 : w * 32, hi = SHUFFLE ? n : std::min(n, lo + 32);
            for (bool again = true; again;) {
                again = false;
                for (int i = lo; i < hi; i++) {
                    Thread& t = threads[order[i]];
                    if (t.state != RUN) continue;
                    now = &t; cuemu::cur = &t; progress = true;
                    ctxSwap(home, t.ctx);
                    if (t.state == DONE) done++;
                }
                for (int i = lo; i < hi; i++) {            // release complete warp barriers
                    Thread& t = threads[i];
                    if (t.state != AT_WARP) continue;
                    const int base = t.warp * 32; bool all = true;
                    for (int l = 0; l < 32 && all; l++) if (t.mask >> l & 1u) {
                        if (base + l >= n) { all = false; fault = "shuffle mask names lanes beyond the block"; break; }
                        Thread& o = threads[base + l];
                        all = o.state == AT_WARP && o.mask == t.mask && o.kind == t.kind;
                    }
                    if (!fault.empty()) return false;
                    if (all) { const unsigned m = t.mask; for (int l = 0; l < 32; l++) if (m >> l & 1u) threads[base + l].state = RUN; again = true; }
                }
            }
            if (SHUFFLE) break;
        }
        if (done == n) break;
        bool all = true;
        for (int i = 0; i < n && all; i++) all = threads[i].state == AT_BLOCK || threads[i].state == DONE;
        if (all) { for (auto& t : threads) if (t.state == AT_BLOCK) t.state = RUN; }
        else if (!progress) {
            int a = -1, b = -1;
            for (int i = 0; i < n; i++) { if (threads[i].state == AT_BLOCK && a < 0) a = i; if (threads[i].state == AT_WARP && b < 0) b = i; }
            char buf[256];
            snprintf(buf, sizeof buf, "divergent barrier in %s, block (%u,%u,%u): thread %d waits at __syncthreads, thread %d at a warp operation (mask %08x); %d of %d threads have returned",
                kernel->name, threads[0].bid.x, threads[0].bid.y, threads[0].bid.z, a, b, b < 0 ? 0 : threads[b].mask, done, n);
            fault = buf; return false;
        }
    }
    return true;
}

struct Launch { const cuemu::Kernel* k; dim3 grid, block; size_t dyn; std::vector<char> args; std::vector<void*> ptr; };

static void runBlocks(const Launch& l, std::atomic<long>& next, long total, std::atomic<bool>& bad, std::string& fault, std::mutex& m) {
    static thread_local std::unique_ptr<Worker> own;
    if (!own) own.reset(new Worker);
    worker = own.get();
    Worker& w = *worker;
    w.kernel = l.k; w.args = const_cast<void**>(l.ptr.data());
    const unsigned n = l.block.x * l.block.y * l.block.z;
    w.threads.resize(n);
    w.shared.assign(l.dyn + 512, (char) 0xff);
    for (unsigned i = 0; i < n; i++) {
        Thread& t = w.threads[i];
        t.tid = {i % l.block.x, i / l.block.x % l.block.y, i / (l.block.x * l.block.y)};
        t.bdim = {l.block.x, l.block.y, l.block.z}; t.gdim = {l.grid.x, l.grid.y, l.grid.z};
        t.linear = i; t.lane = i % 32; t.warp = i / 32;
    }
    for (long b; !bad && (b = next++) < total;) {
        const uint3 id = {(unsigned) (b % l.grid.x), (unsigned) (b / l.grid.x % l.grid.y), (unsigned) (b / ((long) l.grid.x * l.grid.y))};
        for (auto& t : w.threads) t.bid = id;
        std::string f;
        if (!w.runBlock(f)) { std::lock_guard<std::mutex> g(m); fault = f; bad = true; }
        if (l.dyn) {   // contents of shared memory do not survive a block
            memset(w.shared.data(), 0xff, w.shared.size());
        }
    }
}

class Pool {
    std::vector<std::thread> ts; std::mutex m; std::condition_variable cv, idle; std::function<void()> job; long gen = 0; int busy = 0;
public:
    void run(int n, const std::function<void()>& f) {     // f on n threads, this one included
        std::unique_lock<std::mutex> l(m);
        while ((int) ts.size() < n - 1) { ts.emplace_back([this, seen = gen]() mutable { loop(seen); }); ts.back().detach(); }
        if (n > 1) { job = f; gen++; busy = (int) ts.size(); cv.notify_all(); }
        l.unlock(); f(); l.lock();
        if (n > 1) idle.wait(l, [&] { return busy == 0; });
    }
private:
    void loop(long seen) {
        for (;;) {
            std::function<void()> f;
            { std::unique_lock<std::mutex> l(m); cv.wait(l, [&] { return gen != seen; }); seen = gen; f = job; }
            f();
            { std::lock_guard<std::mutex> l(m); if (--busy == 0) idle.notify_all(); }
        }
    }
};
static Pool& pool() { static Pool* p = new Pool; return *p; }

// ---------------------------------------------------------------- device state
static std::recursive_mutex big;                     // the whole double is serialised
#define LOCK std::lock_guard<std::recursive_mutex> lock_(big)
static bool inited = false;
static int sticky = SUCCESS;                         // a faulted context stays faulted, as on the device
static std::map<CUdeviceptr, size_t> allocs;
static std::map<CUdeviceptr, std::pair<void*, size_t>> maps;
static size_t used = 0;
struct Ctx_ { int dev = 0; int refs = 0; };
static Ctx_ primary;
static thread_local std::vector<Ctx_*> ctxStack;
typedef std::function<int()> Op;
struct Graph { std::vector<Op> ops; };
struct Stream { std::deque<Op> queue; bool nonBlocking = false; std::shared_ptr<Graph> capture; bool origin = false; bool running = false; };
struct Event { std::weak_ptr<bool> pending; Stream* stream = nullptr; std::shared_ptr<bool> done; std::shared_ptr<Graph> capture; double time = 0; };
struct Module { std::string name; };
struct Function { const cuemu::Kernel* k; int maxDyn = SMEM_DEFAULT; };
static std::map<Stream*, bool> streams;
static std::map<const cuemu::Kernel*, Function*> functions;
static Stream legacy;
static int capturing = 0;
static bool captureBroken = false;

static Stream* real(void* s) { return s == nullptr || s == (void*) 1 || s == (void*) 2 ? &legacy : (Stream*) s; }
static int drain(Stream* s) {
    if (s->running) return SUCCESS;
    s->running = true;
    while (!s->queue.empty()) {
        Op op = std::move(s->queue.front()); s->queue.pop_front();
        if (sticky == SUCCESS) { int r = op(); if (r) sticky = r; }
    }
    s->running = false;
    return sticky;
}
static int drainAll() { for (auto& e : streams) drain(e.first); return drain(&legacy); }
static int enqueue(void* h, Op op) {
    Stream* s = real(h);
    if (sticky) return sticky;
    if (s->capture) { s->capture->ops.push_back(std::move(op)); return SUCCESS; }
    if (s == &legacy) {
        if (capturing) { captureBroken = true; return CAPTURE_IMPLICIT; }
        for (auto& e : streams) if (!e.first->nonBlocking) drain(e.first);   // legacy stream waits for blocking streams
    } else if (!s->nonBlocking) drain(&legacy);
    s->queue.push_back(std::move(op));
    return LAZY ? SUCCESS : drain(s);
}
static int blocking() { if (!inited) return NOT_INITIALIZED; if (capturing) { captureBroken = true; return CAPTURE_UNSUPPORTED; } return sticky; }
static bool inDevice(CUdeviceptr p, size_t n) {
    auto it = allocs.upper_bound(p);
    if (it == allocs.begin()) return false;
    --it;
    return p >= it->first && p + n <= it->first + it->second;
}
#define CHECK_DEV(p, n) do { if ((n) != 0 && !inDevice(p, n)) { complain("%s: %zu bytes at %llx are not inside one device allocation", __func__, (size_t) (n), (unsigned long long) (p)); return INVALID_VALUE; } } while (0)
#define NEED_CTX do { if (!inited) return NOT_INITIALIZED; if (ctxStack.empty() || !ctxStack.back()) return INVALID_CONTEXT; } while (0)

// for the cuBLAS double
API int cuemu_enqueue(void* stream, int (*fn)(void*), void* arg, void (*drop)(void*)) {
    LOCK;
    std::shared_ptr<void> hold(arg, [drop](void* p) { drop(p); });
    return enqueue(stream, [fn, hold] { return fn(hold.get()); });
}
API int cuemu_in_device(CUdeviceptr p, size_t n) { LOCK; return inDevice(p, n); }
API void cuemu_parallel(int n, void (*fn)(void*, int), void* arg) {
    std::atomic<int> next{0};
    pool().run(std::min(workers(), n), [&] { for (int i; (i = next++) < n;) fn(arg, i); });
}

// ---------------------------------------------------------------- API
API CUresult cuInit(unsigned f) { LOCK; if (f) return INVALID_VALUE; inited = true; return SUCCESS; }
API CUresult cuDriverGetVersion(int* v) { *v = 12060; return SUCCESS; }
API CUresult cuDeviceGetCount(int* n) { if (!inited) return NOT_INITIALIZED; *n = (int) option[O_DEVICES]; return SUCCESS; }
API CUresult cuDeviceGet(CUdevice* d, int i) { if (!inited) return NOT_INITIALIZED; if (i < 0 || i >= option[O_DEVICES]) return INVALID_DEVICE; *d = i; return SUCCESS; }
API CUresult cuDeviceGetName(char* s, int n, CUdevice) { snprintf(s, n, "CPU test double"); return SUCCESS; }
API CUresult cuDeviceTotalMem_v2(size_t* n, CUdevice) { *n = TOTAL_MEM; return SUCCESS; }
API CUresult cuDeviceComputeCapability(int* a, int* b, CUdevice) { *a = 9; *b = 0; return SUCCESS; }
API CUresult cuDeviceGetAttribute(int* v, int a, CUdevice) {
    switch (a) {
        case 1: *v = 1024; break; case 2: case 3: *v = 1024; break; case 4: *v = 64; break;
        case 5: *v = 2147483647; break; case 6: case 7: *v = 65535; break;
        case 8: *v = SMEM_DEFAULT; break; case 10: *v = 32; break; case 12: *v = 65536; break;
        case 16: *v = SM_COUNT; break; case 39: *v = 2048; break;
        case 75: *v = 9; break; case 76: *v = 0; break; case 81: *v = 228 << 10; break; case 82: *v = 65536; break;
        case 95: *v = 1; break; case 97: *v = SMEM_OPTIN; break; case 115: *v = 1; break;
        default: *v = 0;
    }
    return SUCCESS;
}
API CUresult cuDevicePrimaryCtxRetain(void** c, CUdevice d) { LOCK; if (!inited) return NOT_INITIALIZED; if (d < 0 || d >= option[O_DEVICES]) return INVALID_DEVICE; primary.refs++; *c = &primary; return SUCCESS; }
API CUresult cuDevicePrimaryCtxRelease_v2(CUdevice) { LOCK; if (primary.refs <= 0) return INVALID_CONTEXT; drainAll(); primary.refs--; return SUCCESS; }
API CUresult cuDevicePrimaryCtxReset_v2(CUdevice) { LOCK; for (auto& e : streams) e.first->queue.clear(); legacy.queue.clear(); sticky = 0; return SUCCESS; }
API CUresult cuDevicePrimaryCtxGetState(CUdevice, unsigned* f, int* a) { *f = 0; *a = primary.refs > 0; return SUCCESS; }
API CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice, unsigned) { return SUCCESS; }
API CUresult cuCtxCreate_v2(void** c, unsigned, CUdevice d) { LOCK; if (!inited) return NOT_INITIALIZED; auto* x = new Ctx_; x->dev = d; *c = x; ctxStack.push_back(x); return SUCCESS; }
API CUresult cuCtxDestroy_v2(void* c) { LOCK; int r = drainAll(); (void) r; auto it = std::find(ctxStack.begin(), ctxStack.end(), (Ctx_*) c); if (it != ctxStack.end()) ctxStack.erase(it); if (c != &primary) delete (Ctx_*) c; sticky = 0; return SUCCESS; }
API CUresult cuCtxSetCurrent(void* c) { LOCK; if (!inited) return NOT_INITIALIZED; if (!ctxStack.empty()) ctxStack.pop_back(); if (c) ctxStack.push_back((Ctx_*) c); return SUCCESS; }
API CUresult cuCtxGetCurrent(void** c) { *c = ctxStack.empty() ? nullptr : ctxStack.back(); return SUCCESS; }
API CUresult cuCtxPushCurrent_v2(void* c) { ctxStack.push_back((Ctx_*) c); return SUCCESS; }
API CUresult cuCtxPopCurrent_v2(void** c) { if (ctxStack.empty()) return INVALID_CONTEXT; if (c) *c = ctxStack.back(); ctxStack.pop_back(); return SUCCESS; }
API CUresult cuCtxGetDevice(CUdevice* d) { NEED_CTX; *d = 0; return SUCCESS; }
API CUresult cuCtxSynchronize() { LOCK; NEED_CTX; if (int r = blocking()) return r; return drainAll(); }
API CUresult cuCtxGetStreamPriorityRange(int* a, int* b) { *a = 0; *b = -5; return SUCCESS; }

API CUresult cuMemGetInfo_v2(size_t* f, size_t* t) { LOCK; NEED_CTX; *t = TOTAL_MEM; *f = TOTAL_MEM - used; return SUCCESS; }
API CUresult cuMemAlloc_v2(CUdeviceptr* p, size_t n) {
    LOCK; NEED_CTX; if (int r = blocking()) return r; if (!n) return INVALID_VALUE;
    if (used + n > TOTAL_MEM) return OUT_OF_MEMORY;
    void* m;
    if (GUARD) {                          // right-aligned to 16 bytes before an unreadable page
        size_t body = (n + 4095) & ~(size_t) 4095;
        char* base = (char*) mmap(nullptr, body + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (base == MAP_FAILED) return OUT_OF_MEMORY;
        mprotect(base + body, 4096, PROT_NONE);
        memset(base, 0xff, body);
        m = base + body - ((n + 15) & ~(size_t) 15);
        maps[(CUdeviceptr) m] = {base, body + 4096};
    } else {
        if (posix_memalign(&m, 256, n)) return OUT_OF_MEMORY;
        memset(m, 0xff, n);               // NaN in every float: reads of unset memory show
    }
    *p = (CUdeviceptr) m; allocs[*p] = n; used += n; return SUCCESS;
}
API CUresult cuMemFree_v2(CUdeviceptr p) {
    LOCK; NEED_CTX; if (!p) return SUCCESS; if (int r = blocking()) return r;
    auto it = allocs.find(p); if (it == allocs.end()) return INVALID_VALUE;
    drainAll(); used -= it->second; allocs.erase(it);
    auto mi = maps.find(p);
    if (mi != maps.end()) { munmap(mi->second.first, mi->second.second); maps.erase(mi); } else free((void*) p);
    return SUCCESS;
}
API CUresult cuMemAllocAsync(CUdeviceptr* p, size_t n, void*) { return cuMemAlloc_v2(p, n); }
API CUresult cuMemFreeAsync(CUdeviceptr p, void*) { return cuMemFree_v2(p); }
API CUresult cuMemHostAlloc(void** p, size_t n, unsigned) { NEED_CTX; return posix_memalign(p, 4096, n) ? OUT_OF_MEMORY : SUCCESS; }
API CUresult cuMemAllocHost_v2(void** p, size_t n) { return cuMemHostAlloc(p, n, 0); }
API CUresult cuMemFreeHost(void* p) { LOCK; NEED_CTX; drainAll(); free(p); return SUCCESS; }
API CUresult cuMemHostRegister_v2(void*, size_t, unsigned) { return SUCCESS; }
API CUresult cuMemHostUnregister(void*) { return SUCCESS; }
API CUresult cuMemcpyHtoD_v2(CUdeviceptr d, const void* s, size_t n) { LOCK; NEED_CTX; if (int r = blocking()) return r; CHECK_DEV(d, n); for (auto& e : streams) if (!e.first->nonBlocking) drain(e.first); if (int r = drain(&legacy)) return r; memcpy((void*) d, s, n); return SUCCESS; }
API CUresult cuMemcpyDtoH_v2(void* d, CUdeviceptr s, size_t n) { LOCK; NEED_CTX; if (int r = blocking()) return r; CHECK_DEV(s, n); for (auto& e : streams) if (!e.first->nonBlocking) drain(e.first); if (int r = drain(&legacy)) return r; memcpy(d, (void*) s, n); return SUCCESS; }
API CUresult cuMemcpyDtoD_v2(CUdeviceptr d, CUdeviceptr s, size_t n) { LOCK; NEED_CTX; CHECK_DEV(d, n); CHECK_DEV(s, n); return enqueue(nullptr, [=] { memmove((void*) d, (void*) s, n); return SUCCESS; }); }
API CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr d, const void* s, size_t n, void* st) { LOCK; NEED_CTX; CHECK_DEV(d, n); return enqueue(st, [=] { memcpy((void*) d, s, n); return SUCCESS; }); }
API CUresult cuMemcpyDtoHAsync_v2(void* d, CUdeviceptr s, size_t n, void* st) { LOCK; NEED_CTX; CHECK_DEV(s, n); return enqueue(st, [=] { memcpy(d, (void*) s, n); return SUCCESS; }); }
API CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr d, CUdeviceptr s, size_t n, void* st) { LOCK; NEED_CTX; CHECK_DEV(d, n); CHECK_DEV(s, n); return enqueue(st, [=] { memmove((void*) d, (void*) s, n); return SUCCESS; }); }
template<class T> static CUresult fill(CUdeviceptr d, T v, size_t n, void* st) { LOCK; NEED_CTX; CHECK_DEV(d, n * sizeof(T)); return enqueue(st, [=] { std::fill_n((T*) d, n, v); return SUCCESS; }); }
API CUresult cuMemsetD32_v2(CUdeviceptr d, unsigned v, size_t n) { return fill(d, v, n, nullptr); }
API CUresult cuMemsetD8_v2(CUdeviceptr d, unsigned char v, size_t n) { return fill(d, v, n, nullptr); }
API CUresult cuMemsetD32Async(CUdeviceptr d, unsigned v, size_t n, void* st) { return fill(d, v, n, st); }
API CUresult cuMemsetD8Async(CUdeviceptr d, unsigned char v, size_t n, void* st) { return fill(d, v, n, st); }

// Modules: the image must be the project's PTX. Its entries and parameter sizes are checked against the compiled-in kernels,
// so a stale checked-in PTX fails here, not on the device.
static size_t ptxSize(const std::string& type) { return type == ".u64" || type == ".s64" || type == ".b64" || type == ".f64" ? 8 : type == ".u16" || type == ".s16" || type == ".b16" ? 2 : type == ".u8" || type == ".s8" || type == ".b8" ? 1 : 4; }
static CUresult loadPtx(void** m, const char* text) {
    if (!strstr(text, ".version") || !strstr(text, ".target")) { complain("cuModuleLoadData: the image is not PTX"); return INVALID_IMAGE; }
    for (const char* p = text; (p = strstr(p, ".entry ")); ) {
        p += 7; const char* e = p; while (*e && *e != '(' && *e != '\n' && *e != ' ') e++;
        std::string name(p, e); const char* close = strchr(e, ')'); if (!close) return INVALID_PTX;
        std::vector<size_t> sizes;
        for (const char* q = e; (q = strstr(q, ".param ")) && q < close; ) {
            q += 7; while (*q == ' ') q++;
            if (!strncmp(q, ".align", 6)) { const char* b = strchr(q, '['); sizes.push_back(b && b < close ? strtoul(b + 1, nullptr, 10) : 0); }
            else { const char* f = q; while (*f != ' ') f++; sizes.push_back(ptxSize(std::string(q, f))); }
        }
        const cuemu::Kernel* k = cuemu::kernels; while (k && name != k->name) k = k->next;
        if (!k) { complain("PTX entry %s has no CPU counterpart (EXPORT_KERNEL missing, or stale PTX)", name.c_str()); return NOT_FOUND; }
        bool same = (int) sizes.size() == k->count; for (int i = 0; same && i < k->count; i++) same = sizes[i] == k->sizes[i];
        if (!same) { complain("PTX entry %s takes other parameters than the source: stale PTX", name.c_str()); return INVALID_PTX; }
        p = close;
    }
    *m = new Module{"ptx"}; return SUCCESS;
}
API CUresult cuModuleLoadData(void** m, const void* image) { LOCK; NEED_CTX; return loadPtx(m, (const char*) image); }
API CUresult cuModuleLoadDataEx(void** m, const void* image, unsigned, int*, void**) { LOCK; NEED_CTX; return loadPtx(m, (const char*) image); }
API CUresult cuModuleUnload(void* m) { LOCK; drainAll(); delete (Module*) m; return SUCCESS; }
API CUresult cuModuleGetFunction(void** f, void* m, const char* name) {
    LOCK; NEED_CTX; if (!m) return INVALID_HANDLE;
    for (auto* k = cuemu::kernels; k; k = k->next) if (!strcmp(k->name, name)) { auto*& fn = functions[k]; if (!fn) fn = new Function{k}; *f = fn; return SUCCESS; }
    return NOT_FOUND;
}
API CUresult cuFuncSetAttribute(void* f, int a, int v) { LOCK; if (a == 8) { if (v < 0 || v > SMEM_OPTIN) return INVALID_VALUE; ((Function*) f)->maxDyn = v; } return SUCCESS; }
API CUresult cuFuncGetAttribute(int* v, int a, void* f) { *v = a == 0 ? 1024 : a == 8 ? ((Function*) f)->maxDyn : 0; return SUCCESS; }
API CUresult cuFuncSetCacheConfig(void*, int) { return SUCCESS; }
API CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int* n, void*, int block, size_t dyn) { *n = block < 1 || block > 1024 ? 0 : (int) std::min<size_t>(2048 / block, dyn ? (228 << 10) / (dyn + 1024) : 32); return SUCCESS; }

static int launch(void* f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned dyn, void* st, void** params, void** extra, bool coop) {
    NEED_CTX; if (!f) return INVALID_HANDLE;
    auto* fn = (Function*) f; const auto* k = fn->k;
    if (!gx || !gy || !gz || !bx || !by || !bz || gy > 65535 || gz > 65535 || bz > 64 || (size_t) bx * by * bz > 1024) return INVALID_VALUE;
    if ((int) dyn > fn->maxDyn) { complain("%s: %u bytes of dynamic shared memory, %d allowed (cuFuncSetAttribute)", k->name, dyn, fn->maxDyn); return INVALID_VALUE; }
    if (extra || (!params && k->count)) return INVALID_VALUE;
    if (coop) { int per; cuOccupancyMaxActiveBlocksPerMultiprocessor(&per, f, bx * by * bz, dyn); if ((size_t) gx * gy * gz > (size_t) per * SM_COUNT) return COOPERATIVE_TOO_LARGE; }
    auto l = std::make_shared<Launch>(); l->k = k; l->grid = {gx, gy, gz}; l->block = {bx, by, bz}; l->dyn = dyn;
    l->args.resize(16 * k->count + 16); l->ptr.resize(k->count + 1);
    size_t at = 0;
    for (int i = 0; i < k->count; i++) {
        at = (at + 15) & ~(size_t) 15; if (at + k->sizes[i] > l->args.size()) l->args.resize(at + k->sizes[i] + 64);
        memcpy(l->args.data() + at, params[i], k->sizes[i]); l->ptr[i] = (void*) at; at += k->sizes[i];
    }
    for (int i = 0; i < k->count; i++) l->ptr[i] = l->args.data() + (size_t) l->ptr[i];
    return enqueue(st, [l] {
        if (VERBOSE) complain("run %s grid %u,%u,%u block %u,%u,%u", l->k->name, l->grid.x, l->grid.y, l->grid.z, l->block.x, l->block.y, l->block.z);
        std::atomic<long> next{0}; std::atomic<bool> bad{false}; std::string fault; std::mutex m;
        const long total = (long) l->grid.x * l->grid.y * l->grid.z;
        pool().run((int) std::min<long>(workers(), total), [&] { runBlocks(*l, next, total, bad, fault, m); });
        if (bad) { complain("%s", fault.c_str()); return (int) LAUNCH_FAILED; }
        return (int) SUCCESS;
    });
}
API CUresult cuLaunchKernel(void* f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned dyn, void* st, void** params, void** extra) { LOCK; return launch(f, gx, gy, gz, bx, by, bz, dyn, st, params, extra, false); }
API CUresult cuLaunchCooperativeKernel(void* f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned dyn, void* st, void** params) { LOCK; return launch(f, gx, gy, gz, bx, by, bz, dyn, st, params, nullptr, true); }

// Streams, events, graphs
API CUresult cuStreamCreate(void** s, unsigned flags) { LOCK; NEED_CTX; auto* x = new Stream; x->nonBlocking = flags & 1; streams[x] = true; *s = x; return SUCCESS; }
API CUresult cuStreamCreateWithPriority(void** s, unsigned flags, int) { return cuStreamCreate(s, flags); }
API CUresult cuStreamDestroy_v2(void* s) { LOCK; if (!s) return INVALID_HANDLE; drain((Stream*) s); streams.erase((Stream*) s); delete (Stream*) s; return SUCCESS; }
API CUresult cuStreamSynchronize(void* s) { LOCK; NEED_CTX; Stream* x = real(s); if (x->capture || (capturing && x == &legacy)) { captureBroken = true; return CAPTURE_UNSUPPORTED; } return x == &legacy ? drainAll() : drain(x); }
API CUresult cuStreamQuery(void* s) { LOCK; Stream* x = real(s); if (x->queue.empty()) return sticky; drain(x); return NOT_READY; }
API CUresult cuStreamGetFlags(void* s, unsigned* f) { *f = real(s)->nonBlocking; return SUCCESS; }
API CUresult cuEventCreate(void** e, unsigned) { LOCK; NEED_CTX; *e = new Event; return SUCCESS; }
API CUresult cuEventDestroy_v2(void* e) { LOCK; delete (Event*) e; return SUCCESS; }
static double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
API CUresult cuEventRecord(void* h, void* s) {
    LOCK; auto* e = (Event*) h; Stream* x = real(s);
    if (x->capture) { e->capture = x->capture; return SUCCESS; }
    auto done = std::make_shared<bool>(false); e->done = done; e->stream = x; e->capture.reset();
    return enqueue(s, [e, done] { *done = true; e->time = seconds(); return SUCCESS; });
}
API CUresult cuEventSynchronize(void* h) { LOCK; auto* e = (Event*) h; if (e->done && !*e->done) drain(e->stream); return sticky; }
API CUresult cuEventQuery(void* h) { LOCK; auto* e = (Event*) h; if (e->done && !*e->done) { drain(e->stream); return NOT_READY; } return sticky; }
API CUresult cuEventElapsedTime(float* ms, void* a, void* b) { LOCK; auto *x = (Event*) a, *y = (Event*) b; if (!x->done || !y->done) return INVALID_HANDLE; if (!*x->done || !*y->done) return NOT_READY; *ms = (float) ((y->time - x->time) * 1e3); return SUCCESS; }
API CUresult cuStreamWaitEvent(void* s, void* h, unsigned) {
    LOCK; auto* e = (Event*) h; Stream* x = real(s);
    if (e->capture) { if (!x->capture) { x->capture = e->capture; } return SUCCESS; }   // joins the capture
    auto done = e->done; Stream* from = e->stream; if (!done || from == x) return SUCCESS;
    return enqueue(s, [done, from] { return *done ? SUCCESS : drain(from); });
}
API CUresult cuThreadExchangeStreamCaptureMode(int*) { return SUCCESS; }
API CUresult cuStreamBeginCapture_v2(void* s, int) { LOCK; Stream* x = real(s); if (x == &legacy) return CAPTURE_UNSUPPORTED; if (x->capture) return 901; x->capture = std::make_shared<Graph>(); x->origin = true; capturing++; captureBroken = false; return SUCCESS; }
API CUresult cuStreamEndCapture(void* s, void** g) {
    LOCK; Stream* x = real(s); *g = nullptr; if (!x->capture || !x->origin) return INVALID_VALUE;
    auto c = x->capture; x->origin = false; capturing--;
    for (auto& e : streams) if (e.first->capture == c) e.first->capture.reset();
    if (captureBroken) return CAPTURE_INVALIDATED;
    *g = new Graph(*c); return SUCCESS;
}
API CUresult cuStreamIsCapturing(void* s, int* st) { *st = real(s)->capture ? 1 : 0; return SUCCESS; }
API CUresult cuGraphInstantiateWithFlags(void** ge, void* g, unsigned long long) { LOCK; *ge = new Graph(*(Graph*) g); return SUCCESS; }
API CUresult cuGraphUpload(void*, void*) { return SUCCESS; }
API CUresult cuGraphLaunch(void* ge, void* s) { LOCK; NEED_CTX; for (auto& op : ((Graph*) ge)->ops) if (int r = enqueue(s, op)) return r; return SUCCESS; }
API CUresult cuGraphExecDestroy(void* g) { LOCK; delete (Graph*) g; return SUCCESS; }
API CUresult cuGraphDestroy(void* g) { LOCK; delete (Graph*) g; return SUCCESS; }
API CUresult cuGraphGetNodes(void* g, void**, size_t* n) { *n = ((Graph*) g)->ops.size(); return SUCCESS; }
API CUresult cuGetErrorName(int e, const char** s) { *s = e == 0 ? "CUDA_SUCCESS" : "CUDA_ERROR"; return SUCCESS; }
API CUresult cuGetErrorString(int e, const char** s) { *s = e == 0 ? "no error" : "error in the CPU test double"; return SUCCESS; }

// For the tests, as native methods of fwlstm.gpu.CudaDouble.
API void Java_fwlstm_gpu_CudaDouble_set(void*, void*, int index, int64_t value) { LOCK; option[index] = value; }
API int64_t Java_fwlstm_gpu_CudaDouble_usedBytes(void*, void*) { LOCK; return (int64_t) used; }
