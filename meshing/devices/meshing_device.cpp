// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/devices/meshing_device.h"

#include <charconv>
#include <string_view>
#include <system_error>

#include "shared/core/error.h"

namespace isogs {

std::shared_ptr<MeshingDevice> OpenMeshingDevice(const std::string& name, const std::string& option) {
  if (name == "cpu") return nullptr;
  if (name == "cuda") return OpenMeshingCuda(0, option);
  constexpr std::string_view kNumbered = "cuda:";
  if (name.starts_with(kNumbered)) {
    int index = -1;
    const char* const end = name.data() + name.size();
    const auto [at, error] = std::from_chars(name.data() + kNumbered.size(), end, index);
    if (error == std::errc() && at == end && index >= 0) return OpenMeshingCuda(index, option);
  }
  throw UsageError(option + ": '" + name + "', expected cpu, cuda, or cuda:N");
}

}  // namespace isogs
