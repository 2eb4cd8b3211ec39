// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <nlohmann/json.hpp>

#include "datasets/synthetic/collection/metadata_reader.h"
#include "datasets/synthetic/collection/scene_metadata.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"
#include "shared/io/json_text.h"

namespace isogs::synthetic {
namespace {

constexpr uint64_t kMaxMetadataBytes = 64 << 20;
constexpr double kMaxFocal_px = 1e6;
constexpr int64_t kMaxPixels = int64_t{kMaxImageSide} * kMaxImageSide;

/// Reads what refers to objects; `objects`: how many there are.
class RecordReader {
 public:
  explicit RecordReader(size_t objects) : last_(static_cast<int64_t>(objects) - 1) {}

  int Id(const MetadataReader& at) const { return static_cast<int>(at.Whole(0, last_)); }
  int IdOrNone(const MetadataReader& at) const { return static_cast<int>(at.Whole(-1, last_)); }
  std::vector<int> Ids(const MetadataReader& at) const {
    return at.List([&](const MetadataReader& entry) { return Id(entry); });
  }
  std::vector<ObjectPair> Pairs(const MetadataReader& at, int64_t lowest) const {
    return at.List([&](const MetadataReader& entry) { return entry.Ids<2>(lowest, last_); });
  }

  ObjectRecord Object(const MetadataReader& at) const {
    ObjectRecord object;
    object.id = Id(at.At("id"));
    object.kind = at.At("kind").Text();
    object.shape = at.At("shape").Text();
    object.material = at.At("material").Text();
    object.mean_color = at.At("mean_color").Numbers<3>();
    object.center_m = at.At("center_m").Vector();
    object.size_m = at.At("size_m").Vector();
    object.world_from_object = at.At("world_from_object").RigidPose();
    object.supported_by = IdOrNone(at.At("supported_by"));
    object.contained_in = IdOrNone(at.At("contained_in"));
    return object;
  }

  CameraRecord Camera(const MetadataReader& at) const {
    constexpr double kAny = std::numeric_limits<double>::max();
    CameraRecord record;
    record.image = at.At("image").Text();
    record.depth = at.At("depth").Text();
    record.camera.width = static_cast<int>(at.At("width").Whole(1, kMaxImageSide));
    record.camera.height = static_cast<int>(at.At("height").Whole(1, kMaxImageSide));
    record.camera.fx = at.At("fx").NumberIn(1.0, kMaxFocal_px);
    record.camera.fy = at.At("fy").NumberIn(1.0, kMaxFocal_px);
    record.camera.cx = at.At("cx").NumberIn(-kAny, kAny);
    record.camera.cy = at.At("cy").NumberIn(-kAny, kAny);
    record.depth_scale = at.At("depth_scale").NumberIn(1e-6, 1e9);
    record.world_from_camera = at.At("world_from_camera").RigidPose();
    const MetadataReader seen = at.At("seen");
    for (size_t i = 0; i < seen.Size(); ++i) {
      record.seen.push_back(Seen(seen.At(i)));
      if (i > 0 && record.seen[i].object <= record.seen[i - 1].object)
        seen.At(i).At("object").Fail("ids in ascending order");
    }
    return record;
  }

  Constraints All(const MetadataReader& at) const {
    Constraints constraints;
    constraints.distance_ratios =
        at.At("distance_ratios").List([&](const MetadataReader& entry) -> DistanceRatio {
          return {entry.At("first").Ids<2>(0, last_), entry.At("second").Ids<2>(0, last_),
                  entry.At("ratio").Number()};
        });
    constraints.triangle_ratios =
        at.At("triangle_ratios").List([&](const MetadataReader& entry) -> TriangleRatios {
          return {entry.At("objects").Ids<3>(0, last_), entry.At("sides").Numbers<3>()};
        });
    constraints.views = at.At("views").List([&](const MetadataReader& entry) { return View(entry); });
    constraints.support = Pairs(at.At("support"), -1);
    constraints.containment = Pairs(at.At("containment"), 0);
    constraints.adjacency = Pairs(at.At("adjacency"), 0);
    return constraints;
  }

 private:
  SeenObject Seen(const MetadataReader& at) const {
    const int64_t visible_px = at.At("visible_px").Whole(1, kMaxPixels);
    return {Id(at.At("object")), visible_px, at.At("alone_px").Whole(visible_px, kMaxPixels)};
  }
  ViewConstraints View(const MetadataReader& at) const {
    ViewConstraints view;
    view.left_to_right = Ids(at.At("left_to_right"));
    view.near_to_far = Ids(at.At("near_to_far"));
    view.occlusion = at.At("occlusion").List([&](const MetadataReader& entry) -> OccludedShare {
      return {Id(entry.At("object")), entry.At("share").Number()};
    });
    return view;
  }

  int64_t last_;
};

FileRecord FileOf(const MetadataReader& at) {
  return {at.At("path").Text(), at.At("bytes").Unsigned(),
          static_cast<uint32_t>(at.At("crc32").Whole(0, std::numeric_limits<uint32_t>::max()))};
}

Split SplitAt(const MetadataReader& at) {
  const std::optional<Split> split = SplitOf(at.Text());
  if (!split) at.Fail("train, val, test_iid, test_comp or test_hard");
  return *split;
}

std::vector<ObjectRecord> ObjectsAt(const MetadataReader& at) {
  const RecordReader records(at.Size());
  std::vector<ObjectRecord> objects;
  for (size_t i = 0; i < at.Size(); ++i) {
    objects.push_back(records.Object(at.At(i)));
    if (objects.back().id != static_cast<int>(i))
      at.At(i).At("id").Fail(std::to_string(i) + ", its place in the list");
  }
  return objects;
}

void CheckEnd(std::string_view text, const MetadataReader& crc32) {
  const std::string_view before = text.substr(0, text.rfind(kMetadataEnd));
  std::string end = MetadataEnd(before);
  if (text.substr(before.size()) == end) return;
  end.erase(0, std::string_view(kMetadataEnd).size());
  crc32.Fail(end.substr(0, end.find('}')) + " at the end of what was written (the file was changed)");
}

}  // namespace

SceneMetadata ParseSceneMetadata(std::string_view text, const std::string& name) {
  const nlohmann::ordered_json json = ParseJson(text, name);
  const MetadataReader root(json, name);
  SceneMetadata metadata;
  metadata.id = root.At("id").Text();
  metadata.index = root.At("index").Whole(0, kMostScenes - 1);
  metadata.split = SplitAt(root.At("split"));
  metadata.seed = root.At("seed").Unsigned();
  metadata.room_size_m = root.At("room_size_m").Vector();
  metadata.objects = ObjectsAt(root.At("objects"));
  const RecordReader records(metadata.objects.size());
  metadata.cameras = root.At("cameras").List([&](const MetadataReader& at) { return records.Camera(at); });
  metadata.sequence = root.At("sequence").Text();
  metadata.constraints = records.All(root.At("constraints"));
  metadata.files = root.At("files").List(FileOf);
  CheckEnd(text, root.At("crc32"));
  return metadata;
}

SceneMetadata ReadSceneMetadata(const std::filesystem::path& path) {
  return ParseSceneMetadata(ReadWholeFile(path, kMaxMetadataBytes), path.string());
}

}  // namespace isogs::synthetic
