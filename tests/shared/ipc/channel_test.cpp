// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <numeric>

#include "shared/core/error.h"
#include "shared/ipc/channel_layout.h"
#include "shared/ipc/channel_reader.h"
#include "shared/ipc/channel_writer.h"
#include "shared/ipc/fault_point.h"
#include "tests/shared/ipc/ipc_fixture.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr ChannelOptions kOptions{7, 256, true};

/// `words` words that follow from `seed`.
std::vector<uint64_t> MakeValue(uint64_t seed, size_t words) {
  std::vector<uint64_t> value(words);
  std::iota(value.begin(), value.end(), seed * 1'000'003);
  if (words > 0) value[0] = seed;
  return value;
}

uint64_t Publish(ChannelWriter& writer, uint64_t seed, size_t words) {
  const std::vector<uint64_t> value = MakeValue(seed, words);
  return writer.Publish(value.data(), words * 8);
}

/// The seed; 0: it is not one of ours.
uint64_t SeedOf(const ChannelValue& value) {
  std::vector<uint64_t> words(value.payload.size() / 8);
  if (words.empty()) return 0;
  std::memcpy(words.data(), value.payload.data(), words.size() * 8);
  return words == MakeValue(words[0], words.size()) ? words[0] : 0;
}

class ChannelTest : public IpcTest {
 protected:
  std::string FailureOf(ChannelReader& reader) {
    try {
      reader.TakeLatest();
    } catch (const Error& error) {
      std::string text = error.what();
      for (size_t at; (at = text.find(session_)) != std::string::npos;)
        text.replace(at, session_.size(), "S");
      return text;
    }
    return "no failure";
  }
  ChannelReader MakeReader() { return ChannelReader(run(), Channel::kMesh, 7); }
};

TEST_F(ChannelTest, GivesEachValueOnceAndSkipsThoseOverwritten) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
  ChannelReader reader = MakeReader();
  EXPECT_FALSE(reader.TakeLatest().has_value());  // before the writer
  ChannelWriter writer(lock, Channel::kMesh, kOptions);
  EXPECT_FALSE(reader.TakeLatest().has_value());  // before the first value
  for (uint64_t seed = 1; seed <= 4; ++seed) EXPECT_EQ(Publish(writer, seed, 5), seed);
  const auto value = reader.TakeLatest();
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(SeedOf(*value), 4u);
  EXPECT_EQ(value->number, 4u);
  EXPECT_EQ(value->epoch, writer.epoch());
  EXPECT_TRUE(value->new_epoch);
  EXPECT_FALSE(reader.TakeLatest().has_value());
  Publish(writer, 5, 0);
  const auto empty = reader.TakeLatest();
  ASSERT_TRUE(empty.has_value());
  EXPECT_EQ(empty->payload.size(), 0u);
  EXPECT_FALSE(empty->new_epoch);
}

TEST_F(ChannelTest, LargerValuesOpenANewGenerationAndTheOldOneGoes) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
  ChannelWriter writer(lock, Channel::kMesh, kOptions);
  ChannelReader early = MakeReader();
  size_t words = 1;
  for (uint64_t seed = 1; seed < 30; ++seed, words = words * 3 / 2 + 1) {
    Publish(writer, seed, words);
    EXPECT_THAT(Segments(), SizeIs(2));
    ChannelReader late = MakeReader();
    for (ChannelReader* reader : {&early, &late}) {
      const auto value = reader->TakeLatest();
      ASSERT_TRUE(value.has_value());
      EXPECT_EQ(SeedOf(*value), seed);
      EXPECT_EQ(value->payload.size(), words * 8);
    }
  }
}

TEST_F(ChannelTest, AValueThatFailsWhileBeingMadeLeavesTheOneBefore) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
  ChannelWriter writer(lock, Channel::kMesh, kOptions);
  Publish(writer, 1, 5);
  const auto fail = [](PayloadSink&) { throw Error("no"); };
  EXPECT_THROW(writer.Publish(8, fail), Error);
  EXPECT_THROW(writer.Publish(100'000, fail), Error);
  EXPECT_THAT(Segments(), SizeIs(2));
  ChannelReader reader = MakeReader();
  EXPECT_EQ(SeedOf(*reader.TakeLatest()), 1u);
  Publish(writer, 2, 50'000);
  EXPECT_EQ(SeedOf(*reader.TakeLatest()), 2u);
}

TEST_F(ChannelTest, ANewWriterStartsANewEpochAndRemovesWhatTheOldOneLeft) {
  ChannelReader reader = MakeReader();
  uint64_t last_epoch = 0;
  for (uint64_t seed = 1; seed < 4; ++seed) {
    const pid_t child = StartChild([&] {
      const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
      ChannelWriter writer(lock, Channel::kMesh, kOptions);
      Publish(writer, seed, 10);
      Publish(writer, seed, 1000);
      _exit(0);  // as if killed: removes nothing
    });
    EXPECT_EQ(WaitFor(child), 0);
    EXPECT_THAT(Segments(), ElementsAre(Name(Channel::kMesh), Name(Channel::kMesh, 2)));
    const auto value = reader.TakeLatest();
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(SeedOf(*value), seed);
    EXPECT_TRUE(value->new_epoch);
    EXPECT_NE(value->epoch, last_epoch);
    EXPECT_FALSE(reader.WriterIsAlive());
    last_epoch = value->epoch;
  }
}

TEST_F(ChannelTest, TheLastValueCanBeTakenAfterTheWriterRemovedItsSegments) {
  ChannelReader reader = MakeReader();
  {
    const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
    ChannelWriter writer(lock, Channel::kMesh, kOptions);
    Publish(writer, 1, 5);
    EXPECT_EQ(SeedOf(*reader.TakeLatest()), 1u);
    EXPECT_TRUE(reader.WriterIsAlive());
    EXPECT_LT(*reader.HeartbeatAge(), std::chrono::minutes(1));
    Publish(writer, 2, 5);
  }
  EXPECT_THAT(Segments(), IsEmpty());
  EXPECT_EQ(SeedOf(*reader.TakeLatest()), 2u);
  EXPECT_FALSE(reader.TakeLatest().has_value());
  EXPECT_FALSE(reader.HeartbeatAge().has_value());
}

TEST_F(ChannelTest, SegmentsLeftBehindStayReadable) {
  {
    const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
    ChannelWriter writer(lock, Channel::kMesh, kOptions);
    Publish(writer, 1, 5);
    writer.LeaveBehind();
  }
  EXPECT_EQ(SeedOf(*MakeReader().TakeLatest()), 1u);
}

// The step at which the child dies: faults counts down, also the hook of its process.
int steps_left = 0;
void DieAtStep(const char*) {
  if (--steps_left == 0) kill(getpid(), SIGKILL);
}

TEST_F(ChannelTest, AWriterKilledAtAnyStepLeavesAWholeValueAndNothingToRepair) {
  ChannelReader old_reader = MakeReader();
  int step = 1;
  uint64_t seed = 1;
  for (bool killed = true; killed && step < 1000; ++step) {
    const uint64_t first = seed;
    const pid_t child = StartChild([&] {
      steps_left = step;
      SetFaultHook(DieAtStep);
      const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
      ChannelWriter writer(lock, Channel::kMesh, kOptions);
      for (const size_t words : {4, 4, 4, 4, 100, 101, 3, 2000}) Publish(writer, seed++, words);
    });
    killed = WIFSIGNALED(WaitFor(child));
    seed += 8;
    ChannelReader new_reader = MakeReader();
    for (ChannelReader* reader : {&old_reader, &new_reader}) {
      const auto value = reader->TakeLatest();
      if (!value) continue;
      EXPECT_GE(SeedOf(*value), reader == &new_reader ? first : 1u) << "step " << step;
    }
    const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
    ChannelWriter writer(lock, Channel::kMesh, kOptions);
    EXPECT_EQ(Segments(), std::vector{Name(Channel::kMesh)}) << "step " << step;
    Publish(writer, seed, 3);
    for (ChannelReader* reader : {&old_reader, &new_reader}) {
      const auto value = reader->TakeLatest();
      ASSERT_TRUE(value.has_value()) << "step " << step;
      EXPECT_EQ(SeedOf(*value), seed);
      EXPECT_TRUE(value->new_epoch);
    }
    ++seed;
    // What the next child must cope with is, every other time, what a killed one left.
    if (step % 2 == 0) writer.LeaveBehind();
  }
  EXPECT_GT(step, 50);
  EXPECT_LT(step, 1000);
}

TEST_F(ChannelTest, ReadersInOtherProcessesNeverGetATornValue) {
  std::vector<pid_t> children;
  for (int i = 0; i < 2; ++i) {
    children.push_back(StartChild([&] {
      ChannelReader reader = MakeReader();
      uint64_t last = 0;
      while (last != UINT32_MAX) {
        const auto value = reader.TakeLatest();
        if (!value) continue;
        const uint64_t seed = SeedOf(*value);
        if (seed == 0 || seed <= last) throw Error("torn, or older than before");
        last = seed;
      }
    }));
  }
  const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
  ChannelWriter writer(lock, Channel::kMesh, kOptions);
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(1000);
  for (uint64_t seed = 1; std::chrono::steady_clock::now() < end; ++seed) {
    Publish(writer, seed, 1 + seed * 7919 % 20'000);
  }
  Publish(writer, UINT32_MAX, 10);
  for (const pid_t child : children) EXPECT_EQ(WaitFor(child), 0);
}

TEST_F(ChannelTest, OthersSegmentsAreRefused) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
  ChannelWriter writer(lock, Channel::kMesh, kOptions);
  Publish(writer, 1, 5);
  for (const std::string& name : {Name(Channel::kMesh), Name(Channel::kMesh, 1)}) {
    const std::string path = "/dev/shm/" + name;
    ChannelReader reader = MakeReader();
    chmod(path.c_str(), 0640);
    EXPECT_THAT(FailureOf(reader), HasSubstr("has mode 640, expected 600"));
    chmod(path.c_str(), 0600);
    if (geteuid() == 0) {
      ASSERT_EQ(chown(path.c_str(), 12345, 0), 0);
      EXPECT_THAT(FailureOf(reader), HasSubstr("belongs to user 12345, expected 0"));
      ASSERT_EQ(chown(path.c_str(), 0, 0), 0);
    }
    EXPECT_EQ(SeedOf(*reader.TakeLatest()), 1u);
  }
}

TEST_F(ChannelTest, WhatIsNoSegmentIsRefusedWithoutWaiting) {
  const std::string path = "/dev/shm/" + Name(Channel::kMesh);
  ChannelReader reader = MakeReader();
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(FailureOf(reader), HasSubstr("is not an object of shared memory"));
  unlink(path.c_str());
  ASSERT_EQ(symlink("/etc/passwd", path.c_str()), 0);
  EXPECT_THAT(FailureOf(reader), HasSubstr("is not an object of shared memory"));
  unlink(path.c_str());
  std::ofstream(path) << "short";
  chmod(path.c_str(), 0600);
  EXPECT_THAT(FailureOf(reader), StartsWith("shared memory isogs.S.mesh: found 5 bytes, expected "));
  std::ofstream(path) << std::string(5000, 'x');
  EXPECT_THAT(FailureOf(reader), HasSubstr("found something else, expected a control segment of IsoGS"));
}

TEST_F(ChannelTest, AnotherVersionIsRefused) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
  ChannelWriter writer(lock, Channel::kMesh, {8, 256, false});
  ChannelReader reader = MakeReader();
  EXPECT_EQ(
      FailureOf(reader),
      "shared memory isogs.S.mesh: found values of version 8, expected 7; all processes of a run must be "
      "of one IsoGS");
}

TEST_F(ChannelTest, SegmentsCutOffAreRefused) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
  for (const auto& generation : {std::optional<uint64_t>{}, std::optional<uint64_t>{1}}) {
    const std::string path = "/dev/shm/" + Name(Channel::kMesh, generation);
    for (const off_t bytes : {0, 1, 63, 64, 500, 1000}) {
      ChannelWriter writer(lock, Channel::kMesh, {7, 4096, true});
      Publish(writer, 1, 5);
      ChannelReader late = MakeReader(), early = MakeReader();
      EXPECT_TRUE(early.TakeLatest().has_value());
      Publish(writer, 2, 5);
      ASSERT_EQ(truncate(path.c_str(), bytes), 0);
      EXPECT_THAT(FailureOf(early), HasSubstr("cut off"));
      const std::string failure = FailureOf(late);
      EXPECT_TRUE(failure.starts_with("shared memory isogs.S.mesh") || (!generation && bytes == 0))
          << failure;
      // The destructor's heartbeat and Publish are not called any more: the writer's pages are gone too.
    }
  }
}

/// In a process with a /dev/shm of its own, of `kibibytes`.
void WithSmallSharedMemory(int kibibytes, const std::function<void()>& body) {
  const pid_t child = StartChild([&] {
    const std::string size = "size=" + std::to_string(kibibytes) + "k";
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("tmpfs", "/dev/shm", "tmpfs", 0, size.c_str()) != 0) {
      _exit(77);
    }
    body();
    if (testing::Test::HasFailure()) _exit(1);
  });
  const int status = WaitFor(child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) GTEST_SKIP() << "may not mount";
  EXPECT_EQ(status, 0);
}

TEST_F(ChannelTest, FullSharedMemoryIsOneLineAndTheValueBeforeStays) {
  WithSmallSharedMemory(1024, [&] {
    const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
    ChannelWriter writer(lock, Channel::kMesh, kOptions);
    Publish(writer, 1, 5);
    try {
      Publish(writer, 2, 1 << 17);
      ADD_FAILURE() << "published";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(),
                  AllOf(HasSubstr("needs 4 MiB in /dev/shm, which is full (1 MiB of 1 MiB are free)"),
                        testing::Not(HasSubstr("\n"))));
    }
    ChannelReader reader = MakeReader();
    EXPECT_EQ(SeedOf(*reader.TakeLatest()), 1u);
    Publish(writer, 3, 10'000);  // without room to grow it fits
    Publish(writer, 4, 5);
    EXPECT_EQ(SeedOf(*reader.TakeLatest()), 4u);
  });
}

}  // namespace
}  // namespace isogs
