// The state of the double, and what its parts share.
#pragma once
#include "bridge.h"
#include "block.h"
#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

enum Result {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NOT_INITIALIZED = 3,
    NO_DEVICE = 100,
    INVALID_DEVICE = 101,
    INVALID_IMAGE = 200,
    INVALID_CONTEXT = 201,
    NO_BINARY_FOR_GPU = 209,
    INVALID_PTX = 218,
    UNSUPPORTED_PTX_VERSION = 222,
    INVALID_HANDLE = 400,
    NOT_FOUND = 500,
    ILLEGAL_ADDRESS = 700,
    LAUNCH_OUT_OF_RESOURCES = 701,
    CONTEXT_IS_DESTROYED = 709,
    LAUNCH_FAILED = 719,
    NOT_SUPPORTED = 801,
    CAPTURE_UNSUPPORTED = 900,
    CAPTURE_INVALIDATED = 901,
    CAPTURE_WRONG_THREAD = 908,
};

/* In the order of fwlstm.gpu.CudaDouble.Option. */
enum Option { LAZY, SHUFFLE, GUARD, VERBOSE, MEMORY, DEVICES, CAPABILITY, DRIVER, FAULT, OPTIONS };
extern long option[OPTIONS];

/* The seed for the order of a block's threads, 0 for their natural one. */
unsigned shuffleSeed();
/* Kernels launched since the order was chosen: each has another. */
extern std::atomic<unsigned> launches;

const int SHARED_BYTES = 48 << 10;
const int SHARED_BYTES_OPT_IN = 227 << 10;
const int MULTIPROCESSORS = 132;
const int MOST_THREADS = 1024;

/* What a device cannot say by a number, on the standard error output. */
void complain(const char* format, ...) __attribute__((format(printf, 1, 2)));

/* A device's primary context. */
struct Context {
    int device;
    int references = 0;
    int sticky = SUCCESS;  // once faulted, it stays so, as on the device
    size_t used = 0;
};

/* Things that are created and destroyed through handles, so that no handle is used that is not one. */
template <class T>
class Handles {
    std::map<T*, std::unique_ptr<T>> live;

  public:
    T* add(T* created) {
        live[created].reset(created);
        return created;
    }
    /* Null if it is none. */
    T* find(void* handle) const {
        const auto found = live.find(static_cast<T*>(handle));
        return found == live.end() ? nullptr : found->second.get();
    }
    bool remove(void* handle) { return live.erase(static_cast<T*>(handle)) == 1; }
    template <class Condition>
    void removeIf(Condition condition) {
        for (auto i = live.begin(); i != live.end();) {
            i = condition(*i->second) ? live.erase(i) : std::next(i);
        }
    }
    template <class Task>
    void each(Task task) const {
        for (const auto& entry : live) {
            task(*entry.second);
        }
    }
    size_t size() const { return live.size(); }
};

typedef std::function<int()> Work;  // returns a Result

/* Recorded work, before and after its instantiation alike. */
struct Graph {
    Context* context;
    std::vector<Work> work;
};

struct Stream {
    Context* context;
    bool nonBlocking;
    std::deque<Work> queue;
    bool runs = false;
    std::unique_ptr<Graph> recording;
    std::thread::id recorder;
    bool recordingBroken = false;
};

/* An entry point of a module. */
struct Function {
    const cuemu::Kernel* kernel;
    int mostThreads;
    int staticSharedBytes;
    int dynamicSharedBytes;  // the most that may be asked for
};

struct Module {
    Context* context;
    std::map<std::string, Function> functions;
};

struct Allocation {
    Context* context;
    size_t bytes;
    void* mapping;  // with the guard page, null if there is none
    size_t mappingBytes;
};

struct State {
    std::recursive_mutex mutex;
    bool initialised = false;
    std::vector<std::unique_ptr<Context>> contexts;
    std::map<uintptr_t, Allocation> allocations;
    std::map<void*, size_t> pinned;
    Handles<Stream> streams;
    Handles<Graph> graphs;
    Handles<Module> modules;
    long otherHandles = 0;
};
extern State& state;

/* A call of the driver by a thread: serialised, and refused if the thread or its context is in no state for it. */
class Call {
    std::lock_guard<std::recursive_mutex> lock;

  public:
    enum Kind { ANY_TIME, NOT_WHILE_CAPTURING };
    Context* context;
    int refusal;

    explicit Call(Kind kind = ANY_TIME);
};

/* The calling thread's, or null. */
Context* currentContext();

/* The stream of a handle, or null if it is none of the context's. */
Stream* streamOf(Context* context, void* handle);

/* Puts work on a stream, or records it. */
int enqueue(Context* context, void* stream, Work work);

/* Runs what is on a stream. */
int drain(Stream& stream);

/* Runs what is on all streams of a context that the legacy stream waits for. */
void drainBlocking(Context* context);

/* Frees what is left of a context, and tells of it. */
void destroy(Context& context);
