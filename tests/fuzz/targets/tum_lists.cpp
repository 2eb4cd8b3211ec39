// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/tum_dataset.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

constexpr const char* kDepthList = "1.01 d.png\n1.06 d.png\n2 d.png\n";
constexpr const char* kTruth = "1 0 0 0 0 0 0 1\n1.09 1 0 0 0 0 0 1\n";

/// A sequence in TUM's layout with this rgb.txt or groundtruth.txt.
void Open(const Input& input, const std::string& colors, const std::string& truth) {
  WritePng(input.folder() / "d.png", Image<uint16_t>(1, 12, 16, 5000), 1);
  WriteText(input.folder() / "rgb.txt", colors);
  WriteText(input.folder() / "depth.txt", kDepthList);
  WriteText(input.folder() / "groundtruth.txt", truth);
  DatasetConfig config = ConfigOf(input.folder());
  config.fx = config.fy = 15.0;
  config.cx = 7.5;
  config.cy = 5.5;
  OpenTum(config)->camera();
}

void ReadList(const Input& input) { Open(input, std::string(input.text()), kTruth); }
void ReadTruth(const Input& input) { Open(input, "1.01 d.png\n", std::string(input.text())); }

std::vector<std::string> Lists() {
  return {"# color images\n# timestamp filename\n1.000 rgb/a.png\n1.05 d.png\r\n",
          "2.01\td.png\n1.00 a b.png"};
}

std::vector<std::string> Truths() { return {kTruth, "# time\n\n1 0 0 0 0 0 0 1\n1 0 0 0 0 0 0 -1\n"}; }

std::vector<std::string> Words() {
  return {"nan", "-inf", "1e400", "1e-400", "# ", "\xEF\xBB\xBF", "../", "\r"};
}

const Registration kLists({"tum_list", ReadList, Lists, Words});
const Registration kTruthFile({"tum_truth", ReadTruth, Truths, Words});

}  // namespace
}  // namespace isogs::fuzz
