// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/device_buffer.h"

#include "slam/device_tensor.h"
#include "slam/device_upload.h"

namespace isogs {

struct DeviceBuffer::Storage {
  torch::Tensor values;
};

DeviceBuffer::DeviceBuffer(MemoryKind memory, const char* what)
    : memory_(memory), what_(what), storage_(std::make_unique<Storage>()) {}
DeviceBuffer::~DeviceBuffer() = default;
DeviceBuffer::DeviceBuffer(DeviceBuffer&&) noexcept = default;
DeviceBuffer& DeviceBuffer::operator=(DeviceBuffer&&) noexcept = default;

void DeviceBuffer::Reserve(int64_t count) {
  if (count <= capacity()) return;
  storage_->values = torch::Tensor();  // before there is more of it
  storage_->values = MakeTensor(memory_, {count}, torch::kFloat32, what_, Blocks::kReused);
}

void DeviceBuffer::Upload(const float* values, int64_t count) {
  Reserve(count);
  // from_blob wants a mutable pointer; the tensor is only read.
  const auto source = torch::from_blob(const_cast<float*>(values), {count}, torch::kFloat32);
  storage_->values.narrow(0, 0, count).copy_(source);
}

void DeviceBuffer::StartUpload(const float* values, int64_t count, DeviceUpload* upload) {
  if (memory_ == MemoryKind::kHost) return Upload(values, count);
  Reserve(count);
  upload->Start(data(), values, count * static_cast<int64_t>(sizeof(float)));
}

void DeviceBuffer::Download(float* values, int64_t count) const {
  torch::from_blob(values, {count}, torch::kFloat32).copy_(storage_->values.narrow(0, 0, count));
}

float* DeviceBuffer::data() { return capacity() > 0 ? storage_->values.data_ptr<float>() : nullptr; }
const float* DeviceBuffer::data() const {
  return capacity() > 0 ? storage_->values.data_ptr<float>() : nullptr;
}
int64_t DeviceBuffer::capacity() const { return storage_->values.defined() ? storage_->values.numel() : 0; }

}  // namespace isogs
