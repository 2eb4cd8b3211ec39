// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/error.h"
#include "slam/backend/backend_cuda.h"

namespace isogs {
namespace {

constexpr const char* kNotBuilt = "this program is built without it; cpu and cpu_reference are there";

}  // namespace

bool HasCudaBackend(std::string* why) {
  *why = kNotBuilt;
  return false;
}

Backend MakeCudaBackend() { throw UsageError(std::string("device: 'cuda': ") + kNotBuilt); }

}  // namespace isogs
