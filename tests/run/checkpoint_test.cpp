// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "run/checkpoint_store.h"
#include "run/run_identity.h"
#include "shared/core/error.h"
#include "shared/io/file.h"
#include "tests/run/random_params.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

class Checkpoint : public testing::Test {
 protected:
  std::filesystem::path Path(int64_t frame) const { return folder_ / CheckpointName(frame); }

  /// The bytes of the checkpoint that `state` gives.
  std::string BytesOf(const SlamState& state) const {
    WriteState(folder_ / "again.npz", state);
    return ReadWholeFile(folder_ / "again.npz");
  }

  /// With a checkpoint of frame 3 and `newest` as that of frame 4: reading takes the one before and says what
  /// it passed over, or takes `newest` because what it says is the same as before. True: the one before.
  bool FallsBack(const std::string& newest, const std::string& undamaged) {
    std::ofstream(Path(4), std::ios::binary) << newest;
    std::vector<std::string> skipped;
    const auto found = store_.ReadNewest(&skipped);
    if (found->path == Path(4)) {
      EXPECT_TRUE(BytesOf(found->state) == undamaged);
      return false;
    }
    EXPECT_EQ(found->path, Path(3));
    EXPECT_THAT(skipped, ElementsAre(HasSubstr(Path(4).string())));
    return true;
  }

  /// Two checkpoints; returns the newest's bytes.
  std::string WriteTwo() {
    store_.Write(MakeState(6, 4));
    store_.Write(MakeState(6, 5));
    return ReadWholeFile(Path(4));
  }

  TemporaryFolder folder_;
  CheckpointStore store_{RunDirectory(folder_.path()), 3};
};

TEST_F(Checkpoint, ReadsBackExactlyWhatWasWritten) {
  for (const size_t frames : {1, 5}) {
    const SlamState state = MakeState(6, frames);
    const std::string bytes = BytesOf(state);
    const SlamState read = ReadState(folder_ / "again.npz");
    EXPECT_TRUE(BytesOf(read) == bytes);
    EXPECT_EQ(read.adam.first_moments, state.adam.first_moments);
    EXPECT_EQ(read.adam.steps, state.adam.steps);
    EXPECT_EQ(read.random, state.random);
    EXPECT_EQ(read.motion.motion().matrix(), state.motion.motion().matrix());
    EXPECT_EQ(read.keyframes.back().image_hash, state.keyframes.back().image_hash);
    EXPECT_EQ(read.identity, state.identity);
  }
}

TEST_F(Checkpoint, WithAnyArrayDamagedTheOneBeforeIsTaken) {
  const std::string whole = WriteTwo();
  const NpzReader reader(Path(4));
  size_t at = 0;
  for (const std::string& name : reader.names()) {
    at = whole.find(name + ".npy", at);
    ASSERT_NE(at, std::string::npos);
    const size_t elements = whole.find("\x93NUMPY", at) + 8;
    for (const size_t offset : {size_t{2}, size_t{40}, size_t{120}}) {
      std::string damaged = whole;
      damaged[elements + offset] = static_cast<char>(damaged[elements + offset] ^ 0x10);
      EXPECT_TRUE(FallsBack(damaged, whole)) << name << " at " << offset;
    }
  }
}

TEST_F(Checkpoint, WithAnyByteDamagedNothingWrongIsTaken) {
  const std::string whole = WriteTwo();
  const size_t directory = whole.find("PK\x01\x02");
  int fallbacks = 0, tried = 0;
  for (size_t i = 0; i < whole.size(); i += i < 200 || i >= directory ? 7 : 61) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ (1 << i % 8));
    SCOPED_TRACE("byte " + std::to_string(i));
    fallbacks += FallsBack(damaged, whole) ? 1 : 0;
    ++tried;
  }
  EXPECT_GT(fallbacks, tried / 2);  // the others hit dates, permissions and padding
}

TEST_F(Checkpoint, CutShortAnywhereTheOneBeforeIsTaken) {
  const std::string whole = WriteTwo();
  for (size_t i = 0; i < 50; ++i) {
    EXPECT_TRUE(FallsBack(whole.substr(0, i * whole.size() / 50), whole)) << i;
  }
  EXPECT_TRUE(FallsBack(whole.substr(0, whole.size() - 1), whole));
}

TEST_F(Checkpoint, ImpossibleContentsAreErrors) {
  const auto refuses = [&](const std::string& why, const auto& change) {
    SlamState state = MakeState(6, 5);
    change(state);
    WriteState(Path(4), state);
    EXPECT_THAT([&] { ReadState(Path(4)); }, ThrowsMessage<Error>(HasSubstr(why)));
  };
  refuses("'isogs_adam_first_moments': value 3 is not finite",
          [](SlamState& s) { s.adam.first_moments[3] = NAN; });
  refuses("'isogs_adam_second_moments'", [](SlamState& s) { s.adam.second_moments[3] = -1.0f; });
  refuses("'isogs_adam_steps'", [](SlamState& s) { s.adam.steps[3] = -1; });
  refuses("'isogs_random_state'", [](SlamState& s) { s.random = {}; });
  refuses("'isogs_scene_radius_m'", [](SlamState& s) { s.scene_radius_m = NAN; });
  refuses("'isogs_keyframe_poses': matrix 0 is no rigid motion",
          [](SlamState& s) { s.keyframes[0].camera_from_map.linear() *= 2.0; });
  refuses("'isogs_keyframe_poses': shape", [](SlamState& s) { s.keyframes.pop_back(); });
  refuses("no frames", [](SlamState& s) {
    s.params.frames.clear();
    s.params.keyframes.clear();
    s.keyframes.clear();
    s.edges.clear();
    s.here = 0;
  });
  refuses("'isogs_edge_keyframes': edge 1 is between no two", [](SlamState& s) { s.edges[1].to = 3; });
  refuses("'isogs_edge_informations': value 7 is not finite",
          [](SlamState& s) { s.edges[0].information(1, 1) = NAN; });
  refuses("'isogs_here'", [](SlamState& s) { s.here = 3; });
  refuses("'isogs_hidden_cells': row 2 is no cell", [](SlamState& s) {
    s.keyframes[2].use.hidden.resize(80 * 60 + 1);
    s.keyframes[2].use.hidden.back() = 1;
  });
  refuses("'isogs_sharpness': value 0 is not finite",
          [](SlamState& s) { s.sharpness = RecentSharpness({NAN}); });
  refuses("'isogs_sharpness': has 10 frames",
          [](SlamState& s) { s.sharpness = RecentSharpness(std::vector<double>(10, 1.0)); });
  refuses("'isogs_closed_loops'", [](SlamState& s) { s.closed_loops = -1; });
  WriteParams(Path(4), MakeParams(6, 5));
  EXPECT_THAT([&] { ReadState(Path(4)); }, ThrowsMessage<Error>(HasSubstr("expected a checkpoint")));
}

TEST_F(Checkpoint, ThatHoldsAnotherFrameThanItsNameSaysIsNotTaken) {
  WriteTwo();
  std::filesystem::rename(Path(4), Path(7));
  std::vector<std::string> skipped;
  EXPECT_EQ(store_.ReadNewest(&skipped)->path, Path(3));
  EXPECT_THAT(skipped, ElementsAre(HasSubstr("holds 5 frames, expected 8")));
}

TEST_F(Checkpoint, NoneIsNothingAndNoWholeOneAnError) {
  std::vector<std::string> skipped;
  EXPECT_FALSE(store_.ReadNewest(&skipped).has_value());
  WriteFileAtomically(Path(4), std::string_view("x"));
  EXPECT_THAT([&] { store_.ReadNewest(&skipped); },
              ThrowsMessage<Error>(AllOf(HasSubstr("none of its 1"), HasSubstr(Path(4).string()))));
}

TEST_F(Checkpoint, OnlyTheNewestAreKept) {
  for (size_t frames = 1; frames <= 6; ++frames) store_.Write(MakeState(2, frames));
  EXPECT_THAT(CheckpointFrames(folder_.path()), ElementsAre(5, 4, 3));
}

TEST_F(Checkpoint, NewerOnesAreSetAsideNotDeleted) {
  for (size_t frames = 1; frames <= 3; ++frames) store_.Write(MakeState(2, frames));
  EXPECT_THAT(store_.SetAsideNewerThan(0),
              ElementsAre(Path(2).string() + ".skipped", Path(1).string() + ".skipped"));
  store_.Write(MakeState(2, 2));
  EXPECT_THAT(store_.SetAsideNewerThan(0), ElementsAre(Path(1).string() + ".skipped2"));
  EXPECT_THAT(store_.SetAsideNewerThan(0), IsEmpty());
}

TEST(RunIdentity, NamesWhatDecidesResultsAndNothingElse) {
  Config a, b;
  b.frames = 7;
  b.threads = 3;
  b.output = "elsewhere";
  b.dataset.path = "elsewhere";
  b.logging.file_level = LogLevel::kOff;
  b.checkpoint.keep = 9;
  EXPECT_EQ(IdentityOf(a), IdentityOf(b));
  b.seed = 4;
  b.mapping.window = 3;
  EXPECT_THAT(IdentityDifferences(IdentityOf(a), IdentityOf(b)),
              ElementsAre("mapping.window (24 -> 3)", "seed (0 -> 4)"));
  EXPECT_THAT(IdentityDifferences("a=1\n", "a=1\nb=x=2\n"), ElementsAre("b (unknown there -> x=2)"));
}

}  // namespace
}  // namespace isogs
