// Streams, captures and graphs. Work on a stream runs as late as CUDA permits unless the option LAZY is 0.
#include "driver.h"

Stream* streamOf(Context* context, void* handle) {
    Stream* stream = state.streams.find(handle);
    return stream != nullptr && stream->context == context ? stream : nullptr;
}

int drain(Stream& stream) {
    int& sticky = stream.context->sticky;
    if (!stream.runs) {  // else it is called by its own work
        stream.runs = true;
        while (!stream.queue.empty()) {
            const Work work = std::move(stream.queue.front());
            stream.queue.pop_front();
            if (sticky == SUCCESS) {
                sticky = work();
            }
        }
        stream.runs = false;
    }
    return sticky;
}

void drainBlocking(Context* context) {
    state.streams.each([context](Stream& stream) {
        if (stream.context == context && !stream.nonBlocking) {
            drain(stream);
        }
    });
}

int enqueue(Context* context, void* handle, Work work) {
    Stream* stream = streamOf(context, handle);
    if (stream == nullptr) {
        complain("%p is no stream of the thread's context; the default stream is not implemented", handle);
        return INVALID_HANDLE;
    }
    if (stream->recording) {
        stream->recording->work.push_back(std::move(work));
        return SUCCESS;
    }
    stream->queue.push_back(std::move(work));
    return option[LAZY] ? SUCCESS : drain(*stream);
}

API int cuemu_enqueue(void* stream, int (*work)(void*), void* argument, void (*drop)(void*)) {
    Call call;
    const std::shared_ptr<void> held(argument, drop);
    return call.refusal != SUCCESS ? call.refusal
                                   : enqueue(call.context, stream, [work, held] { return work(held.get()); });
}

API int cuemu_is_capturing(void* handle) {
    Call call;
    const Stream* stream = streamOf(call.context, handle);
    return stream != nullptr && stream->recording != nullptr;
}

API int cuStreamCreate(void** handle, unsigned flags) {
    Call call;
    if (call.refusal == SUCCESS) {
        *handle = state.streams.add(new Stream{call.context, (flags & 1) != 0});
    }
    return call.refusal;
}

API int cuStreamDestroy_v2(void* handle) {
    Call call;
    Stream* stream = streamOf(call.context, handle);
    if (call.refusal != SUCCESS || stream == nullptr) {
        return call.refusal != SUCCESS ? call.refusal : INVALID_HANDLE;
    }
    drain(*stream);
    state.streams.remove(stream);
    return SUCCESS;
}

API int cuStreamSynchronize(void* handle) {
    Call call;
    Stream* stream = streamOf(call.context, handle);
    if (call.refusal != SUCCESS || stream == nullptr) {
        return call.refusal != SUCCESS ? call.refusal : INVALID_HANDLE;
    }
    if (stream->recording) {
        stream->recordingBroken = true;
        return CAPTURE_UNSUPPORTED;
    }
    return drain(*stream);
}

API int cuCtxSynchronize() {
    Call call(Call::NOT_WHILE_CAPTURING);
    if (call.refusal != SUCCESS) {
        return call.refusal;
    }
    state.streams.each([&call](Stream& stream) {
        if (stream.context == call.context) {
            drain(stream);
        }
    });
    return call.context->sticky;
}

API int cuStreamBeginCapture_v2(void* handle, int mode) {
    Call call;
    Stream* stream = streamOf(call.context, handle);
    if (call.refusal != SUCCESS || stream == nullptr) {
        return call.refusal != SUCCESS ? call.refusal : INVALID_HANDLE;
    }
    if (mode != 1) {
        complain("only captures of mode THREAD_LOCAL are implemented");
        return NOT_SUPPORTED;
    }
    if (stream->recording) {
        return INVALID_VALUE;
    }
    stream->recording.reset(new Graph{call.context, {}});
    stream->recorder = std::this_thread::get_id();
    stream->recordingBroken = false;
    return SUCCESS;
}

API int cuStreamEndCapture(void* handle, void** graph) {
    Call call;
    Stream* stream = streamOf(call.context, handle);
    *graph = nullptr;
    if (call.refusal != SUCCESS || stream == nullptr || !stream->recording) {
        return call.refusal != SUCCESS ? call.refusal : INVALID_HANDLE;
    }
    if (stream->recorder != std::this_thread::get_id()) {
        return CAPTURE_WRONG_THREAD;
    }
    const std::unique_ptr<Graph> recorded = std::move(stream->recording);
    if (stream->recordingBroken) {
        return CAPTURE_INVALIDATED;
    }
    *graph = state.graphs.add(new Graph(*recorded));
    return SUCCESS;
}

API int cuGraphInstantiateWithFlags(void** executable, void* handle, unsigned long long) {
    Call call;
    const Graph* graph = state.graphs.find(handle);
    if (call.refusal != SUCCESS || graph == nullptr) {
        return call.refusal != SUCCESS ? call.refusal : INVALID_HANDLE;
    }
    *executable = state.graphs.add(new Graph(*graph));
    return SUCCESS;
}

API int cuGraphLaunch(void* handle, void* stream) {
    Call call;
    const Graph* graph = state.graphs.find(handle);
    if (call.refusal != SUCCESS || graph == nullptr || graph->context != call.context) {
        return call.refusal != SUCCESS ? call.refusal : INVALID_HANDLE;
    }
    for (const Work& work : graph->work) {
        if (int result = enqueue(call.context, stream, work)) {
            return result;
        }
    }
    return SUCCESS;
}

API int cuGraphDestroy(void* handle) {
    Call call;
    return call.refusal != SUCCESS ? call.refusal : state.graphs.remove(handle) ? SUCCESS : INVALID_HANDLE;
}

API int cuGraphExecDestroy(void* handle) { return cuGraphDestroy(handle); }
