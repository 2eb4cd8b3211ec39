// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "tests/fuzz/allocation_peak.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/mutator.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::fuzz {
namespace {

constexpr int kInputsATarget = 500;
constexpr uint64_t kSeed = 20261130;
/// For what does not grow with an input: buffers of decoders, texts of messages.
constexpr size_t kSmallBytes = 4 << 10;

class MutatedInput : public ::testing::TestWithParam<Target> {
 protected:
  struct Reading {
    Outcome outcome;
    size_t peak_bytes = 0;
  };

  Reading Read(const std::string& bytes) {
    const AllocationPeak peak;
    Reading reading;
    reading.outcome = fuzz::Read(GetParam(), bytes, folder_.path());
    reading.peak_bytes = peak.bytes();
    return reading;
  }

  /// Keeps an input for whoever looks for the fault: in ISOGS_FAULTS, where that names a folder.
  std::string Kept(const std::string& bytes, int number) const {
    const char* const folder = std::getenv("ISOGS_FAULTS");
    if (folder == nullptr) return "no file: ISOGS_FAULTS names no folder";
    const std::filesystem::path file =
        std::filesystem::path(folder) / (GetParam().name + "-mutated-" + std::to_string(number));
    if (std::FILE* const out = std::fopen(file.c_str(), "wb")) {
      std::fwrite(bytes.data(), 1, bytes.size(), out);
      std::fclose(out);
    }
    return file.string();
  }

  TemporaryFolder folder_;
};

TEST_P(MutatedInput, SeedsAreReadWithoutAnError) {
  for (const std::string& seed : GetParam().seeds()) {
    ASSERT_FALSE(seed.empty());
    const Outcome outcome = Read(seed).outcome;
    EXPECT_EQ(outcome.fault, "");
    EXPECT_EQ(outcome.error.value_or("no error"), "no error");
  }
}

TEST_P(MutatedInput, IsReadOrRefusedInOneLineWithinTwiceTheMemory) {
  std::map<std::string, size_t> honest_bytes;  // by seed
  for (const std::string& seed : GetParam().seeds()) {
    Read(seed);  // what is made once for the whole program
    honest_bytes[seed] = Read(seed).peak_bytes;
  }
  Mutator mutator(GetParam().seeds(), GetParam().words(), kSeed);
  int refused = 0;
  double worst_ratio = 0.0;
  for (int i = 0; i < kInputsATarget; ++i) {
    const size_t honest = honest_bytes[mutator.next_seed()];
    const std::string bytes = mutator.Next();
    const Reading reading = Read(bytes);
    refused += reading.outcome.error ? 1 : 0;
    worst_ratio = std::max(worst_ratio, static_cast<double>(reading.peak_bytes) /
                                            static_cast<double>(std::max(honest, kSmallBytes)));
    ASSERT_EQ(reading.outcome.fault, "") << "input " << i << " is in " << Kept(bytes, i);
    if (!CountsAllocations()) continue;
    ASSERT_LE(reading.peak_bytes, 2 * std::max(honest, kSmallBytes))
        << "honest: " << honest << "; input " << i << " is in " << Kept(bytes, i);
  }
  RecordProperty("refused", refused);
  RecordProperty("worst_memory_ratio", std::to_string(worst_ratio));
  EXPECT_GT(refused, kInputsATarget / 20) << "mutations that a reader does not see try nothing";
}

INSTANTIATE_TEST_SUITE_P(Reader, MutatedInput, ::testing::ValuesIn(Targets()),
                         [](const auto& target) { return target.param.name; });

}  // namespace
}  // namespace isogs::fuzz
