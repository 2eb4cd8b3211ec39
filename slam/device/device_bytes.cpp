// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/device/device_bytes.h"

#include <utility>

#include "slam/device/device_tensor.h"

namespace isogs {
namespace {

at::Tensor HostBytes(const void* values, int64_t bytes) {
  // from_blob wants a mutable pointer; what is only read stays as it is.
  return at::from_blob(const_cast<void*>(values), {bytes}, at::kByte);
}

}  // namespace

struct DeviceBytes::Storage {
  at::Tensor bytes;
};

DeviceBytes::DeviceBytes(MemoryKind memory, const char* what)
    : memory_(memory), what_(what), storage_(std::make_unique<Storage>()) {}
DeviceBytes::~DeviceBytes() = default;
DeviceBytes::DeviceBytes(DeviceBytes&& other) noexcept
    : memory_(other.memory_),
      what_(other.what_),
      storage_(std::move(other.storage_)),
      data_(std::exchange(other.data_, nullptr)),
      capacity_(std::exchange(other.capacity_, 0)) {}
DeviceBytes& DeviceBytes::operator=(DeviceBytes&& other) noexcept {
  memory_ = other.memory_;
  what_ = other.what_;
  storage_ = std::move(other.storage_);
  data_ = std::exchange(other.data_, nullptr);
  capacity_ = std::exchange(other.capacity_, 0);
  return *this;
}

void DeviceBytes::Reserve(int64_t bytes) {
  if (bytes <= capacity_) return;
  data_ = nullptr;
  capacity_ = 0;
  storage_->bytes = at::Tensor();  // before there is more of it
  storage_->bytes = MakeTensor(memory_, {bytes}, at::kByte, what_, Blocks::kReused);
  data_ = storage_->bytes.data_ptr();
  capacity_ = bytes;
}

void DeviceBytes::Upload(const void* values, int64_t bytes) {
  if (bytes > 0) storage_->bytes.narrow(0, 0, bytes).copy_(HostBytes(values, bytes));
}

void DeviceBytes::Download(void* values, int64_t bytes) const {
  if (bytes > 0) HostBytes(values, bytes).copy_(storage_->bytes.narrow(0, 0, bytes));
}

}  // namespace isogs
