// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/scene_metadata.h"

#include <nlohmann/json.hpp>
#include <span>

#include "shared/io/checksum.h"

namespace isogs::synthetic {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const Eigen::Vector3d& vector) { return {vector.x(), vector.y(), vector.z()}; }

/// Rows.
Json ToJson(const Pose& pose) {
  Json rows = Json::array();
  for (int row = 0; row < 4; ++row) {
    Json values = Json::array();
    for (int column = 0; column < 4; ++column) values.push_back(pose.matrix()(row, column));
    rows.push_back(values);
  }
  return rows;
}

Json ToJson(const ObjectRecord& object) {
  return {{"id", object.id},
          {"kind", object.kind},
          {"shape", object.shape},
          {"material", object.material},
          {"mean_color", object.mean_color},
          {"center_m", ToJson(object.center_m)},
          {"size_m", ToJson(object.size_m)},
          {"world_from_object", ToJson(object.world_from_object)},
          {"supported_by", object.supported_by},
          {"contained_in", object.contained_in}};
}

Json ToJson(const SeenObject& seen) {
  return {{"object", seen.object}, {"visible_px", seen.visible_px}, {"alone_px", seen.alone_px}};
}

Json ToJson(const FileRecord& file) {
  return {{"path", file.path}, {"bytes", file.bytes}, {"crc32", file.crc32}};
}

Json ToJson(const DistanceRatio& ratio) {
  return {{"first", ratio.first}, {"second", ratio.second}, {"ratio", ratio.ratio}};
}

Json ToJson(const TriangleRatios& ratios) { return {{"objects", ratios.objects}, {"sides", ratios.sides}}; }

Json ToJson(const OccludedShare& occluded) {
  return {{"object", occluded.object}, {"share", occluded.share}};
}

template <typename T>
Json ListOf(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values) list.push_back(ToJson(value));
  return list;
}

Json ToJson(const CameraRecord& record) {
  const Camera& camera = record.camera;
  return {{"image", record.image},
          {"depth", record.depth},
          {"width", camera.width},
          {"height", camera.height},
          {"fx", camera.fx},
          {"fy", camera.fy},
          {"cx", camera.cx},
          {"cy", camera.cy},
          {"depth_scale", record.depth_scale},
          {"world_from_camera", ToJson(record.world_from_camera)},
          {"seen", ListOf(record.seen)}};
}

Json ToJson(const ViewConstraints& view) {
  return {{"left_to_right", view.left_to_right},
          {"near_to_far", view.near_to_far},
          {"occlusion", ListOf(view.occlusion)}};
}

/// Lines of text: a value each.
class Lines {
 public:
  void Add(const std::string& key, const Json& value) { AddText(key, value.dump()); }
  /// An entry a line.
  template <typename T>
  void AddList(const std::string& key, const std::vector<T>& values) {
    std::string text = "[";
    for (const T& value : values) {
      text += text.size() > 1 ? ",\n  " : "\n  ";
      text += ToJson(value).dump();
    }
    AddText(key, text + "]");
  }
  void AddText(const std::string& key, const std::string& value) {
    text_ += text_.empty() ? "" : ",\n";
    text_ += Json(key).dump();
    text_ += ": ";
    text_ += value;
  }
  std::string InBraces() const {
    std::string text = "{\n";
    return text.append(text_).append("}");
  }

 private:
  std::string text_;
};

std::string TextOf(const Constraints& constraints) {
  Lines lines;
  lines.Add("distance_ratios", ListOf(constraints.distance_ratios));
  lines.Add("triangle_ratios", ListOf(constraints.triangle_ratios));
  lines.AddList("views", constraints.views);
  lines.Add("support", constraints.support);
  lines.Add("containment", constraints.containment);
  lines.Add("adjacency", constraints.adjacency);
  return lines.InBraces();
}

}  // namespace

std::string ToJson(const SceneMetadata& metadata) {
  Lines lines;
  lines.Add("id", metadata.id);
  lines.Add("index", metadata.index);
  lines.Add("split", NameOf(metadata.split));
  lines.Add("seed", metadata.seed);
  lines.Add("room_size_m", ToJson(metadata.room_size_m));
  lines.AddList("objects", metadata.objects);
  lines.AddList("cameras", metadata.cameras);
  lines.Add("sequence", metadata.sequence);
  lines.AddText("constraints", TextOf(metadata.constraints));
  lines.AddList("files", metadata.files);
  std::string text = lines.InBraces();
  text.pop_back();
  return text + MetadataEnd(text);
}

std::string MetadataEnd(std::string_view before) {
  std::string end = kMetadataEnd;
  return end.append(std::to_string(Crc32(0, std::as_bytes(std::span(before))))).append("}\n");
}

}  // namespace isogs::synthetic
