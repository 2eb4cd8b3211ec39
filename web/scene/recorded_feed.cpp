// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/recorded_feed.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "web/scene/text_messages.h"

namespace isogs::web {
namespace {

constexpr double kCell_m = 0.5;

std::vector<GaussianRecord> RecordsOf(const GaussianCloud& map) {
  std::vector<GaussianRecord> records;
  records.reserve(map.size());
  for (size_t i = 0; i < map.size(); ++i) {
    const RawGaussian gaussian = {&map.means[3 * i], &map.colors[3 * i], &map.rotations[4 * i],
                                  map.logit_opacities[i], &map.log_scales[3 * i]};
    records.push_back(PackGaussian(gaussian, static_cast<uint32_t>(i), {}));
  }
  return records;
}

Greeting GreetingOf(const std::filesystem::path& run_directory, const SceneState& scene) {
  return {run_directory, false, scene.up, scene.camera->camera, ReadConfigText(run_directory)};
}

}  // namespace

RecordedFeed::RecordedFeed(const std::filesystem::path& run_directory) : files_(run_directory) {
  const Params params = ReadParams(FindParams(run_directory));
  const auto run = std::make_shared<const RecordedRun>(run_directory, std::filesystem::path(), params);
  const size_t gaussians = params.map.size();
  const auto status_of = [run, gaussians](int64_t frame) {
    const int64_t known = std::clamp<int64_t>(frame, 0, run->frame_count() - 1);
    const SceneState scene = run->At(known);
    return StatusMessage(scene, run->frame_count(), gaussians, scene.mesh->triangle_count());
  };
  const SceneState last = run->At(run->frame_count() - 1);
  first_.hello = HelloMessage(GreetingOf(run_directory, last));
  first_.status_of_frame = status_of;
  first_.status = status_of(last.frame);
  first_.camera_center = last.camera->world_from_camera.translation().cast<float>();
  first_.path = PathNews{0, last.path};
  if (last.mesh->triangle_count() > 0) first_.mesh = MeshCells().Update(*last.mesh, kCell_m);
  first_.splats = SplatPages().Update(RecordsOf(params.map), params.world_from_map, true);
  first_.splats_are_final = true;
}

RunNews RecordedFeed::Poll() {
  RunNews news = std::exchange(first_, {});
  files_.Poll(&news);
  return news;
}

}  // namespace isogs::web
