// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/params_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>

#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/io/file.h"
#include "shared/types/parameter_limits.h"
#include "tests/run/random_params.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

void ExpectEqual(const Params& a, const Params& b) {
  EXPECT_EQ(a.map.means, b.map.means);
  EXPECT_EQ(a.map.colors, b.map.colors);
  EXPECT_EQ(a.map.rotations, b.map.rotations);
  EXPECT_EQ(a.map.logit_opacities, b.map.logit_opacities);
  EXPECT_EQ(a.map.log_scales, b.map.log_scales);
  EXPECT_EQ(a.map.timesteps, b.map.timesteps);
  EXPECT_EQ(a.camera, b.camera);
  EXPECT_EQ(a.keyframes, b.keyframes);
  EXPECT_EQ(a.world_from_map.matrix(), b.world_from_map.matrix());
  ASSERT_EQ(a.frames.size(), b.frames.size());
  for (size_t t = 0; t < a.frames.size(); ++t) {
    const FrameRecord &p = a.frames[t], &q = b.frames[t];
    EXPECT_EQ(p.dataset_index, q.dataset_index);
    EXPECT_EQ(p.timestamp_s, q.timestamp_s);
    EXPECT_EQ(p.camera_from_map.matrix(), q.camera_from_map.matrix());
    EXPECT_EQ(p.state, q.state);
    ASSERT_EQ(p.world_from_camera_truth.has_value(), q.world_from_camera_truth.has_value());
    if (p.world_from_camera_truth) {
      EXPECT_EQ(p.world_from_camera_truth->matrix(), q.world_from_camera_truth->matrix());
    }
  }
}

class ParamsFile : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "params.npz";

  /// Copies the file at path_, each array changed as `change` likes; one that it empties of its name is left
  /// out.
  std::filesystem::path Changed(const std::function<void(NamedArray&)>& change) {
    const NpzReader reader(path_);
    std::vector<std::vector<double>> values;
    std::vector<NamedArray> arrays;
    for (const std::string& name : reader.names()) {
      values.push_back(reader.Read<double>(name));
      arrays.push_back(MakeNamedArray(name, reader.Header(name).shape, values.back()));
    }
    for (NamedArray& array : arrays) change(array);
    std::erase_if(arrays, [](const NamedArray& array) { return array.name.empty(); });
    auto changed = folder_ / "changed.npz";
    WriteNpz(changed, arrays);
    return changed;
  }
  /// The same with one value of one array replaced.
  std::filesystem::path WithValue(const std::string& name, size_t index, double value) {
    return Changed([&](NamedArray& array) {
      if (array.name == name) {
        reinterpret_cast<double*>(const_cast<std::byte*>(array.bytes.data()))[index] = value;
      }
    });
  }
};

TEST_F(ParamsFile, ReadsBackExactlyWhatItWrote) {
  for (const size_t frames : {0, 1, 4}) {
    const Params params = MakeParams(5, frames);
    WriteParams(path_, params);
    ExpectEqual(params, ReadParams(path_));
  }
  const Params empty = MakeParams(0, 1);
  WriteParams(path_, empty);
  ExpectEqual(empty, ReadParams(path_));
}

TEST_F(ParamsFile, EqualContentsGiveEqualBytes) {
  WriteParams(path_, MakeParams(5, 4));
  WriteParams(folder_ / "again.npz", MakeParams(5, 4));
  EXPECT_EQ(ReadWholeFile(path_), ReadWholeFile(folder_ / "again.npz"));
}

TEST_F(ParamsFile, HasSplatamsKeysAndShapes) {
  const Params params = MakeParams(5, 4);
  WriteParams(path_, params);
  const NpzReader reader(path_);
  const auto shape = [&](const std::string& name) { return reader.Header(name).shape; };
  EXPECT_EQ(shape("means3D"), (Shape{5, 3}));
  EXPECT_EQ(shape("rgb_colors"), (Shape{5, 3}));
  EXPECT_EQ(shape("unnorm_rotations"), (Shape{5, 4}));
  EXPECT_EQ(shape("logit_opacities"), (Shape{5, 1}));
  EXPECT_EQ(shape("log_scales"), (Shape{5, 3}));
  EXPECT_EQ(shape("cam_unnorm_rots"), (Shape{1, 4, 4}));
  EXPECT_EQ(shape("cam_trans"), (Shape{1, 3, 4}));
  EXPECT_EQ(shape("timestep"), (Shape{5}));
  EXPECT_EQ(shape("gt_w2c_all_frames"), (Shape{4, 4, 4}));
  EXPECT_THAT(reader.Read<float>("intrinsics", {3, 3}),
              ElementsAre(292.5f, 0, 159.1f, 0, 291.25f, 119.7f, 0, 0, 1));
  EXPECT_THAT(reader.Read<int64_t>("keyframe_time_indices"), ElementsAre(0, 2));
  EXPECT_EQ(reader.ReadScalar<int64_t>("org_width"), 320);
  EXPECT_EQ(reader.ReadScalar<int64_t>("org_height"), 240);
  // Frame 2's translation and the truth of frame 3, relative to the map.
  EXPECT_EQ(reader.Read<float>("cam_trans")[1 * 4 + 2],
            static_cast<float>(params.frames[2].camera_from_map.translation().y()));
  const Pose truth = params.frames[3].world_from_camera_truth->inverse() * params.world_from_map;
  EXPECT_EQ(reader.Read<float>("gt_w2c_all_frames")[3 * 16 + 7], static_cast<float>(truth.translation().y()));
}

TEST_F(ParamsFile, ReadsSplatamsFiles) {
  Params params = MakeParams(5, 4);
  WriteParams(path_, params);
  const auto splatam = Changed([](NamedArray& array) {
    if (array.name.starts_with("isogs_")) array.name.clear();
    if (array.name == "log_scales") {  // isotropic
      array.header.shape = {5, 1};
      array.bytes = array.bytes.first(5 * sizeof(double));
    }
  });
  const Params read = ReadParams(splatam);
  EXPECT_EQ(read.map.means, params.map.means);
  EXPECT_EQ(read.map.log_scales.size(), 15u);
  EXPECT_THAT(std::span(read.map.log_scales).first(3), Each(params.map.log_scales[0]));
  EXPECT_EQ(read.keyframes, params.keyframes);
  ASSERT_EQ(read.frames.size(), 4u);
  EXPECT_EQ(read.frames[3].dataset_index, 3);
  EXPECT_TRUE(read.frames[3].camera_from_map.isApprox(params.frames[3].camera_from_map, 1e-6));
  EXPECT_TRUE(read.world_from_map.isApprox(Pose::Identity()));
}

TEST_F(ParamsFile, AMeshNeedsGaussiansOnly) {
  const Params params = MakeParams(5, 4);
  WriteParams(path_, params);
  // What SplaTAM's checkpoints hold.
  const std::vector<std::string> kept = {"means3D",         "rgb_colors", "unnorm_rotations",
                                         "logit_opacities", "log_scales", "cam_unnorm_rots",
                                         "cam_trans"};
  const auto checkpoint = Changed([&](NamedArray& array) {
    if (std::ranges::find(kept, array.name) == kept.end()) array.name.clear();
    if (array.name == "logit_opacities") array.header.shape = {5};
  });
  Params read = ReadParams(checkpoint, BadGaussians::kKeep);
  EXPECT_EQ(read.map.means, params.map.means);
  EXPECT_THAT(read.map.timesteps, Each(kUnknownTimestep));
  ASSERT_EQ(read.frames.size(), 4u);
  EXPECT_TRUE(read.frames[3].camera_from_map.isApprox(params.frames[3].camera_from_map, 1e-6));
  EXPECT_THAT([&] { ReadParams(checkpoint); }, ThrowsMessage<Error>(HasSubstr("array 'timestep'")));
  const auto gaussians = Changed([&](NamedArray& array) {
    if (std::ranges::find(kept.begin(), kept.end() - 2, array.name) == kept.end() - 2) array.name.clear();
  });
  read = ReadParams(gaussians, BadGaussians::kKeep);
  EXPECT_EQ(read.map.size(), 5u);
  EXPECT_TRUE(read.frames.empty());
}

TEST_F(ParamsFile, LimitsAreNoDamage) {
  WriteParams(path_, MakeParams(5, 4));
  const Params opaque = ReadParams(WithValue("logit_opacities", 2, INFINITY));
  EXPECT_EQ(opaque.map.logit_opacities[2], kOpaqueLogit);
  const Params invisible = ReadParams(WithValue("logit_opacities", 2, -INFINITY));
  EXPECT_EQ(invisible.map.logit_opacities[2], -kOpaqueLogit);
  EXPECT_EQ(ReadParams(WithValue("logit_opacities", 2, -INFINITY), BadGaussians::kKeep).map.size(), 4u);
  const auto flat = WithValue("log_scales", 4, -INFINITY);
  for (const BadGaussians bad : {BadGaussians::kReject, BadGaussians::kKeep}) {
    const std::vector<float> scales = ReadParams(flat, bad).map.log_scales;
    EXPECT_FLOAT_EQ(scales[4], std::min(scales[3], scales[5]) + std::log(kDiscThickness));
  }
}

TEST_F(ParamsFile, PassesExtrasThrough) {
  const std::vector<float> moments = {1, 2, 3, 4};
  const std::vector<uint64_t> state = {1, 2};
  const std::vector<NamedArray> extras = {MakeNamedArray("isogs_adam_first", {2, 2}, moments),
                                          MakeNamedArray("isogs_random", {2}, state)};
  WriteParams(path_, MakeParams(2, 1), extras);
  const NpzReader reader(path_);
  ReadParams(reader);
  EXPECT_EQ(reader.Read<float>("isogs_adam_first", {2, 2}), moments);
  EXPECT_EQ(reader.Read<uint64_t>("isogs_random", {2}), state);
}

TEST_F(ParamsFile, ImpossibleContentsAreErrors) {
  WriteParams(path_, MakeParams(5, 4));
  const auto refuses = [&](const std::string& name, size_t index, double value, const std::string& why) {
    EXPECT_THAT([&] { ReadParams(WithValue(name, index, value)); },
                ThrowsMessage<Error>(AllOf(HasSubstr("changed.npz"), HasSubstr(why))))
        << name;
  };
  refuses("means3D", 7, NAN, "'means3D': value 7 is not finite");
  refuses("log_scales", 1, INFINITY, "'log_scales'");
  refuses("isogs_poses", 16, 2.0, "'isogs_poses': matrix 1 is no rigid motion");
  refuses("isogs_poses", 3, NAN, "'isogs_poses'");
  refuses("isogs_world_from_map", 12, 1.0, "no rigid motion");
  refuses("isogs_ground_truth_poses", 3, NAN, "matrix 0 is no rigid motion");
  refuses("isogs_frame_states", 0, 9, "state 9, expected 0 to 2");
  refuses("isogs_frame_indices", 0, -1, "negative");
  refuses("keyframe_time_indices", 1, 4, "4 after 0");
  refuses("keyframe_time_indices", 0, -1, "-1 after -1");
  refuses("org_width", 0, 0, "camera of 0x240");
  refuses("org_height", 0, 1e9, "camera of");
  refuses("isogs_camera", 0, -1, "camera of");
  refuses("isogs_format_version", 0, 99, "format version 99, expected 1");
}

TEST_F(ParamsFile, MissingAndMisshapedArraysAreErrors) {
  WriteParams(path_, MakeParams(5, 4));
  const NpzReader reader(path_);
  for (const std::string& name : reader.names()) {
    if (name == "w2c" || name == "gt_w2c_all_frames" || name == "isogs_format_version" ||
        name == "isogs_camera") {
      continue;  // not needed
    }
    const auto without = Changed([&](NamedArray& array) {
      if (array.name == name) array.name.clear();
    });
    EXPECT_THAT([&] { ReadParams(without); }, ThrowsMessage<Error>(HasSubstr("'" + name + "'")));
    const auto misshaped = Changed([&](NamedArray& array) {
      if (array.name == name) array.header.shape.push_back(1), array.header.shape.push_back(1);
    });
    if (name.starts_with("org_")) continue;  // one number in any shape
    EXPECT_THAT([&] { ReadParams(misshaped); }, ThrowsMessage<Error>(HasSubstr("'" + name + "'")));
  }
}

/// A small archive may say that it unpacks to very much.
TEST_F(ParamsFile, ArraysThatDisagreeAreRefusedBeforeTheyAreUnpacked) {
  WriteParams(path_, MakeParams(5, 4));
  const std::vector<double> means = NpzReader(path_).Read<double>("means3D");
  for (const std::string name : {"rgb_colors", "unnorm_rotations", "logit_opacities", "log_scales"}) {
    const auto file = Changed([&](NamedArray& array) {
      if (array.name != name) return;
      array.bytes = array.bytes.first(array.bytes.size() / 5 * 4);
      array.header.shape.front() = 4;
    });
    // The means are damaged, too: reading them would end with another message.
    std::string bytes = ReadWholeFile(file);
    const std::string first(reinterpret_cast<const char*>(means.data()), sizeof(double));
    bytes[bytes.find(first)] ^= 1;
    WriteFileAtomically(file, bytes);
    EXPECT_THAT([&] { ReadParams(file); }, ThrowsMessage<Error>(HasSubstr("'" + name + "': shape (4")));
  }
}

TEST(RunDirectory, NamesCheckpoints) {
  EXPECT_EQ(CheckpointName(404), "params000404.npz");
  EXPECT_EQ(CheckpointFrame("params000404.npz"), 404);
  EXPECT_EQ(CheckpointFrame("params1234567.npz"), 1234567);
  for (const char* name : {"params.npz", "params404.npz", "params-00404.npz", "params000404.npz.tmp",
                           "params00040x.npz", "mesh.ply", ""}) {
    EXPECT_EQ(CheckpointFrame(name), std::nullopt) << name;
  }
}

TEST(RunDirectory, FindsTheFinalParamsOrTheNewestCheckpoint) {
  TemporaryFolder folder;
  EXPECT_THROW(FindParams(folder.path()), UsageError);
  EXPECT_THROW(FindParams(folder / "none"), UsageError);
  for (const char* name : {"params000009.npz", "params000010.npz", "params000011.npz.tmp", "mesh.ply"}) {
    std::ofstream(folder / name) << "x";
  }
  EXPECT_EQ(FindParams(folder.path()), folder / "params000010.npz");
  std::ofstream(folder / "params.npz") << "x";
  EXPECT_EQ(FindParams(folder.path()), folder / "params.npz");
}

}  // namespace
}  // namespace isogs
