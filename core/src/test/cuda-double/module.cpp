// Modules, and launches of their kernels. A module's code is read only for what must fit the kernels that were compiled
// in: entry points and their parameters; and for what limits a launch.
#include "driver.h"
#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace {

/* With so many, a kernel can be launched whatever number of registers a compiler gave it: 65536 / 255. */
const int THREADS_WITHOUT_BOUNDS = 256;

/* An entry point in PTX. */
struct Entry {
    std::string name;
    std::vector<size_t> parameters;  // sizes
    int mostThreads = THREADS_WITHOUT_BOUNDS;
    int sharedBytes = 0;
};

/* The number behind a word, or otherwise. */
long numberBehind(const std::string& text, const char* word, long otherwise) {
    const size_t at = text.find(word);
    return at == std::string::npos ? otherwise : strtol(text.c_str() + at + strlen(word), nullptr, 10);
}

/* The size in bytes of ".TYPEbits name" or ".align n .b8 name[bytes]". */
size_t sizeOf(const std::string& declaration) {
    const size_t bracket = declaration.find('[');
    if (bracket != std::string::npos) {
        return strtoul(declaration.c_str() + bracket + 1, nullptr, 10);
    }
    const size_t digits = declaration.find_first_of("0123456789", declaration.find(".param") + strlen(".param"));
    return strtoul(declaration.c_str() + digits, nullptr, 10) / 8;
}

std::vector<Entry> entries(const std::string& ptx) {
    static const std::string ENTRY = ".entry ";
    std::vector<Entry> found;
    for (size_t at = ptx.find(ENTRY); at != std::string::npos;) {
        const size_t name = at + ENTRY.size(), open = ptx.find('(', name), close = ptx.find(')', open);
        const size_t body = ptx.find('{', close);
        at = ptx.find(ENTRY, name);
        Entry entry;
        entry.name = ptx.substr(name, open - name);
        for (size_t p = ptx.find(".param", open); p < close; p = ptx.find(".param", p + 1)) {
            entry.parameters.push_back(sizeOf(ptx.substr(p, ptx.find_first_of(",)", p) - p)));
        }
        entry.mostThreads = static_cast<int>(numberBehind(ptx.substr(close, body - close), ".maxntid", THREADS_WITHOUT_BOUNDS));
        for (size_t s = ptx.find(".shared .align", body); s < at; s = ptx.find(".shared .align", s + 1)) {
            entry.sharedBytes += static_cast<int>(sizeOf(ptx.substr(s, ptx.find(';', s) - s)));
        }
        found.push_back(entry);
    }
    return found;
}

const cuemu::Kernel* compiledIn(const std::string& name) {
    const cuemu::Kernel* kernel = cuemu::kernels;
    while (kernel != nullptr && name != kernel->name) {
        kernel = kernel->next;
    }
    return kernel;
}

int load(Module& module, const std::string& ptx) {
    const long version = numberBehind(ptx, ".version ", 0), target = numberBehind(ptx, ".target sm_", 0);
    if (version == 0 || target == 0) {
        complain("the image of a module is not PTX");
        return INVALID_IMAGE;
    }
    if (version > 8) {
        return UNSUPPORTED_PTX_VERSION;
    }
    if (target > option[CAPABILITY]) {
        return NO_BINARY_FOR_GPU;
    }
    for (const Entry& entry : entries(ptx)) {
        const cuemu::Kernel* kernel = compiledIn(entry.name);
        if (kernel == nullptr) {
            complain("the PTX has an entry point %s, and the sources have none", entry.name.c_str());
            return INVALID_PTX;
        }
        if (entry.parameters != std::vector<size_t>(kernel->sizes, kernel->sizes + kernel->parameters)) {
            complain("the parameters of %s differ between the PTX and the sources", kernel->name);
            return INVALID_PTX;
        }
        module.functions[entry.name] =
            {kernel, entry.mostThreads, entry.sharedBytes, SHARED_BYTES - entry.sharedBytes};
    }
    return SUCCESS;
}

/* Whether a function of a module of the context is meant. */
Function* functionOf(const Context* context, void* handle) {
    Function* found = nullptr;
    state.modules.each([&](Module& module) {
        for (auto& function : module.functions) {
            if (module.context == context && &function.second == handle) {
                found = &function.second;
            }
        }
    });
    return found;
}

int launch(const Launch& l) {
    if (option[VERBOSE]) {
        complain("%s, grid %ux%ux%u, block %ux%ux%u", l.kernel->name, l.grid.x, l.grid.y, l.grid.z, l.block.x, l.block.y,
            l.block.z);
    }
    if (option[FAULT] != 0) {
        const int injected = static_cast<int>(option[FAULT]);
        option[FAULT] = 0;
        return injected;
    }
    const Fault fault = run(l);
    if (fault.result != 0) {
        complain("%s", fault.text.c_str());
    }
    return fault.result;
}

}  // namespace

API int cuModuleLoadData(void** handle, const void* image) {
    Call call(Call::NOT_WHILE_CAPTURING);
    if (call.refusal != SUCCESS) {
        return call.refusal;
    }
    auto module = std::make_unique<Module>(Module{call.context, {}});
    const int result = load(*module, static_cast<const char*>(image));
    if (result == SUCCESS) {
        *handle = state.modules.add(module.release());
    }
    return result;
}

API int cuModuleUnload(void* handle) {
    Call call(Call::NOT_WHILE_CAPTURING);
    return call.refusal != SUCCESS ? call.refusal : state.modules.remove(handle) ? SUCCESS : INVALID_HANDLE;
}

API int cuModuleGetFunction(void** handle, void* moduleHandle, const char* name) {
    Call call;
    Module* module = state.modules.find(moduleHandle);
    if (call.refusal != SUCCESS || module == nullptr) {
        return call.refusal != SUCCESS ? call.refusal : INVALID_HANDLE;
    }
    const auto found = module->functions.find(name);
    if (found == module->functions.end()) {
        return NOT_FOUND;
    }
    *handle = &found->second;
    return SUCCESS;
}

API int cuFuncSetAttribute(void* handle, int attribute, int value) {
    Call call;
    Function* function = functionOf(call.context, handle);
    if (call.refusal != SUCCESS || function == nullptr) {
        return call.refusal != SUCCESS ? call.refusal : INVALID_HANDLE;
    }
    if (attribute != 8) {
        complain("the function attribute %d is not implemented", attribute);
        return NOT_SUPPORTED;
    }
    if (value < 0 || value + function->staticSharedBytes > SHARED_BYTES_OPT_IN) {
        return INVALID_VALUE;
    }
    function->dynamicSharedBytes = value;
    return SUCCESS;
}

API int cuLaunchKernel(void* handle, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
    unsigned blockZ, unsigned dynamicBytes, void* stream, void** parameters, void** extra) {
    Call call;
    const Function* function = functionOf(call.context, handle);
    if (call.refusal != SUCCESS || function == nullptr) {
        return call.refusal != SUCCESS ? call.refusal : INVALID_HANDLE;
    }
    const cuemu::Kernel* kernel = function->kernel;
    const size_t threads = static_cast<size_t>(blockX) * blockY * blockZ;
    if (gridX == 0 || gridX > 0x7fffffff || gridY == 0 || gridY > 65535 || gridZ == 0 || gridZ > 65535 || threads == 0
        || threads > static_cast<size_t>(MOST_THREADS) || blockZ > 64 || extra != nullptr || parameters == nullptr) {
        complain("%s: a grid of %ux%ux%u blocks of %ux%ux%u threads is not possible", kernel->name, gridX, gridY, gridZ,
            blockX, blockY, blockZ);
        return INVALID_VALUE;
    }
    if (threads > static_cast<size_t>(function->mostThreads)) {
        complain("%s: %zu threads, and its launch bounds, 256 if it has none, allow %d", kernel->name, threads, function->mostThreads);
        return LAUNCH_OUT_OF_RESOURCES;
    }
    if (dynamicBytes > static_cast<unsigned>(function->dynamicSharedBytes)) {
        complain("%s: %u bytes of dynamic shared memory, and %d are allowed", kernel->name, dynamicBytes,
            function->dynamicSharedBytes);
        return INVALID_VALUE;
    }

    // The arguments are read now.
    const size_t unit = 16;
    auto l = std::make_shared<Launch>();
    std::vector<size_t> offsets;
    size_t end = 0;
    for (int i = 0; i < kernel->parameters; i++) {
        offsets.push_back(end);
        end += (kernel->sizes[i] + unit - 1) / unit * unit;
    }
    l->kernel = kernel;
    l->grid = {gridX, gridY, gridZ};
    l->block = {blockX, blockY, blockZ};
    l->dynamicBytes = dynamicBytes;
    l->values.resize(end + 1);
    for (int i = 0; i < kernel->parameters; i++) {
        memcpy(&l->values[offsets[i]], parameters[i], kernel->sizes[i]);
        l->arguments.push_back(&l->values[offsets[i]]);
    }
    const unsigned seed = shuffleSeed();
    l->shuffleSeed = seed == 0 ? 0 : std::max(1u, seed + launches++);
    return enqueue(call.context, stream, [l] { return launch(*l); });
}
