// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/trajectory.h"

#include "tests/fuzz/fuzz_target.h"
#include "tests/shared/ipc/test_values.h"

namespace isogs::fuzz {
namespace {

/// All that reads such a file: as a whole, while it is written, and where a run goes on.
void ReadAll(const Input& input) {
  const std::filesystem::path file = input.File("trajectory.txt");
  TrajectoryTail(file).Take();
  CutTrajectory(file, 1);
  ReadTrajectory(input.File("trajectory.txt"));
}

std::vector<std::string> Seeds() {
  const Trajectory trajectory = {{0.0, Pose::Identity()}, {1305031102.175304, TestPose()}};
  return {BytesOf([&](const auto& file) { WriteTrajectory(file, trajectory); }),
          "# time tx ty tz qx qy qz qw\n\n0 +1 2e-3 -.5 0 0 0 1\n"};
}

std::vector<std::string> Words() { return {"nan", "-inf", "1e400", "# ", "\xEF\xBB\xBF"}; }

const Registration kRegistration({"trajectory", ReadAll, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
