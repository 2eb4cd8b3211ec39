// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/slam_state.h"

#include <span>
#include <utility>

#include "run/array_values.h"
#include "shared/types/hidden_cells.h"

namespace isogs {
namespace {

int64_t Count(size_t size) { return static_cast<int64_t>(size); }

std::span<const uint8_t> BytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

NamedArray TextArray(const std::string& name, const std::string& text) {
  return MakeNamedArray(name, {Count(text.size())}, BytesOf(text));
}

std::string ReadText(const NpzReader& reader, const std::string& name) {
  const auto bytes = reader.Read<uint8_t>(name, {-1});
  return {bytes.begin(), bytes.end()};
}

[[noreturn]] void Fail(const NpzReader& reader, const std::string& name, const std::string& what) {
  throw Error(reader.path().string() + ": array '" + name + "': " + what);
}

constexpr size_t kExposureValues = 6;  // gains, then biases

Exposure ReadExposure(const float* values) {
  Exposure exposure;
  std::copy_n(values, 3, exposure.gain);
  std::copy_n(values + 3, 3, exposure.bias);
  return exposure;
}

void AppendExposure(const Exposure& exposure, std::vector<float>* values) {
  values->insert(values->end(), exposure.gain, exposure.gain + 3);
  values->insert(values->end(), exposure.bias, exposure.bias + 3);
}

AdamState ReadAdam(const NpzReader& reader, int64_t gaussians) {
  AdamState adam;
  adam.first_moments = ReadFinite<float>(reader, "isogs_adam_first_moments", {gaussians, kMomentColumns});
  adam.second_moments = ReadFinite<float>(reader, "isogs_adam_second_moments", {gaussians, kMomentColumns});
  adam.steps = reader.Read<int32_t>("isogs_adam_steps", {gaussians});
  const auto is_negative = [](auto value) { return value < 0; };
  if (std::ranges::any_of(adam.steps, is_negative)) Fail(reader, "isogs_adam_steps", "a count is negative");
  if (std::ranges::any_of(adam.second_moments, is_negative)) {
    Fail(reader, "isogs_adam_second_moments", "a mean of squares is negative");
  }
  return adam;
}

std::vector<KeyframeState> ReadKeyframeStates(const NpzReader& reader, int64_t count) {
  const auto poses = ReadPoses(reader, "isogs_keyframe_poses", count);
  const auto hashes = reader.Read<uint64_t>("isogs_keyframe_hashes", {count});
  const auto exposures = ReadFinite<float>(reader, "isogs_keyframe_exposures", {count, kExposureValues});
  std::vector<KeyframeState> keyframes(hashes.size());
  for (size_t i = 0; i < hashes.size(); ++i) {
    const KeyframeUse use{ReadExposure(&exposures[i * kExposureValues]), {}};
    keyframes[i] = {poses[i], use, hashes[i]};
  }
  return keyframes;
}

/// Sets the keyframes' hidden cells: rows of keyframe and cell.
void ReadHidden(const NpzReader& reader, const Camera& camera, std::vector<KeyframeState>* keyframes) {
  const char* const kName = "isogs_hidden_cells";
  const auto cells = reader.Read<int64_t>(kName, {-1, 2});
  const auto count = static_cast<size_t>(HiddenCells(camera.width, camera.height).count());
  for (size_t i = 0; i < cells.size(); i += 2) {
    const auto keyframe = static_cast<size_t>(cells[i]), cell = static_cast<size_t>(cells[i + 1]);
    if (keyframe >= keyframes->size() || cell >= count)
      Fail(reader, kName, "row " + std::to_string(i / 2) + " is no cell of a keyframe");
    std::vector<uint8_t>& hidden = (*keyframes)[keyframe].use.hidden;
    hidden.resize(count, 0);
    hidden[cell] = 1;
  }
}

std::vector<int64_t> HiddenRows(const std::vector<KeyframeState>& keyframes) {
  std::vector<int64_t> rows;
  for (size_t k = 0; k < keyframes.size(); ++k) {
    const std::vector<uint8_t>& hidden = keyframes[k].use.hidden;
    for (size_t cell = 0; cell < hidden.size(); ++cell) {
      if (hidden[cell] != 0) rows.insert(rows.end(), {Count(k), Count(cell)});
    }
  }
  return rows;
}

void ReadOnlinePoses(const NpzReader& reader, std::vector<FrameRecord>* frames) {
  const auto poses = ReadPoses(reader, "isogs_online_poses", Count(frames->size()));
  for (size_t t = 0; t < poses.size(); ++t) (*frames)[t].online_camera_from_map = poses[t];
}

RecentSharpness ReadSharpness(const NpzReader& reader) {
  auto values = ReadFinite<double>(reader, "isogs_sharpness", {-1});
  if (values.size() > RecentSharpness::kFrames) {
    Fail(reader, "isogs_sharpness",
         "has " + std::to_string(values.size()) + " frames, expected at most " +
             std::to_string(RecentSharpness::kFrames));
  }
  return RecentSharpness(std::move(values));
}

std::vector<KeyframeEdge> ReadEdges(const NpzReader& reader, int64_t keyframes) {
  const char* const kEnds = "isogs_edge_keyframes";
  const auto ends = reader.Read<int64_t>(kEnds, {-1, 3});
  const int64_t count = Count(ends.size()) / 3;
  const auto poses = ReadPoses(reader, "isogs_edge_poses", count);
  const auto informations = ReadFinite<double>(reader, "isogs_edge_informations", {count, 6, 6});
  std::vector<KeyframeEdge> edges(poses.size());
  for (size_t i = 0; i < edges.size(); ++i) {
    KeyframeEdge& edge = edges[i];
    edge.from = ends[3 * i];
    edge.to = ends[3 * i + 1];
    edge.is_loop = ends[3 * i + 2] != 0;
    if (edge.from < 0 || edge.from >= edge.to || edge.to >= keyframes)
      Fail(reader, kEnds, "edge " + std::to_string(i) + " is between no two keyframes");
    edge.to_from_from = poses[i];
    edge.information = Eigen::Map<const Eigen::Matrix<double, 6, 6>>(&informations[36 * i]);
  }
  return edges;
}

int64_t ReadClosedLoops(const NpzReader& reader) {
  const auto count = reader.ReadScalar<int64_t>("isogs_closed_loops");
  if (count < 0) Fail(reader, "isogs_closed_loops", "a count is negative");
  return count;
}

int64_t ReadHere(const NpzReader& reader, int64_t keyframes) {
  const auto here = reader.ReadScalar<int64_t>("isogs_here");
  if (here < 0 || here >= std::max<int64_t>(keyframes, 1)) Fail(reader, "isogs_here", "is no keyframe");
  return here;
}

/// Edges as they stand in arrays.
struct EdgeColumns {
  explicit EdgeColumns(const std::vector<KeyframeEdge>& edges) {
    for (const KeyframeEdge& edge : edges) {
      ends.insert(ends.end(), {edge.from, edge.to, edge.is_loop ? 1 : 0});
      AppendPose(edge.to_from_from, &poses);
      informations.insert(informations.end(), edge.information.data(), edge.information.data() + 36);
    }
  }

  std::vector<int64_t> ends;         // [E,3] from, to, whether it is a loop
  std::vector<double> poses;         // [E,4,4]
  std::vector<double> informations;  // [E,6,6]
};

MotionModel ReadMotion(const NpzReader& reader) {
  const auto poses = ReadPoses(reader, "isogs_motion", 2);
  return {poses[0], poses[1], reader.ReadScalar<uint8_t>("isogs_motion_known") != 0};
}

Random::State ReadRandom(const NpzReader& reader) {
  const auto words = reader.Read<uint64_t>("isogs_random_state", {4});
  Random::State state;
  std::copy_n(words.begin(), state.size(), state.begin());
  if (state == Random::State{}) Fail(reader, "isogs_random_state", "all zero, which no generator leaves");
  return state;
}

void CheckVersion(const NpzReader& reader) {
  if (!reader.Contains("isogs_state_version")) {
    throw Error(reader.path().string() + ": holds a map but no run's state, expected a checkpoint");
  }
  const auto version = reader.ReadScalar<int64_t>("isogs_state_version");
  if (version != kStateFormatVersion) {
    throw Error(reader.path().string() + ": checkpoint version " + std::to_string(version) + ", expected " +
                std::to_string(kStateFormatVersion));
  }
  // A params file may do without these; here their absence is damage in the archive's directory.
  for (const char* name : {"isogs_format_version", "isogs_camera"}) {
    if (!reader.Contains(name)) Fail(reader, name, "is not in the archive");
  }
}

}  // namespace

void WriteState(const std::filesystem::path& path, const SlamState& state) {
  const int64_t n = Count(state.params.map.size());
  const int64_t k = Count(state.keyframes.size());
  std::vector<double> keyframe_poses, motion, online;
  std::vector<float> exposures;
  std::vector<uint64_t> hashes;
  for (const KeyframeState& keyframe : state.keyframes) {
    AppendPose(keyframe.camera_from_map, &keyframe_poses);
    AppendExposure(keyframe.use.exposure, &exposures);
    hashes.push_back(keyframe.image_hash);
  }
  for (const FrameRecord& frame : state.params.frames) AppendPose(frame.online_camera_from_map, &online);
  AppendPose(state.motion.last(), &motion);
  AppendPose(state.motion.motion(), &motion);
  const std::vector<int64_t> hidden = HiddenRows(state.keyframes);
  const EdgeColumns edges(state.edges);
  const int64_t e = Count(state.edges.size());
  const std::vector<int64_t> here = {state.here};
  const std::vector<int64_t> closed = {state.closed_loops};
  const std::vector<uint8_t> motion_known = {state.motion.known()};
  const std::vector<uint64_t> recent_hash = {state.recent_image_hash};
  const std::vector<float> scene_radius_m = {state.scene_radius_m};
  const std::vector<int64_t> version = {kStateFormatVersion};
  const std::vector<NamedArray> extras = {
      MakeNamedArray("isogs_state_version", {}, version),
      MakeNamedArray("isogs_adam_first_moments", {n, kMomentColumns}, state.adam.first_moments),
      MakeNamedArray("isogs_adam_second_moments", {n, kMomentColumns}, state.adam.second_moments),
      MakeNamedArray("isogs_adam_steps", {n}, state.adam.steps),
      MakeNamedArray("isogs_keyframe_poses", {k, 4, 4}, keyframe_poses),
      MakeNamedArray("isogs_keyframe_exposures", {k, kExposureValues}, exposures),
      MakeNamedArray("isogs_hidden_cells", {Count(hidden.size()) / 2, 2}, hidden),
      MakeNamedArray("isogs_keyframe_hashes", {k}, hashes),
      MakeNamedArray("isogs_online_poses", {Count(state.params.frames.size()), 4, 4}, online),
      MakeNamedArray("isogs_edge_keyframes", {e, 3}, edges.ends),
      MakeNamedArray("isogs_edge_poses", {e, 4, 4}, edges.poses),
      MakeNamedArray("isogs_edge_informations", {e, 6, 6}, edges.informations),
      MakeNamedArray("isogs_here", {}, here),
      MakeNamedArray("isogs_closed_loops", {}, closed),
      MakeNamedArray("isogs_motion", {2, 4, 4}, motion),
      MakeNamedArray("isogs_motion_known", {}, motion_known),
      MakeNamedArray("isogs_sharpness", {Count(state.sharpness.values().size())}, state.sharpness.values()),
      MakeNamedArray("isogs_recent_hash", {}, recent_hash),
      MakeNamedArray("isogs_scene_radius_m", {}, scene_radius_m),
      MakeNamedArray("isogs_random_state", {4}, std::span<const uint64_t>(state.random)),
      TextArray("isogs_config", state.identity),
      TextArray("isogs_simd_target", state.simd_target),
  };
  WriteParams(path, state.params, extras);
}

SlamState ReadState(const std::filesystem::path& path) {
  const NpzReader reader(path);
  CheckVersion(reader);
  reader.Verify();  // arrays that are not read here, too
  SlamState state;
  state.params = ReadParams(reader);
  ReadOnlinePoses(reader, &state.params.frames);
  state.adam = ReadAdam(reader, Count(state.params.map.size()));
  state.keyframes = ReadKeyframeStates(reader, Count(state.params.keyframes.size()));
  ReadHidden(reader, state.params.camera, &state.keyframes);
  state.edges = ReadEdges(reader, Count(state.keyframes.size()));
  state.here = ReadHere(reader, Count(state.keyframes.size()));
  state.closed_loops = ReadClosedLoops(reader);
  state.motion = ReadMotion(reader);
  state.sharpness = ReadSharpness(reader);
  if (reader.Contains("isogs_recent_hash"))  // earlier versions kept none
    state.recent_image_hash = reader.ReadScalar<uint64_t>("isogs_recent_hash");
  state.scene_radius_m = ReadFinite<float>(reader, "isogs_scene_radius_m", {}).front();
  state.random = ReadRandom(reader);
  state.identity = ReadText(reader, "isogs_config");
  state.simd_target = ReadText(reader, "isogs_simd_target");
  if (state.params.frames.empty()) {
    throw Error(path.string() + ": a checkpoint of no frames, expected at least one");
  }
  return state;
}

}  // namespace isogs
