// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/gaussian_map.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <utility>

#include "shared/geometry/logistic.h"
#include "slam/mapping/map_memory_cpu.h"

namespace isogs {
namespace {

static_assert(kMomentColumns == column::kStride, "checkpoints hold rows of moments as they are");

/// Places in GaussianMap's arrays.
enum ArrayIndex {
  kMeans,
  kColors,
  kRotations,
  kLogitOpacities,
  kLogScales,
  kTimesteps,
  kFirstMoments,
  kSecondMoments,
  kSteps,
  kIds
};

constexpr int64_t kRowWords[] = {3, 3, 4, 1, 3, 1, column::kStride, column::kStride, 1, 1};
static_assert(std::size(kRowWords) == GaussianMap::kArrays);

template <typename T>
T* Row(const MapArray& array, int64_t row = 0) {
  return reinterpret_cast<T*>(static_cast<std::byte*>(array.data) + row * array.row_bytes);
}

/// Copies `values` into rows [begin, begin + count) of `array`, which has elements of the same type.
template <typename T>
void SetRows(MapMemory& memory, const MapArray& array, int64_t begin, int64_t count,
             const std::vector<T>& values) {
  if (count > 0) memory.CopyIn(Row<T>(array, begin), values.data(), count * array.row_bytes);
}

/// Copies the first `count` rows into `values`, whose memory is taken anew only where it is too small: then
/// with an eighth to spare, because maps grow, and without moving what nobody needs any more.
template <typename T>
void GetRows(MapMemory& memory, const MapArray& array, int64_t count, std::vector<T>* values) {
  const auto size = static_cast<size_t>(count * array.row_bytes) / sizeof(T);
  if (values->capacity() < size) {
    *values = {};
    values->reserve(size + size / 8);
  }
  values->resize(size);
  if (size > 0) memory.CopyOut(values->data(), array.data, count * array.row_bytes);
}

}  // namespace

GaussianMap::GaussianMap(std::unique_ptr<MapMemory> own) : own_(std::move(own)), memory_(*own_) {
  MakeArrays();
}
GaussianMap::GaussianMap() : GaussianMap(MakeMapMemoryCpu()) {}
GaussianMap::GaussianMap(MapMemory& memory) : memory_(memory) { MakeArrays(); }

GaussianMap::~GaussianMap() {
  for (MapArray& array : arrays_) memory_.Free(&array);
  memory_.Free(&marks_);
  memory_.Free(&bounds_);
}

void GaussianMap::MakeArrays() {
  for (size_t i = 0; i < kArrays; ++i) arrays_[i].row_bytes = 4 * kRowWords[i];
  marks_.row_bytes = 1;
  bounds_.row_bytes = sizeof(ChunkBounds);
  Reserve(1024);
}

void GaussianMap::Reserve(int64_t capacity) {
  if (capacity <= capacity_) return;
  capacity = std::max(capacity, capacity_ + capacity_ / 2);
  // One array after the other, so that never more than one is held twice.
  for (MapArray& array : arrays_) {
    if (array.capacity < capacity) memory_.Grow(&array, size_, capacity);
  }
  if (marks_.capacity < capacity) memory_.Grow(&marks_, 0, capacity);
  const int64_t chunks = ChunkCount(capacity);
  if (bounds_.capacity < chunks) memory_.Grow(&bounds_, ChunkCount(bounded_), chunks);
  capacity_ = capacity;
}

GaussianView GaussianMap::View() const {
  return {size_,
          Row<float>(arrays_[kMeans]),
          Row<float>(arrays_[kColors]),
          Row<float>(arrays_[kRotations]),
          Row<float>(arrays_[kLogitOpacities]),
          Row<float>(arrays_[kLogScales]),
          bounded_ == size_ ? Bounds() : nullptr};
}

void GaussianMap::UpdateBounds() {
  if (bounded_ < size_) memory_.BoundFrom(bounded_, View(), Bounds());
  bounded_ = size_;
}

MutableGaussians GaussianMap::Mutable() {
  bounded_ = 0;
  return Writable();
}

MutableGaussians GaussianMap::Writable() {
  return {size_,
          Row<float>(arrays_[kMeans]),
          Row<float>(arrays_[kColors]),
          Row<float>(arrays_[kRotations]),
          Row<float>(arrays_[kLogitOpacities]),
          Row<float>(arrays_[kLogScales]),
          Row<float>(arrays_[kFirstMoments]),
          Row<float>(arrays_[kSecondMoments]),
          Row<int32_t>(arrays_[kSteps])};
}

const float* GaussianMap::timesteps() const { return Row<float>(arrays_[kTimesteps]); }

const int32_t* GaussianMap::ids() const { return Row<int32_t>(arrays_[kIds]); }

GaussianRows GaussianMap::Append(int64_t count) {
  Reserve(size_ + count);
  const int64_t begin = size_;
  if (count > 0) {
    for (const ArrayIndex state : {kFirstMoments, kSecondMoments, kSteps})
      memory_.FillZero(Row<float>(arrays_[state], begin), count * arrays_[state].row_bytes);
    std::vector<int32_t> ids(static_cast<size_t>(count));
    std::iota(ids.begin(), ids.end(), next_id_);
    SetRows(memory_, arrays_[kIds], begin, count, ids);
  }
  next_id_ += static_cast<int32_t>(count);
  size_ += count;
  return {count,
          Row<float>(arrays_[kMeans], begin),
          Row<float>(arrays_[kColors], begin),
          Row<float>(arrays_[kRotations], begin),
          Row<float>(arrays_[kLogitOpacities], begin),
          Row<float>(arrays_[kLogScales], begin),
          Row<float>(arrays_[kTimesteps], begin)};
}

void GaussianMap::Append(const GaussianCloud& cloud) {
  const auto count = static_cast<int64_t>(cloud.size());
  if (count == 0) return;
  const int64_t begin = size_;
  Append(count);
  SetRows(memory_, arrays_[kMeans], begin, count, cloud.means);
  SetRows(memory_, arrays_[kColors], begin, count, cloud.colors);
  SetRows(memory_, arrays_[kRotations], begin, count, cloud.rotations);
  SetRows(memory_, arrays_[kLogitOpacities], begin, count, cloud.logit_opacities);
  SetRows(memory_, arrays_[kLogScales], begin, count, cloud.log_scales);
  SetRows(memory_, arrays_[kTimesteps], begin, count, cloud.timesteps);
}

int64_t GaussianMap::Prune(float min_opacity, float max_scale_m) {
  auto* const marks = Row<uint8_t>(marks_);
  memory_.MarkPruned(View(), {Logit(min_opacity), std::log(max_scale_m)}, marks);
  return Remove(marks);
}

int64_t GaussianMap::RemoveMadeBy(std::span<const int64_t> timesteps) {
  std::vector<float> made_by;
  GetRows(memory_, arrays_[kTimesteps], size_, &made_by);
  std::vector<uint8_t> marks(made_by.size());
  std::ranges::transform(made_by, marks.begin(), [&](float timestep) {
    const auto is_its = [timestep](int64_t other) { return static_cast<float>(other) == timestep; };
    return std::ranges::any_of(timesteps, is_its) ? 1 : 0;
  });
  SetRows(memory_, marks_, 0, size_, marks);
  return Remove(Row<uint8_t>(marks_));
}

int64_t GaussianMap::Remove(const uint8_t* marks) {
  const int64_t stay = memory_.Remove(arrays_, size_, marks);
  if (stay < size_) bounded_ = 0;
  return std::exchange(size_, stay) - stay;
}

GaussianCloud GaussianMap::ToCloud() const {
  GaussianCloud cloud;
  SaveCloud(&cloud);
  return cloud;
}

void GaussianMap::SaveCloud(GaussianCloud* cloud) const {
  GetRows(memory_, arrays_[kMeans], size_, &cloud->means);
  GetRows(memory_, arrays_[kColors], size_, &cloud->colors);
  GetRows(memory_, arrays_[kRotations], size_, &cloud->rotations);
  GetRows(memory_, arrays_[kLogitOpacities], size_, &cloud->logit_opacities);
  GetRows(memory_, arrays_[kLogScales], size_, &cloud->log_scales);
  GetRows(memory_, arrays_[kTimesteps], size_, &cloud->timesteps);
}

void GaussianMap::CopyTo(GaussianCloud* cloud, std::vector<int32_t>* ids) const {
  SaveCloud(cloud);
  GetRows(memory_, arrays_[kIds], size_, ids);
}

void GaussianMap::Save(GaussianCloud* cloud, AdamState* adam) const {
  SaveCloud(cloud);
  GetRows(memory_, arrays_[kFirstMoments], size_, &adam->first_moments);
  GetRows(memory_, arrays_[kSecondMoments], size_, &adam->second_moments);
  GetRows(memory_, arrays_[kSteps], size_, &adam->steps);
}

void GaussianMap::Restore(const GaussianCloud& cloud, const AdamState& adam) {
  size_ = bounded_ = 0;
  Append(cloud);
  SetRows(memory_, arrays_[kFirstMoments], 0, size_, adam.first_moments);
  SetRows(memory_, arrays_[kSecondMoments], 0, size_, adam.second_moments);
  SetRows(memory_, arrays_[kSteps], 0, size_, adam.steps);
}

int64_t GaussianMap::bytes() const {
  int64_t total = marks_.bytes() + bounds_.bytes();
  for (const MapArray& array : arrays_) total += array.bytes();
  return total;
}

}  // namespace isogs
