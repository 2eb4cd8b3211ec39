// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/frame_line.h"

#include <algorithm>
#include <optional>

#include "slam/device/device_memory.h"

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

Json OrNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }
/// Nothing was compared: 0 would be the best of values.
Json KnownIf(bool known, double value) { return known ? Json(value) : Json(nullptr); }

Json ToJson(const AlignmentResult& alignment) {
  const bool compared = alignment.iterations > 0 || alignment.inlier_ratio > 0.0;
  return {{"iterations", alignment.iterations},
          {"converged", alignment.converged},
          {"inlier_ratio", KnownIf(compared, alignment.inlier_ratio)},
          {"depth_rms_m", KnownIf(compared, alignment.depth_rms_m)},
          {"intensity_rms", KnownIf(compared, alignment.intensity_rms)},
          {"gain", KnownIf(compared, alignment.gain)},
          {"bias", KnownIf(compared, alignment.bias)},
          {"agreement", KnownIf(compared, alignment.agreement)},
          {"visible_ratio", KnownIf(compared, alignment.visible_ratio)},
          {"seen_through_ratio", KnownIf(compared, alignment.seen_through_ratio)},
          {"position_sigma_m", KnownIf(compared, alignment.PositionSigma())}};
}

Json ToJson(const RefinementResult& refinement) {
  const double pixels = static_cast<double>(std::max<int64_t>(refinement.pixels, 1));
  return {{"iterations", refinement.iterations},
          {"loss_per_pixel", KnownIf(refinement.pixels > 0, refinement.loss / pixels)},
          {"pixels", refinement.pixels}};
}

Json ToJson(const MappingReport& mapping) {
  const MappingLossValue loss = mapping.loss.value_or(MappingLossValue());
  const bool rendered = mapping.loss.has_value(), measured = loss.valid > 0;
  return {{"added", mapping.added},
          {"pruned", mapping.pruned},
          {"gaussians", mapping.gaussians},
          {"iterations", mapping.iterations},
          {"in_view", mapping.in_view},
          {"moving", mapping.hidden},
          {"loss", KnownIf(rendered, loss.total)},
          {"depth_l1_m", KnownIf(measured, loss.depth_l1_m)},
          {"color_l1", KnownIf(rendered, loss.color_l1)},
          {"ssim", KnownIf(rendered, loss.ssim)},
          {"psnr_db", KnownIf(measured, loss.psnr_db)},
          {"flat_m", OrNull(mapping.surface.flat_m)},
          {"iso", OrNull(mapping.surface.iso)}};
}

Json ToJson(const LoopReport& loop) {
  return {{"outcome", ToString(loop.outcome)},
          {"from", loop.from},
          {"to", loop.to},
          {"gap_m", loop.gap_m},
          {"moved_m", loop.moved_m},
          {"way_m", loop.way_m},
          {"edges", loop.edges},
          {"stretch_m", loop.stretch_m},
          {"loop_error_m", loop.loop_error_m},
          {"ms", loop.ms}};
}

Json ToJson(const TakenBackReport& taken_back) {
  return {{"keyframes", taken_back.keyframes},
          {"gaussians", taken_back.gaussians},
          {"confirm", taken_back.confirm},
          {"contradict", taken_back.contradict},
          {"off_m", taken_back.off_m}};
}

}  // namespace

Json FrameLine(const FrameRecord& frame, int64_t position, const FrameReport& report,
               const std::optional<LiveFigures>& live, double seconds) {
  Json line = {{"frame", position},
               {"dataset_index", frame.dataset_index},
               {"state", ToString(frame.state)},
               {"seconds", seconds},
               {"track_ms", report.track_ms},
               {"sharpness", report.sharpness},
               {"alignment", ToJson(report.tracking.alignment)},
               {"refinement", ToJson(report.tracking.refinement)}};
  if (report.tracking.doubt != Doubt::kNone) line["doubt"] = ToString(report.tracking.doubt);
  if (const auto& speed = report.tracking.speed) {
    line["speed_m_per_s"] = speed->m_per_s;
    line["turn_deg_per_s"] = speed->deg_per_s;
  }
  if (report.tracking.relocalized) line["relocalized"] = true;
  if (const int64_t bytes = DeviceBytesHeld(); bytes > 0) line["device_bytes"] = bytes;
  if (live) {
    line["latency_ms"] = live->latency_ms;
    line["dropped"] = live->dropped;
  }
  if (report.mapping) {
    line["map_ms"] = report.map_ms;
    line["map"] = ToJson(*report.mapping);
  }
  if (report.taken_back) line["taken_back"] = ToJson(*report.taken_back);
  if (report.loop) line["loop"] = ToJson(*report.loop);
  return line;
}

}  // namespace isogs
