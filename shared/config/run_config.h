// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/field.h"

namespace isogs {

/// When a keyframe is mapped.
enum class Pipeline { kSequential, kOverlapped };
inline const EnumNames<Pipeline> kPipelineNames = {{"sequential", Pipeline::kSequential},
                                                   {"overlapped", Pipeline::kOverlapped}};

/// How a run does its work. Decides no result.
struct RunConfig {
  int max_restarts = 10;                      // of a SLAM process that a signal killed, under `isogs run`
  Pipeline pipeline = Pipeline::kSequential;  // sequential: before the next frame; overlapped: beside them

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("max_restarts", max_restarts, InRange(0, 1'000'000));
    visit("pipeline", pipeline, kPipelineNames);
  }
};

}  // namespace isogs
