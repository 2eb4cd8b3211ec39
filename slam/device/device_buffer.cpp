// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/device/device_buffer.h"

#include "slam/device/device_upload.h"

namespace isogs {

void DeviceBuffer::Upload(const float* values, int64_t count) {
  Reserve(count);
  bytes_.Upload(values, Bytes(count));
}

void DeviceBuffer::StartUpload(const float* values, int64_t count, DeviceUpload* upload) {
  if (bytes_.memory() == MemoryKind::kHost) return Upload(values, count);
  Reserve(count);
  upload->Start(data(), values, Bytes(count));
}

}  // namespace isogs
