// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/gaussian_snapshot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/geometry/logistic.h"
#include "shared/ipc/gaussian_packer.h"
#include "shared/ipc/payload_codec.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 15;
/// Packed in pieces that stay in the cache until they are stored.
constexpr int64_t kPiece = 512;

/// So that an unpacked logit is finite.
constexpr float kLowestOpacity = 1e-6f;
constexpr float kHighestOpacity = 254.75f / 255.0f;

struct Head {
  SnapshotInfo info;
  uint64_t count = 0;

  template <typename Visitor>
  void Visit(Visitor& visit) {
    info.Visit(visit);
    visit("count", count);
  }
};

GaussianArrays ArraysOf(const SnapshotSource& source) {
  return {source.means,
          source.colors,
          source.rotations,
          source.logit_opacities,
          source.log_scales,
          source.timesteps,
          source.ids,
          source.camera_centers.front().data(),
          static_cast<int64_t>(source.camera_centers.size())};
}

/// On the calling thread alone: the others belong to tracking.
PointBounds PackAll(const SnapshotSource& source, size_t offset, PayloadSink& sink) {
  const GaussianArrays arrays = ArraysOf(source);
  PointBounds bounds;
  std::array<GaussianRecord, kPiece> piece;
  for (int64_t first = 0; first < source.count; first += kPiece) {
    const int64_t count = std::min(kPiece, source.count - first);
    bounds.Add(PackGaussians(arrays, first, first + count, piece.data()));
    sink.Write(offset + static_cast<size_t>(first) * sizeof(GaussianRecord), piece.data(),
               static_cast<size_t>(count) * sizeof(GaussianRecord));
  }
  return bounds;
}

void SetBounds(const PointBounds& bounds, SnapshotInfo& info) {
  if (bounds.IsEmpty()) return;  // as the defaults say
  info.lowest_x = bounds.lowest[0], info.lowest_y = bounds.lowest[1], info.lowest_z = bounds.lowest[2];
  info.highest_x = bounds.highest[0], info.highest_y = bounds.highest[1], info.highest_z = bounds.highest[2];
}

void CheckMeans(std::span<const GaussianRecord> gaussians) {
  uint32_t found = 0;
  for (const GaussianRecord& record : gaussians) {
    for (const float value : record.mean) found |= IsNotFinite(value);
  }
  if (found != 0) throw Error("gaussians: a mean that is not finite");
}

/// Of the 256 opacities of records.
std::array<float, 256> LogitsOfOpacities() {
  std::array<float, 256> logits;
  for (size_t i = 0; i < logits.size(); ++i) {
    const float opacity = std::clamp(static_cast<float>(i) / 255.0f, kLowestOpacity, kHighestOpacity);
    logits[i] = Logit(opacity);
  }
  return logits;
}

}  // namespace

GaussianSnapshot GaussianSnapshot::Decode(PayloadBuffer payload) {
  PayloadDecoder decoder(payload.bytes());
  Head head;
  head.Visit(decoder);
  const auto bytes = decoder.Bytes("gaussians", head.count, sizeof(GaussianRecord));
  decoder.ExpectEnd();
  GaussianSnapshot snapshot;
  snapshot.info_ = head.info;
  snapshot.gaussians_ = {reinterpret_cast<const GaussianRecord*>(bytes.data()),
                         static_cast<size_t>(head.count)};
  CheckMeans(snapshot.gaussians_);
  snapshot.payload_ = std::move(payload);
  return snapshot;
}

size_t SnapshotSource::EncodedBytes() const {
  return EncodedHead(Head{}).bytes() + static_cast<size_t>(count) * sizeof(GaussianRecord);
}

void SnapshotSource::Encode(PayloadSink& sink) const {
  const size_t offset = EncodedHead(Head{}).bytes();
  const PointBounds bounds = PackAll(*this, offset, sink);
  Head head{info, static_cast<uint64_t>(count)};
  SetBounds(bounds, head.info);
  const HeadWriter encoded = EncodedHead(head);
  sink.Write(0, encoded.data(), encoded.bytes());
}

UnpackedGaussians Unpack(std::span<const GaussianRecord> gaussians) {
  static const std::array<float, 256> kLogits = LogitsOfOpacities();
  UnpackedGaussians unpacked;
  unpacked.cloud.Resize(gaussians.size());
  unpacked.normals.resize(3 * gaussians.size());
  unpacked.ids.resize(gaussians.size());
  ParallelFor(static_cast<int64_t>(gaussians.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      const GaussianRecord& record = gaussians[i];
      const std::array<float, 4> rotation = RotationOf(record);
      std::ranges::copy(record.mean, &unpacked.cloud.means[3 * i]);
      std::ranges::copy(rotation, &unpacked.cloud.rotations[4 * i]);
      std::ranges::copy(NormalOf(record, rotation), &unpacked.normals[3 * i]);
      std::ranges::copy(LogScalesOf(record), &unpacked.cloud.log_scales[3 * i]);
      for (size_t k = 0; k < 3; ++k) {
        unpacked.cloud.colors[3 * i + k] = static_cast<float>(record.color[k]) / 255.0f;
      }
      unpacked.cloud.logit_opacities[i] = kLogits[record.opacity];
      unpacked.ids[i] = record.id;
    }
  });
  return unpacked;
}

}  // namespace isogs
