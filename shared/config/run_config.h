// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/field.h"

namespace isogs {

/// When a keyframe is mapped.
enum class Pipeline { kSequential, kOverlapped };
inline const EnumNames<Pipeline> kPipelineNames = {{"sequential", Pipeline::kSequential},
                                                   {"overlapped", Pipeline::kOverlapped}};

/// Whether a run takes its time, or keeps up with a live camera.
enum class Pacing { kAuto, kAll, kRealtime };
inline const EnumNames<Pacing> kPacingNames = {
    {"auto", Pacing::kAuto}, {"all", Pacing::kAll}, {"realtime", Pacing::kRealtime}};

/// How a run does its work. Decides no result, but that realtime maps less where time is short.
struct RunConfig {
  int max_restarts = 10;                      // of a SLAM process that a signal killed, under `isogs run`
  Pipeline pipeline = Pipeline::kSequential;  // sequential: before the next frame; overlapped: beside them
  Pacing pacing = Pacing::kAuto;              // auto: realtime with --live, else all
  double max_lag_s = 0.25;                    // realtime: frames that wait longer are dropped

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("max_restarts", max_restarts, InRange(0, 1'000'000));
    visit("pipeline", pipeline, kPipelineNames);
    visit("pacing", pacing, kPacingNames);
    visit("max_lag_s", max_lag_s, InRange(0.02, 60.0));
  }
};

}  // namespace isogs
