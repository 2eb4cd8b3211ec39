// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/meshing/meshing_devices.h"

#include "meshing/blocks/block_meshing_cuda.h"
#include "shared/cuda/runtime.h"

namespace isogs::test {
namespace {

constexpr const char* kEmulator = "cuda_emulated";

void AddCases(const std::string& name, const std::shared_ptr<MeshingDevice>& device,
              std::vector<MeshingCase>* cases) {
  for (const Surface surface : {Surface::kOriented, Surface::kDensity}) {
    cases->push_back({surface, name, device});
  }
}

}  // namespace

MeshOptions MeshingCase::Options() const {
  MeshOptions options;
  options.surface = surface;
  options.device = device;
  return options;
}

std::string MeshingCase::Name() const {
  return std::string(surface == Surface::kDensity ? "density_" : "oriented_") + device_name;
}

void PrintTo(const MeshingCase& meshing, std::ostream* out) { *out << meshing.Name(); }

std::vector<MeshingCase> DeviceMeshingCases() {
  std::vector<MeshingCase> cases;
#if !defined(__SANITIZE_THREAD__)  // it takes the emulator's changes of stacks for damage
  std::string why;
  if (cuda::UseDevice(0, &why)) {
    AddCases(cuda::DeviceName() == "emulator" ? kEmulator : "cuda", MakeMeshingCuda(0), &cases);
  }
#endif
  return cases;
}

std::vector<MeshingCase> MeshingCases() {
  std::vector<MeshingCase> cases;
  AddCases("cpu", nullptr, &cases);
  for (const MeshingCase& other : DeviceMeshingCases()) {
    if (other.device_name != kEmulator) cases.push_back(other);
  }
  return cases;
}

}  // namespace isogs::test
