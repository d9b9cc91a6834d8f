// Runs the blocks of a kernel on the host's threads.
#pragma once
#include "cuemu.h"
#include <functional>
#include <string>
#include <vector>

struct Launch {
    const cuemu::Kernel* kernel;
    dim3 grid, block;
    size_t dynamicBytes;
    std::vector<char> values;        // of the arguments
    std::vector<void*> arguments;    // where they are
    unsigned shuffleSeed;            // of the threads' order, 0 for their natural one
};

/* What went wrong, if anything did. */
struct Fault {
    int result = 0;
    std::string text;
};

Fault run(const Launch& launch);

/* Calls the task on up to so many of the host's threads, this one included. */
void onAllThreads(long atMost, const std::function<void()>& task);
