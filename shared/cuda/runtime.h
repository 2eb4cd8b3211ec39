// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

struct CUevent_st;
struct CUstream_st;

/// What the back end for CUDA needs of the runtime, free of its headers, so that any source may include it.
/// Work given to a stream is done in order, beside the host. Errors of the device are thrown as Error.
namespace isogs::cuda {

using Stream = CUstream_st*;
/// A place in a stream's work.
using Event = CUevent_st*;

/// Whether a device is there that this build has kernels for; if not, `why` says what is missing.
bool DeviceAvailable(std::string* why);
/// Makes the device of this index, from 0, that of the calling thread; if it cannot be used, `why` says what
/// is missing.
bool UseDevice(int index, std::string* why);
/// Of the calling thread's device, e.g. "NVIDIA H200 (compute capability 9.0, 139 GiB)".
std::string DeviceName();

Stream MakeStream();
void DestroyStream(Stream stream) noexcept;
void Synchronize(Stream stream);
/// Waits for all streams.
void SynchronizeDevice();

Event MakeEvent();
void DestroyEvent(Event event) noexcept;
/// Moves the event to the end of what the stream has been given.
void Record(Event event, Stream stream);
/// Waits, asleep, until the work before the event is done.
void WaitFor(Event event);

/// Memory on the device. `what` names its use; if there is not enough, the Error lists what holds how much.
void* Allocate(size_t bytes, const char* what);
void Free(void* memory, size_t bytes, const char* what) noexcept;
/// Bytes that Allocate has given out.
size_t AllocatedBytes();
/// The same without a word of who holds it: null if there is not enough. For Allocate.
void* TryAllocate(size_t bytes);
void Release(void* memory) noexcept;

/// Memory of the host that copies to and from the device go through without a detour.
void* AllocatePinned(size_t bytes);
void FreePinned(void* memory) noexcept;

/// `from` stays as it is until the stream has come so far: drivers differ in whether they take a copy first.
void CopyToDevice(Stream stream, void* to, const void* from, size_t bytes);
/// Waits until the copy is done.
void CopyToHost(Stream stream, void* to, const void* from, size_t bytes);
void CopyOnDevice(Stream stream, void* to, const void* from, size_t bytes);
void FillZero(Stream stream, void* memory, size_t bytes);

/// Memory on the device for values of one type, grown as needed and never shrunk: nothing is allocated in
/// steady state.
template <typename T>
class DeviceArray {
 public:
  /// `what`: for messages about too little memory; must outlive the array.
  explicit DeviceArray(const char* what) : what_(what) {}
  ~DeviceArray() { Release(); }
  DeviceArray(const DeviceArray&) = delete;
  DeviceArray& operator=(const DeviceArray&) = delete;

  /// Makes room for `count` values; contents are lost if it has to grow.
  T* Reserve(int64_t count) {
    if (count <= capacity_) return data_;
    const int64_t capacity = capacity_ == 0 ? count : count + count / 4;
    Release();
    data_ = static_cast<T*>(Allocate(static_cast<size_t>(capacity) * sizeof(T), what_));
    capacity_ = capacity;
    return data_;
  }
  T* data() const { return data_; }
  int64_t capacity() const { return capacity_; }

 private:
  void Release() noexcept {
    if (data_ != nullptr) Free(data_, static_cast<size_t>(capacity_) * sizeof(T), what_);
    data_ = nullptr;
    capacity_ = 0;
  }

  const char* what_;
  T* data_ = nullptr;
  int64_t capacity_ = 0;
};

}  // namespace isogs::cuda
