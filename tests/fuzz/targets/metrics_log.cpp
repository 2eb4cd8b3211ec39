// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/metrics_log.h"

#include "shared/core/error.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

/// Where a run goes on: lines of later frames are cut off.
void Cut(const Input& input) {
  const int64_t dropped = CutMetrics(input.File("metrics.jsonl"), 2);
  if (dropped > 0) throw Error(std::to_string(dropped) + " lines refused");
}

std::vector<std::string> Seeds() {
  return {
      "{\"frame\":0,\"seconds\":0.5,\"state\":\"tracking\",\"psnr_db\":null}\n{\"frame\":1,\"map_ms\":12.5}\n"
      "{\"frame\":2}\n"};
}

std::vector<std::string> Words() {
  return {"\"frame\":", "1e400", "-9223372036854775809", "null", "[[", "{\"", "\\u0000"};
}

const Registration kRegistration({"metrics_log", Cut, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
