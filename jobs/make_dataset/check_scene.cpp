// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/check_scene.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "datasets/synthetic/collection/scene_files.h"
#include "datasets/synthetic/collection/write_scene.h"
#include "jobs/make_dataset/check_picture.h"
#include "jobs/make_dataset/scene_files_check.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs::synthetic {
namespace {

constexpr double kOutside_m = 0.05;  // that a thing's centre may lie outside of the room

/// The checks of one scene; each adds what it finds.
class SceneChecker {
 public:
  SceneChecker(const DatasetFolder& folder, const SceneIdentity& identity, const SceneMetadata& metadata,
               Findings* findings)
      : folder_(folder), identity_(identity), metadata_(metadata), findings_(findings) {}

  void CheckSequence();
  void CheckFiles();
  void CheckObjects();
  void CheckPictures(const SceneQuality& quality);
  void CheckConstraints();
  void CheckCombinations(const std::vector<NamedCombination>& held_out);

 private:
  template <typename Value>
  void Expect(const std::string& what, const Value& found, const Value& expected) {
    if (found != expected) Find(fmt::format("{}: found {}, expected {}", what, found, expected));
  }
  /// What two checks find is said once.
  void Find(const std::string& text) {
    if (said_.insert(text).second) findings_->Add(identity_.id + ": " + text);
  }
  void CheckSupport(const ObjectRecord& object);

  const DatasetFolder& folder_;
  const SceneIdentity& identity_;
  const SceneMetadata& metadata_;
  Findings* findings_;
  std::set<std::string> said_;
};

void SceneChecker::CheckSequence() {
  Expect("sequence", Printable(metadata_.sequence),
         identity_.has_sequence ? FilesOf(identity_.id).sequence : std::string());
}

/// All that a scene has to have is in its list, and all in the list is there as it was written. Nothing
/// outside of the scene's own places is looked at.
void SceneChecker::CheckFiles() {
  const SceneFiles files = FilesOf(identity_.id);
  std::set<std::string> missing = {files.single_view.image, files.single_view.depth};
  for (const ImagePaths& paths : files.multi_view) missing.insert({paths.image, paths.depth});
  const std::string sequence = files.sequence + "/";
  int64_t sequence_files = 0;
  for (const FileRecord& record : metadata_.files) {
    const bool of_sequence = identity_.has_sequence && record.path.starts_with(sequence) &&
                             record.path.find("..") == std::string::npos;
    sequence_files += of_sequence ? 1 : 0;
    if (missing.erase(record.path) == 0 && !of_sequence) {
      Find("files: found " + Quoted(record.path, 100) + ", which is none of this scene, or twice");
      continue;
    }
    const std::string trouble = TroubleWith(folder_.path(), record);
    if (!trouble.empty()) Find(trouble);
  }
  for (const std::string& path : missing) Find("files: " + path + " is not in the list");
  if (identity_.has_sequence && sequence_files == 0) Find("files: none of the sequence is in the list");
}

void SceneChecker::CheckSupport(const ObjectRecord& object) {
  // The way down ends at the room, after fewer steps than there are things.
  int at = object.supported_by;
  for (size_t steps = 0; at >= 0 && steps <= metadata_.objects.size(); ++steps)
    at = metadata_.objects[static_cast<size_t>(at)].supported_by;
  if (at >= 0) Find(fmt::format("object {}: is supported by itself", object.id));
  if (object.contained_in == object.id) Find(fmt::format("object {}: is contained in itself", object.id));
}

void SceneChecker::CheckObjects() {
  const Eigen::AlignedBox3d room(Eigen::Vector3d::Constant(-kOutside_m),
                                 metadata_.room_size_m + Eigen::Vector3d::Constant(kOutside_m));
  for (const ObjectRecord& object : metadata_.objects) {
    if (!(object.size_m.array() > 0.0).all())
      Find(fmt::format("object {}: size_m: found a side that is not positive", object.id));
    if (!room.contains(object.center_m))
      Find(fmt::format("object {}: center_m: lies outside of the room", object.id));
    const double offset_m = (object.center_m - object.world_from_object.translation()).norm();
    if (!(offset_m <= object.size_m.norm()))
      Find(fmt::format("object {}: center_m: lies {:.3g} m from its origin, beyond its size", object.id,
                       offset_m));
    CheckSupport(object);
  }
}

void SceneChecker::CheckPictures(const SceneQuality& quality) {
  const SceneFiles files = FilesOf(identity_.id);
  Expect("cameras", metadata_.cameras.size(), 1 + kMultiViews);
  for (size_t i = 0; i < std::min(metadata_.cameras.size(), 1 + kMultiViews); ++i) {
    const CameraRecord& record = metadata_.cameras[i];
    const ImagePaths& paths = i == 0 ? files.single_view : files.multi_view[i - 1];
    const std::string name = fmt::format("cameras[{}]", i);
    Expect(name + ".width", record.camera.width, quality.width);
    Expect(name + ".height", record.camera.height, quality.height);
    if (record.image != paths.image || record.depth != paths.depth) {
      Find(name + ": found " + Quoted(record.image, 100) + ", expected " + paths.image + " and its depth");
      continue;
    }
    for (const std::string& trouble : TroublesOfPicture(folder_.path(), record, metadata_.room_size_m))
      Find(trouble);
  }
}

void SceneChecker::CheckConstraints() {
  const std::string difference =
      FirstDifference(metadata_.constraints, ConstraintsOf(metadata_.objects, metadata_.cameras));
  if (!difference.empty()) Find("constraints: " + difference);
}

void SceneChecker::CheckCombinations(const std::vector<NamedCombination>& held_out) {
  const auto is_held_out = [&](const ObjectRecord& object) {
    return std::ranges::find(held_out, NamedCombination{object.kind, object.material}) != held_out.end();
  };
  if (identity_.split != Split::kTestComp) {
    for (const ObjectRecord& object : metadata_.objects) {
      if (!is_held_out(object)) continue;
      Find(fmt::format("object {}: is a {} of {}, which is held out for test_comp", object.id, object.kind,
                       object.material));
    }
  } else if (!metadata_.cameras.empty() &&
             std::ranges::none_of(metadata_.cameras.front().seen, [&](const SeenObject& seen) {
               return is_held_out(metadata_.objects[static_cast<size_t>(seen.object)]);
             })) {
    Find("shows no combination of thing and material that is held out for test_comp");
  }
}

}  // namespace

SceneCheck CheckScene(const DatasetFolder& folder, const DatasetInfo& info, const SceneIdentity& identity) {
  SceneCheck check;
  try {
    std::string text;
    const SceneMetadata metadata = ReadMetadataOf(folder.path(), identity, &text);
    SceneChecker checker(folder, identity, metadata, &check.findings);
    checker.CheckSequence();
    checker.CheckFiles();
    checker.CheckObjects();
    checker.CheckPictures(SettingsOf(info.options.quality));
    checker.CheckConstraints();
    checker.CheckCombinations(info.held_out);
    check.summary = SummaryOf(metadata, text);
  } catch (const Error& error) {
    check.findings.Add(error.what());
  }
  return check;
}

}  // namespace isogs::synthetic
