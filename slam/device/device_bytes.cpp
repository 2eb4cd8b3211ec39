// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/device/device_bytes.h"

#include <cstring>
#include <new>
#include <utility>

#include "shared/core/out_of_memory.h"

namespace isogs {
namespace {

constexpr std::align_val_t kAlignment{64};  // a cache line, and the widest vector

}  // namespace

DeviceBytes::~DeviceBytes() { Release(); }
DeviceBytes::DeviceBytes(DeviceBytes&& other) noexcept
    : memory_(other.memory_),
      what_(other.what_),
      data_(std::exchange(other.data_, nullptr)),
      capacity_(std::exchange(other.capacity_, 0)) {}
DeviceBytes& DeviceBytes::operator=(DeviceBytes&& other) noexcept {
  if (this == &other) return *this;
  Release();
  memory_ = other.memory_;
  what_ = other.what_;
  data_ = std::exchange(other.data_, nullptr);
  capacity_ = std::exchange(other.capacity_, 0);
  return *this;
}

void DeviceBytes::Release() noexcept {
  void* const data = std::exchange(data_, nullptr);
  const int64_t capacity = std::exchange(capacity_, 0);
  if (data == nullptr) return;
  if (memory_ == MemoryKind::kHost) {
    ::operator delete(data, kAlignment);
  } else {
    GiveBlockBack(data, capacity, what_);
  }
}

void DeviceBytes::Reserve(int64_t bytes) {
  if (bytes <= capacity_) return;
  Release();  // before there is more of it
  if (memory_ == MemoryKind::kHost) {
    data_ = ::operator new(static_cast<size_t>(bytes), kAlignment, std::nothrow);
    if (data_ == nullptr) throw BadAllocation(static_cast<uint64_t>(bytes));
  } else {
    data_ = TakeBlockOnDevice(bytes, what_);
  }
  capacity_ = bytes;
}

void DeviceBytes::Upload(const void* values, int64_t bytes) {
  if (bytes <= 0) return;
  if (memory_ == MemoryKind::kHost) {
    std::memcpy(data_, values, static_cast<size_t>(bytes));
  } else {
    CopyToDevice(data_, values, bytes);
  }
}

void DeviceBytes::Download(void* values, int64_t bytes) const {
  if (bytes <= 0) return;
  if (memory_ == MemoryKind::kHost) {
    std::memcpy(values, data_, static_cast<size_t>(bytes));
  } else {
    CopyFromDevice(values, data_, bytes);
  }
}

}  // namespace isogs
