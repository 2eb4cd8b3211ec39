// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/write_scene.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <system_error>
#include <vector>

#include "datasets/replica_writer.h"
#include "datasets/synthetic/collection/choose_views.h"
#include "datasets/synthetic/collection/describe_objects.h"
#include "datasets/synthetic/collection/scene_files.h"
#include "datasets/synthetic/collection/scene_metadata.h"
#include "datasets/synthetic/collection/split_rules.h"
#include "datasets/synthetic/sensor/common_gain.h"
#include "datasets/synthetic/sensor/exposure.h"
#include "datasets/synthetic/sequence/write_sequence.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/image/codecs.h"
#include "shared/image/convert.h"
#include "shared/io/checksum.h"
#include "shared/io/file.h"

namespace isogs::synthetic {
namespace {

namespace fs = std::filesystem;

constexpr int kPngCompression = 6;
constexpr uint64_t kViewsSeed = 0x76696577;  // other draws than the room's

SequenceOptions SequenceOf(const SceneIdentity& identity, const SceneQuality& quality) {
  SequenceOptions options;
  options.seed = identity.seed;
  options.room_rules = RulesOf(identity.split);
  options.frames = quality.sequence_frames;
  options.width = quality.width;
  options.height = quality.height;
  options.rays_per_pixel = quality.rays_per_pixel;
  options.light = quality.light;
  options.with_config = false;
  return options;
}

void MakeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Error("cannot make " + folder.string() + ": " + error.message());
}

void RemoveAll(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) throw Error("cannot remove " + path.string() + ": " + error.message());
}

FileRecord RecordOf(const std::string& path, std::string_view bytes) {
  return {path, bytes.size(), Crc32(0, std::as_bytes(std::span(bytes.data(), bytes.size())))};
}

FileRecord WriteFile(const fs::path& dataset, const std::string& path, const std::string& bytes) {
  MakeFolder((dataset / path).parent_path());
  WriteFileAtomically(dataset / path, bytes);
  return RecordOf(path, bytes);
}

struct Picture {
  Image<float> radiance;
  HitImage hits;
};

Picture Take(const Renderer& rooms, const Camera& camera, const Pose& pose, int rays_per_pixel) {
  const View view = {camera, {&pose, 1}};
  Picture picture;
  if (rays_per_pixel == 1) {
    picture.radiance = rooms.RadianceWithHits(view, &picture.hits);
  } else {
    picture.hits = rooms.CastCenters(view);
    picture.radiance = rooms.Radiance(view, rays_per_pixel);
  }
  return picture;
}

class SceneWriter {
 public:
  SceneWriter(fs::path dataset, const SceneIdentity& identity, const SceneQuality& quality)
      : dataset_(std::move(dataset)),
        identity_(identity),
        quality_(quality),
        files_(FilesOf(identity.id)),
        camera_(CameraOf(SequenceOf(identity, quality))),
        rooms_(BuildRoom(identity.seed, std::nullopt, RulesOf(identity.split)), quality.light),
        pixels_(rooms_.scene(), rooms_.mesh()),
        objects_(DescribeObjects(rooms_.scene(), rooms_.mesh())) {}

  void Write() {
    metadata_.id = identity_.id;
    metadata_.index = identity_.index;
    metadata_.split = identity_.split;
    metadata_.seed = identity_.seed;
    const FloorPlan& plan = rooms_.scene().plan;
    metadata_.room_size_m = {plan.rooms[0].width(), plan.rooms[0].depth(), plan.height_m};
    metadata_.objects = objects_.records;
    WritePictures();
    if (identity_.has_sequence) WriteItsSequence();
    metadata_.constraints = ConstraintsOf(metadata_.objects, metadata_.cameras);
    WriteFile(dataset_, files_.metadata, ToJson(metadata_));
  }

 private:
  void WritePictures() {
    Random random(identity_.seed ^ kViewsSeed);
    const Glancer glancer(rooms_, pixels_, WishesOf(identity_.split, camera_));
    const ChosenViews views = ChooseViews(rooms_.scene(), glancer, random);
    std::vector<Pose> poses = {views.single};
    poses.insert(poses.end(), views.multi.begin(), views.multi.end());
    std::vector<ImagePaths> paths = {files_.single_view};
    paths.insert(paths.end(), files_.multi_view.begin(), files_.multi_view.end());
    constexpr int kSmall_px = 64;
    const Camera small = camera_.Resized(kSmall_px, kSmall_px * camera_.height / camera_.width);
    const float gain = CommonGain(rooms_, small, poses);
    metadata_.cameras.resize(poses.size());
    metadata_.files.resize(2 * poses.size());
    ParallelFor(static_cast<int64_t>(poses.size()), 1, [&](int64_t begin, int64_t end) {
      for (size_t i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i)
        WritePicture(i, poses[i], paths[i], gain);
    });
  }

  void WritePicture(size_t i, const Pose& pose, const ImagePaths& paths, float gain) {
    const Picture picture = Take(rooms_, camera_, pose, quality_.rays_per_pixel);
    CameraRecord& record = metadata_.cameras[i];
    record.image = paths.image;
    record.depth = paths.depth;
    record.camera = camera_;
    record.depth_scale = kReplicaDepthScale;
    record.world_from_camera = pose;
    record.seen = pixels_.Count(camera_, pose, picture.hits);
    for (SeenObject& seen : record.seen)
      seen.object = objects_.id_of_object[static_cast<size_t>(seen.object)];
    metadata_.files[2 * i] =
        WriteFile(dataset_, paths.image,
                  EncodePng(ToBytes(Developed(picture.radiance, gain)), kPngCompression, paths.image));
    metadata_.files[2 * i + 1] = WriteFile(
        dataset_, paths.depth, EncodePng(ReplicaDepth(picture.hits.depth_m), kPngCompression, paths.depth));
  }

  /// Under another name until it is whole.
  void WriteItsSequence() {
    metadata_.sequence = files_.sequence;
    const fs::path folder = dataset_ / files_.sequence;
    fs::path partial = folder;
    partial += ".partial";
    RemoveAll(partial);
    WriteSequence(partial, SequenceOf(identity_, quality_), [](int64_t) { return true; });
    std::error_code error;
    if (fs::exists(folder, error)) {  // from an earlier call: the scene is not whole while it is exchanged
      RemoveAll(dataset_ / files_.metadata);
      RemoveAll(folder);
    }
    fs::rename(partial, folder, error);
    if (error) throw Error("cannot make " + folder.string() + ": " + error.message());
    for (const std::string& path : FilesBelow(folder))
      metadata_.files.push_back(RecordOf(path, ReadWholeFile(dataset_ / path)));
  }

  /// As paths in the data set, in order.
  std::vector<std::string> FilesBelow(const fs::path& folder) const {
    std::vector<std::string> paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file())
        paths.push_back(entry.path().lexically_relative(dataset_).generic_string());
    std::ranges::sort(paths);
    return paths;
  }

  fs::path dataset_;
  const SceneIdentity& identity_;
  const SceneQuality& quality_;
  SceneFiles files_;
  Camera camera_;
  Renderer rooms_;
  ObjectPixels pixels_;
  DescribedObjects objects_;
  SceneMetadata metadata_;
};

}  // namespace

SceneQuality SettingsOf(Quality quality) {
  if (quality == Quality::kDraft) return {};
  return {1024, 768, quality == Quality::kNormal ? 4 : 16, {}, 60};
}

void WriteScene(const fs::path& dataset, const SceneIdentity& identity, const SceneQuality& quality) {
  SceneWriter(dataset, identity, quality).Write();
}

void WriteScene(const fs::path& dataset, const CollectionOptions& options, const SceneIdentity& identity) {
  WriteScene(dataset, identity, SettingsOf(options.quality));
}

}  // namespace isogs::synthetic
