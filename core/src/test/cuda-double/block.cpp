// Fibers, barriers and faults of a block.
#include "block.h"
#include "driver.h"
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <random>
#include <sys/mman.h>
#include <thread>
#include <ucontext.h>

namespace cuemu {
Kernel* kernels = nullptr;
}  // namespace cuemu

using cuemu::Operation;

// ---- fibers ----

// Stores the registers that a call must keep on the stack, its end in *from, and goes on with the stack that ends at to.
extern "C" void cuemu_switch(void** from, void* to);
asm(R"(
.text
.hidden cuemu_switch
.globl cuemu_switch
.type cuemu_switch,@function
cuemu_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size cuemu_switch,.-cuemu_switch
)");

namespace {

const int WARP = 32;

/* A stack, aligned to its size, with an unreadable page below. */
class Stack {
    static const size_t SIZE = cuemu::STACK_BYTES;
    void* memory;
    char* base;

  public:
    Stack() {
        memory = mmap(nullptr, 2 * SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED) {
            complain("the host has no memory for the threads of a block");
            abort();
        }
        base = reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(memory) + SIZE - 1) & ~(SIZE - 1));
        mprotect(base, cuemu::PAGE_BYTES, PROT_NONE);
    }
    Stack(const Stack&) = delete;
    ~Stack() { munmap(memory, 2 * SIZE); }

    char* top() const { return base + SIZE; }

    /* As cuemu_switch would leave it, about to enter a function on behalf of a thread. */
    void* prepare(void (*entry)(), cuemu::Self* self) const {
        *reinterpret_cast<cuemu::Self**>(base + cuemu::PAGE_BYTES) = self;
        void** end = reinterpret_cast<void**>(top());
        *--end = nullptr;  // where a call would have left its return address; the stack is aligned above it
        *--end = reinterpret_cast<void*>(entry);
        for (int registers = 0; registers < 6; registers++) {
            *--end = nullptr;
        }
        return end;
    }
};

enum State { RUNS, AT_BLOCK_BARRIER, AT_WARP_BARRIER, RETURNED };

struct Thread : cuemu::Self {
    void* stackEnd;
    State state;
    unsigned mask;        // of the warp barrier
    Operation operation;  // that it waits at
};

/* One host thread's means to run blocks. */
class Worker {
    const Launch* launch = nullptr;
    std::vector<std::unique_ptr<Stack>> stacks;
    std::vector<Thread> threads;
    std::vector<uint64_t> slots;
    std::vector<int> order;
    std::vector<char> shared;
    std::vector<char> signalStack;
    void* home = nullptr;
    Thread* now = nullptr;
    int returned = 0;
    bool inKernel = false;
    std::minstd_rand random;
    Fault fault;

    bool runWarps();
    bool pass(int from, int to);
    bool releaseWarps(int from, int to);
    bool releaseBlock();
    void fail(int result, const std::string& text);

  public:
    static thread_local std::unique_ptr<Worker> own;

    void begin(const Launch& next);
    Fault runBlock(uint3 block);
    void wait(State state, unsigned mask, Operation operation);
    uint64_t* warpSlots(int set) { return &slots[(3 * now->warp + set) * WARP]; }
    void* dynamicShared() {
        return reinterpret_cast<void*>((reinterpret_cast<uintptr_t>(shared.data()) + 255) & ~uintptr_t(255));
    }
    bool isInKernel() const { return inKernel; }
    char* stackTop() const { return stacks[now - threads.data()]->top(); }
    static void fiber();
    static void faulted();
    void segmentationFault(const void* address);
};
thread_local std::unique_ptr<Worker> Worker::own;

std::string where(const cuemu::Self& t) {
    char text[100];
    snprintf(text, sizeof text, "block (%u,%u,%u), thread (%u,%u,%u)", t.block.x, t.block.y, t.block.z, t.thread.x,
        t.thread.y, t.thread.z);
    return text;
}

void Worker::fail(int result, const std::string& text) { fault = {result, std::string(launch->kernel->name) + ": " + text}; }

void Worker::begin(const Launch& next) {
    launch = &next;
    const dim3 size = next.block;
    const unsigned count = size.x * size.y * size.z;
    threads.resize(count);
    for (unsigned i = 0; i < count; i++) {
        Thread& t = threads[i];
        t.thread = {i % size.x, i / size.x % size.y, i / (size.x * size.y)};
        t.blockSize = size;
        t.gridSize = next.grid;
        t.lane = i % WARP;
        t.warp = i / WARP;
    }
    while (stacks.size() < count) {
        stacks.push_back(std::make_unique<Stack>());
    }
    slots.resize(3 * ((count + WARP - 1) / WARP) * WARP);
    order.resize(count);
    for (unsigned i = 0; i < count; i++) {
        order[i] = i;
    }
    // A kernel that overruns its stack leaves none for the handler.
    signalStack.resize(64 << 10);
    const stack_t alternative = {signalStack.data(), 0, signalStack.size()};
    sigaltstack(&alternative, nullptr);
}

Fault Worker::runBlock(uint3 block) {
    fault = {};
    returned = 0;
    random.seed(launch->shuffleSeed + block.x + 1000 * block.y);
    shared.assign(launch->dynamicBytes + 512, static_cast<char>(0xff));  // NaN: nothing survives from another block
    for (size_t i = 0; i < threads.size(); i++) {
        Thread& t = threads[i];
        t.block = block;
        t.state = RUNS;
        t.exchanges = 0;
        t.stackEnd = stacks[i]->prepare(fiber, &t);
    }
    while (returned < static_cast<int>(threads.size())) {
        if (!runWarps() || !releaseBlock()) {
            break;
        }
    }
    return fault;
}

/* Runs all threads until each waits at the block's barrier, waits in vain, or has returned. */
bool Worker::runWarps() {
    const int count = static_cast<int>(threads.size());
    if (launch->shuffleSeed != 0) {  // over all warps at once
        std::shuffle(order.begin(), order.end(), random);
        do {
            std::rotate(order.begin(), order.begin() + random() % count, order.end());
            if (!pass(0, count)) {
                return false;
            }
        } while (releaseWarps(0, count));
        return fault.result == 0;
    }
    for (int from = 0; from < count; from += WARP) {
        const int to = std::min(count, from + WARP);
        do {
            if (!pass(from, to)) {
                return false;
            }
        } while (releaseWarps(from, to));
    }
    return fault.result == 0;
}

/* Lets each thread that can run do so once. */
bool Worker::pass(int from, int to) {
    for (int i = from; i < to; i++) {
        Thread& t = threads[order[i]];
        if (t.state == RUNS) {
            now = &t;
            inKernel = true;
            cuemu_switch(&home, t.stackEnd);
            inKernel = false;
            if (fault.result != 0) {
                return false;
            }
            returned += t.state == RETURNED;
        }
    }
    return true;
}

/* Lets go on who waits for lanes that all wait for each other, and says whether anybody did. */
bool Worker::releaseWarps(int from, int to) {
    bool any = false;
    for (int i = from; i < to; i++) {
        const Thread& t = threads[i];
        if (t.state != AT_WARP_BARRIER) {
            continue;
        }
        const int first = t.warp * WARP;
        bool complete = true;
        for (int lane = 0; lane < WARP && complete; lane++) {
            if (t.mask >> lane & 1) {
                if (first + lane >= static_cast<int>(threads.size())) {
                    fail(LAUNCH_FAILED, "a mask names lanes beyond the block, " + where(t));
                    return false;
                }
                const Thread& other = threads[first + lane];
                complete = other.state == AT_WARP_BARRIER && other.mask == t.mask && other.operation == t.operation;
            }
        }
        for (int lane = 0; lane < WARP && complete; lane++) {
            if (t.mask >> lane & 1) {
                threads[first + lane].state = RUNS;
            }
        }
        any |= complete;
    }
    return any;
}

/* Opens the block's barrier; threads that have returned need not come. */
bool Worker::releaseBlock() {
    const Thread *atBlock = nullptr, *atWarp = nullptr;
    for (Thread& t : threads) {
        if (t.state == AT_BLOCK_BARRIER) {
            atBlock = &t;
        } else if (t.state == AT_WARP_BARRIER) {
            atWarp = &t;
        }
    }
    if (atWarp != nullptr) {
        fail(LAUNCH_FAILED, "divergent: at an operation of a warp waits " + where(*atWarp)
                + (atBlock == nullptr ? "" : "; at __syncthreads " + where(*atBlock)) + "; "
                + std::to_string(returned) + " threads have returned");
        return false;
    }
    for (Thread& t : threads) {
        if (t.state == AT_BLOCK_BARRIER) {
            t.state = RUNS;
        }
    }
    return true;
}

void Worker::wait(State state, unsigned mask, Operation operation) {
    now->state = state;
    now->mask = mask;
    now->operation = operation;
    cuemu_switch(&now->stackEnd, home);
}

void Worker::fiber() {
    Worker& w = *own;
    w.launch->kernel->invoke(w.launch->kernel->function, const_cast<void**>(w.launch->arguments.data()));
    w.wait(RETURNED, 0, Operation::BARRIER);
    abort();
}

// ---- faults ----

void Worker::segmentationFault(const void* address) {
    char text[60];
    snprintf(text, sizeof text, "illegal access to %p, ", address);
    fail(ILLEGAL_ADDRESS, text + where(*now));
}

/* In the place of a thread that touched what it must not. */
void Worker::faulted() {
    own->wait(RETURNED, 0, Operation::BARRIER);
    abort();
}

struct sigaction previous;

void onSegmentationFault(int number, siginfo_t* info, void* context) {
    if (Worker::own && Worker::own->isInKernel()) {
        Worker::own->segmentationFault(info->si_addr);
        auto* registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
        registers[REG_RIP] = reinterpret_cast<greg_t>(&Worker::faulted);
        registers[REG_RSP] = reinterpret_cast<greg_t>(Worker::own->stackTop() - 8);  // as behind a call
    } else if (previous.sa_flags & SA_SIGINFO) {
        previous.sa_sigaction(number, info, context);  // the Java virtual machine lives on these
    } else {
        sigaction(SIGSEGV, &previous, nullptr);
    }
}

/* Handles segmentation faults as long as it lives. */
class Handler {
  public:
    Handler() {
        struct sigaction ours = {};
        ours.sa_sigaction = onSegmentationFault;
        ours.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        sigaction(SIGSEGV, &ours, &previous);
    }
    ~Handler() { sigaction(SIGSEGV, &previous, nullptr); }
};

// ---- threads of the host ----

class Pool {
    std::vector<std::thread> threads;
    std::mutex mutex;
    std::condition_variable begun, ended;
    std::function<void()> task;
    long round = 0;
    int busy = 0;

    void loop(long seen) {
        for (std::unique_lock<std::mutex> lock(mutex);;) {
            begun.wait(lock, [&] { return round != seen; });
            seen = round;
            lock.unlock();
            task();
            lock.lock();
            if (--busy == 0) {
                ended.notify_all();
            }
        }
    }

  public:
    void run(const std::function<void()>& next) {
        {
            std::lock_guard<std::mutex> lock(mutex);
            while (threads.size() + 1 < std::thread::hardware_concurrency()) {
                threads.emplace_back([this, seen = round] { loop(seen); });
                threads.back().detach();
            }
            task = next;
            busy = static_cast<int>(threads.size());
            round++;
        }
        begun.notify_all();
        next();
        std::unique_lock<std::mutex> lock(mutex);
        ended.wait(lock, [&] { return busy == 0; });
    }
};

}  // namespace

void onAllThreads(long atMost, const std::function<void()>& task) {
    static Pool& pool = *new Pool;  // outlives the threads, which are never joined
    if (atMost == 1) {
        task();
    } else {
        pool.run(task);
    }
}

Fault run(const Launch& launch) {
    const Handler handler;
    const dim3 grid = launch.grid;
    const long blocks = static_cast<long>(grid.x) * grid.y * grid.z;
    std::atomic<long> next{0};
    std::mutex mutex;
    Fault first;
    onAllThreads(blocks, [&] {
        if (!Worker::own) {
            Worker::own = std::make_unique<Worker>();
        }
        stack_t before;
        sigaltstack(nullptr, &before);
        Worker::own->begin(launch);
        for (long i; (i = next++) < blocks;) {
            const Fault fault = Worker::own->runBlock({static_cast<unsigned>(i % grid.x),
                static_cast<unsigned>(i / grid.x % grid.y), static_cast<unsigned>(i / grid.x / grid.y)});
            if (fault.result != 0) {
                next = blocks;
                std::lock_guard<std::mutex> lock(mutex);
                first = fault;
            }
        }
        sigaltstack(&before, nullptr);
    });
    return first;
}

namespace cuemu {
void blockBarrier() { Worker::own->wait(AT_BLOCK_BARRIER, 0, Operation::BARRIER); }
void warpBarrier(unsigned mask, Operation operation) { Worker::own->wait(AT_WARP_BARRIER, mask, operation); }
uint64_t* warpSlots(int set) { return Worker::own->warpSlots(set); }
void* dynamicSharedMemory() { return Worker::own->dynamicShared(); }
}  // namespace cuemu
