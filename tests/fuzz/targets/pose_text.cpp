// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/pose_text.h"

#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

/// traj.txt of Replica.
void ReadLines(const Input& input) {
  for (const MatrixText& matrix : ParseMatrixLines(input.text(), "traj.txt")) {
    PoseFromMatrix(matrix, "traj.txt");
  }
}

/// A pose file of 7-Scenes.
void ReadOne(const Input& input) { PoseFromMatrix(ParseMatrix(input.text(), "pose.txt"), "pose.txt"); }

std::vector<std::string> Lines() {
  return {"# header\n1 0 0 0.5 0 1 0 0.25 0 0 1 -1 0 0 0 1\n\n0 -1 0 1e-3 1 0 0 +2 0 0 1 0 0 0 0 1\n"};
}

std::vector<std::string> One() { return {"1 0 0 0.5\n0 1 0 0.25\n0 0 1 -1\n0 0 0 1\n"}; }

std::vector<std::string> Words() { return {"nan", "-inf", "1e400", "-1", "\xEF\xBB\xBF"}; }

const Registration kTrajectory({"pose_lines", ReadLines, Lines, Words});
const Registration kPose({"pose_file", ReadOne, One, Words});

}  // namespace
}  // namespace isogs::fuzz
