// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "shared/core/random.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/channel_layout.h"
#include "tests/shared/ipc/ipc_fixture.h"
#include "tests/shared/ipc/test_values.h"

namespace isogs {
namespace {

/// A segment as somebody who means harm sees it.
class OpenedSegment {
 public:
  explicit OpenedSegment(const std::string& name) : bytes_(SegmentBytes(name)) {
    const int descriptor = open(("/dev/shm/" + name).c_str(), O_RDWR | O_CLOEXEC);
    data_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    before_.resize(bytes_ / 8);
    std::memcpy(before_.data(), data_, before_.size() * 8);
  }
  ~OpenedSegment() { munmap(data_, bytes_); }
  OpenedSegment(const OpenedSegment&) = delete;
  OpenedSegment& operator=(const OpenedSegment&) = delete;

  size_t words() const { return before_.size(); }
  uint64_t& word(size_t i) { return static_cast<uint64_t*>(data_)[i]; }
  void Restore() { std::memcpy(data_, before_.data(), before_.size() * 8); }

 private:
  size_t bytes_;
  void* data_;
  std::vector<uint64_t> before_;
};

uint64_t HostileWord(uint64_t before, Random& random) {
  const uint64_t words[] = {0,
                            1,
                            UINT64_MAX,
                            uint64_t{1} << 63,
                            before + 1,
                            before - 1,
                            before * 2,
                            before + 64,
                            before ^ (uint64_t{1} << random.NextIndex(64)),
                            random.NextBits(),
                            random.NextIndex(1 << 20),
                            uint64_t{1} << random.NextIndex(64)};
  return words[random.NextIndex(std::size(words))];
}

/// Heads and sizes more often than the bulk.
size_t HostilePlace(size_t words, Random& random) {
  return random.NextIndex(random.NextIndex(4) == 0 ? words : std::min<size_t>(words, 64));
}

void ExpectSound(const Status& status) {
  EXPECT_TRUE(std::isfinite(status.fps));
  EXPECT_NE(ToString(status.state), nullptr);
}
void ExpectSound(const Preview& preview) {
  EXPECT_LE(preview.image.width(), Preview::kMaxWidth);
  EXPECT_EQ(preview.image.values().size(), 3 * preview.image.plane_size());
}
void ExpectSound(const LiveMesh& mesh) {
  for (const uint32_t index : mesh.mesh.triangles) EXPECT_LT(index, mesh.mesh.vertex_count());
  for (const float value : mesh.mesh.vertices) EXPECT_TRUE(std::isfinite(value));
  EXPECT_TRUE(mesh.mesh.normals.empty() || mesh.mesh.normals.size() == mesh.mesh.vertices.size());
  EXPECT_TRUE(mesh.mesh.colors.empty() || mesh.mesh.colors.size() == mesh.mesh.vertices.size());
}
void ExpectSound(const GaussianSnapshot& snapshot) {
  const UnpackedGaussians unpacked = Unpack(snapshot.gaussians());
  for (const auto* values : {&unpacked.cloud.means, &unpacked.cloud.rotations, &unpacked.cloud.log_scales,
                             &unpacked.cloud.logit_opacities, &unpacked.normals}) {
    for (const float value : *values) EXPECT_TRUE(std::isfinite(value));
  }
}

class HostileTest : public IpcTest {
 protected:
  /// Publishes `value` some times, then mutates a word or two of its segments and reads, `rounds` times.
  template <typename Written, typename Read>
  void Attack(Role role, const Written& value, int rounds, uint64_t seed) {
    const RoleLock lock = RoleLock::Acquire(run(), role);
    Publisher<Written> publisher(lock);
    for (int i = 0; i < 5; ++i) publisher.Publish(value);
    OpenedSegment control(Name(Read::kChannel)), data(Name(Read::kChannel, 1));
    const size_t slot_words =
        (data.words() - sizeof(DataBlock) / 8 - sizeof(SlotRing) / 8) / SlotRing::kFewestSlots;
    const size_t latest_slot =
        sizeof(DataBlock) / 8 + sizeof(SlotRing) / 8 + 5 % SlotRing::kFewestSlots * slot_words;
    Random random(seed);
    int errors = 0, values = 0;
    for (int i = 0; i < rounds; ++i) {
      Subscriber<Read> opened_before(run());
      data.word(sizeof(DataBlock) / 8) = 4;  // the value before, so that the last is new to it
      EXPECT_TRUE(opened_before.TakeLatest().has_value());
      data.Restore();
      for (uint64_t n = 1 + random.NextIndex(2); n > 0; --n) {
        const uint64_t where = random.NextIndex(4);
        const size_t place = where == 0   ? HostilePlace(control.words(), random)
                             : where == 1 ? HostilePlace(data.words(), random)
                                          : latest_slot + HostilePlace(slot_words, random);
        uint64_t& word = where == 0 ? control.word(place) : data.word(place);
        word = HostileWord(word, random);
      }
      Subscriber<Read> subscriber(run());
      for (Subscriber<Read>* reader : {&subscriber, &opened_before}) {
        try {
          if (const auto received = reader->TakeLatest()) {
            ExpectSound(received->value);
            ++values;
          }
        } catch (const Error& error) {
          EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
          ++errors;
        }
      }
      control.Restore();
      data.Restore();
    }
    EXPECT_GT(errors, rounds / 10);
    EXPECT_GT(values, rounds / 20);
    Subscriber<Read> after(run());
    EXPECT_TRUE(after.TakeLatest().has_value());
  }
};

TEST_F(HostileTest, AMutatedStatusIsAnErrorNeverACrash) {
  Attack<Status, Status>(Role::kSlam, TestStatus(), 500, 1);
}

TEST_F(HostileTest, AMutatedSnapshotIsAnErrorNeverACrash) {
  const TestMap map(20);
  Attack<SnapshotSource, GaussianSnapshot>(Role::kSlam, map.Source(), 500, 2);
}

TEST_F(HostileTest, AMutatedPreviewIsAnErrorNeverACrash) {
  Attack<Preview, Preview>(Role::kSlam, TestPreview(), 500, 3);
}

TEST_F(HostileTest, AMutatedMeshIsAnErrorNeverACrash) {
  Attack<LiveMesh, LiveMesh>(Role::kMesher, TestMesh(), 500, 4);
}

}  // namespace
}  // namespace isogs
