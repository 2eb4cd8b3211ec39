// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The fuzzer of one target, which the first argument names; the others are libFuzzer's:
//   fuzzer TARGET [-runs=N ...] CORPUS
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/fuzz_target.h"
#include "tests/shared/temporary_folder.h"

namespace {

const isogs::fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  for (const isogs::fuzz::Target& target : isogs::fuzz::Targets()) {
    if (*argc > 1 && target.name == (*argv)[1]) chosen = &target;
  }
  if (chosen == nullptr) {
    std::fputs("fuzzer: expected a target:", stderr);
    for (const isogs::fuzz::Target& target : isogs::fuzz::Targets())
      std::fprintf(stderr, " %s", target.name.c_str());
    std::fputs("\n", stderr);
    std::exit(2);
  }
  (*argv)[1] = (*argv)[0];
  ++*argv;
  --*argc;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const isogs::TemporaryFolder folder;
  const isogs::fuzz::Outcome outcome =
      isogs::fuzz::Read(*chosen, {reinterpret_cast<const char*>(data), size}, folder.path());
  if (!outcome.fault.empty()) {
    std::fprintf(stderr, "%s: %s\n", chosen->name.c_str(), outcome.fault.c_str());
    std::abort();
  }
  return 0;
}
