// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Of benchmarks that need nothing before they begin.
#include <benchmark/benchmark.h>

#include "shared/core/memory.h"

int main(int argc, char** argv) {
  isogs::KeepFreedMemory();  // as every program does
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
