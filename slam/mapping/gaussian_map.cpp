// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/gaussian_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "shared/geometry/logistic.h"
#include "slam/device/device_tensor.h"

namespace isogs {

struct GaussianMap::Tensors {
  at::Tensor means, colors, rotations, logit_opacities, log_scales, timesteps;
  at::Tensor first_moments, second_moments, steps, ids;
  at::Tensor kept;     // [capacity] indices of those that pruning leaves
  at::Tensor scratch;  // rows on their way to their new places

  std::array<at::Tensor*, 10> All() {
    return {&means,     &colors,        &rotations,      &logit_opacities, &log_scales,
            &timesteps, &first_moments, &second_moments, &steps,           &ids};
  }
};

namespace {

static_assert(kMomentColumns == column::kStride, "checkpoints hold rows of moments as they are");

constexpr int64_t kPrunedAtOnce = 1 << 18;  // bounds what pruning needs beside the map

/// Copies `values` into rows [begin, begin + count) of `tensor`, which has elements of the same type.
template <typename T>
void SetRows(at::Tensor& tensor, int64_t begin, int64_t count, const std::vector<T>& values) {
  auto rows = tensor.narrow(0, begin, count);
  rows.copy_(at::from_blob(const_cast<T*>(values.data()), rows.sizes(), tensor.scalar_type()));
}

/// Copies the first `count` rows into `values`, whose memory is taken anew only where it is too small: then
/// with an eighth to spare, because maps grow, and without moving what nobody needs any more.
template <typename T>
void GetRows(const at::Tensor& tensor, int64_t count, std::vector<T>* values) {
  const auto rows = tensor.narrow(0, 0, count);
  const auto size = static_cast<size_t>(rows.numel());
  if (values->capacity() < size) {
    *values = {};
    values->reserve(size + size / 8);
  }
  values->resize(size);
  at::from_blob(values->data(), rows.sizes(), tensor.scalar_type()).copy_(rows);
}

/// Which of the `count` rows from `begin` on stay. Written with "not pruned", so that NaN goes too.
at::Tensor KeptOf(const at::Tensor& logit_opacities, const at::Tensor& log_scales, int64_t begin,
                  int64_t count, float min_logit, float max_log_scale) {
  const auto small = (log_scales.narrow(0, begin, count) <= max_log_scale).all(1);
  const auto kept = (logit_opacities.narrow(0, begin, count).squeeze(1) >= min_logit).logical_and(small);
  return kept.nonzero().squeeze(1);
}

/// Moves rows `from`, ascending and none before its new place, to places [begin, begin + from.size(0)).
void MoveRows(at::Tensor& tensor, const at::Tensor& from, int64_t begin, const at::Tensor& scratch) {
  auto to = tensor.narrow(0, begin, from.size(0));
  auto rows = scratch.view(tensor.scalar_type()).narrow(0, 0, to.numel()).view(to.sizes());
  at::index_select_out(rows, tensor, 0, from);
  to.copy_(rows);
}

}  // namespace

GaussianMap::GaussianMap(MemoryKind memory) : memory_(memory), tensors_(std::make_unique<Tensors>()) {
  Reserve(1024);
}
GaussianMap::~GaussianMap() = default;

void GaussianMap::Reserve(int64_t capacity) {
  if (capacity <= capacity_) return;
  capacity = std::max(capacity, capacity_ + capacity_ / 2);
  Tensors& t = *tensors_;
  // One tensor after the other, so that never more than one is held twice.
  const auto grow = [&](at::Tensor& tensor, const std::vector<int64_t>& shape, at::ScalarType type) {
    auto grown = MakeTensor(memory_, shape, type, "the map");
    if (size_ > 0) grown.narrow(0, 0, size_).copy_(tensor.narrow(0, 0, size_));
    tensor = std::move(grown);
  };
  grow(t.means, {capacity, 3}, at::kFloat);
  grow(t.colors, {capacity, 3}, at::kFloat);
  grow(t.rotations, {capacity, 4}, at::kFloat);
  grow(t.logit_opacities, {capacity, 1}, at::kFloat);
  grow(t.log_scales, {capacity, 3}, at::kFloat);
  grow(t.timesteps, {capacity}, at::kFloat);
  grow(t.first_moments, {capacity, column::kStride}, at::kFloat);
  grow(t.second_moments, {capacity, column::kStride}, at::kFloat);
  grow(t.steps, {capacity}, at::kInt);
  grow(t.ids, {capacity}, at::kInt);
  t.kept = MakeTensor(memory_, {capacity}, at::kInt, "the map");
  t.scratch =
      MakeTensor(memory_, {std::min(capacity, kPrunedAtOnce) * column::kStride}, at::kFloat, "the map");
  capacity_ = capacity;
}

GaussianView GaussianMap::View() const {
  const Tensors& t = *tensors_;
  return {size_,
          t.means.data_ptr<float>(),
          t.colors.data_ptr<float>(),
          t.rotations.data_ptr<float>(),
          t.logit_opacities.data_ptr<float>(),
          t.log_scales.data_ptr<float>()};
}

MutableGaussians GaussianMap::Mutable() {
  Tensors& t = *tensors_;
  return {size_,
          t.means.data_ptr<float>(),
          t.colors.data_ptr<float>(),
          t.rotations.data_ptr<float>(),
          t.logit_opacities.data_ptr<float>(),
          t.log_scales.data_ptr<float>(),
          t.first_moments.data_ptr<float>(),
          t.second_moments.data_ptr<float>(),
          t.steps.data_ptr<int32_t>()};
}

const float* GaussianMap::timesteps() const { return tensors_->timesteps.data_ptr<float>(); }

const int32_t* GaussianMap::ids() const { return tensors_->ids.data_ptr<int32_t>(); }

GaussianRows GaussianMap::Append(int64_t count) {
  Reserve(size_ + count);
  Tensors& t = *tensors_;
  if (count > 0) {
    for (at::Tensor* state : {&t.first_moments, &t.second_moments, &t.steps})
      state->narrow(0, size_, count).zero_();
    auto ids = t.ids.narrow(0, size_, count);
    at::arange_out(ids, int64_t{next_id_}, next_id_ + count, 1);
  }
  next_id_ += static_cast<int32_t>(count);
  const int64_t begin = std::exchange(size_, size_ + count);
  return {count,
          t.means.data_ptr<float>() + 3 * begin,
          t.colors.data_ptr<float>() + 3 * begin,
          t.rotations.data_ptr<float>() + 4 * begin,
          t.logit_opacities.data_ptr<float>() + begin,
          t.log_scales.data_ptr<float>() + 3 * begin,
          t.timesteps.data_ptr<float>() + begin};
}

void GaussianMap::Append(const GaussianCloud& cloud) {
  const auto count = static_cast<int64_t>(cloud.size());
  if (count == 0) return;
  const int64_t begin = size_;
  Append(count);
  Tensors& t = *tensors_;
  SetRows(t.means, begin, count, cloud.means);
  SetRows(t.colors, begin, count, cloud.colors);
  SetRows(t.rotations, begin, count, cloud.rotations);
  SetRows(t.logit_opacities, begin, count, cloud.logit_opacities);
  SetRows(t.log_scales, begin, count, cloud.log_scales);
  SetRows(t.timesteps, begin, count, cloud.timesteps);
}

int64_t GaussianMap::Prune(float min_opacity, float max_scale_m) {
  const float min_logit = Logit(min_opacity), max_log_scale = std::log(max_scale_m);
  return Keep([&](int64_t begin, int64_t count) {
    return KeptOf(tensors_->logit_opacities, tensors_->log_scales, begin, count, min_logit, max_log_scale);
  });
}

int64_t GaussianMap::Remove(const uint8_t* marks) {
  const auto all =
      at::from_blob(const_cast<uint8_t*>(marks), {size_}, tensors_->means.options().dtype(at::kByte));
  return Keep(
      [&](int64_t begin, int64_t count) { return (all.narrow(0, begin, count) == 0).nonzero().squeeze(1); });
}

int64_t GaussianMap::RemoveMadeBy(std::span<const int64_t> timesteps) {
  return Keep([&](int64_t begin, int64_t count) {
    const at::Tensor made_by = tensors_->timesteps.narrow(0, begin, count);
    at::Tensor stays = at::ones_like(made_by, at::kBool);
    for (const int64_t timestep : timesteps) stays.logical_and_(made_by != static_cast<float>(timestep));
    return stays.nonzero().squeeze(1);
  });
}

template <typename KeptOf>
int64_t GaussianMap::Keep(const KeptOf& kept_of) {
  Tensors& t = *tensors_;
  int64_t count = 0;    // of those that stay
  int64_t unmoved = 0;  // the first ones, which stay where they are
  for (int64_t begin = 0; begin < size_; begin += kPrunedAtOnce) {
    const int64_t looked_at = std::min(kPrunedAtOnce, size_ - begin);
    const at::Tensor kept = kept_of(begin, looked_at);
    t.kept.narrow(0, count, kept.size(0)).copy_(kept + begin);
    count += kept.size(0);
    if (count == begin + looked_at) unmoved = count;
  }
  // Nothing is allocated from here on: if memory ran out, the map is as it was.
  for (int64_t begin = unmoved; begin < count; begin += kPrunedAtOnce) {
    const auto from = t.kept.narrow(0, begin, std::min(kPrunedAtOnce, count - begin));
    for (at::Tensor* tensor : t.All()) MoveRows(*tensor, from, begin, t.scratch);
  }
  return std::exchange(size_, count) - count;
}

GaussianCloud GaussianMap::ToCloud() const {
  GaussianCloud cloud;
  SaveCloud(&cloud);
  return cloud;
}

void GaussianMap::SaveCloud(GaussianCloud* cloud) const {
  const Tensors& t = *tensors_;
  GetRows(t.means, size_, &cloud->means);
  GetRows(t.colors, size_, &cloud->colors);
  GetRows(t.rotations, size_, &cloud->rotations);
  GetRows(t.logit_opacities, size_, &cloud->logit_opacities);
  GetRows(t.log_scales, size_, &cloud->log_scales);
  GetRows(t.timesteps, size_, &cloud->timesteps);
}

void GaussianMap::CopyTo(GaussianCloud* cloud, std::vector<int32_t>* ids) const {
  SaveCloud(cloud);
  GetRows(tensors_->ids, size_, ids);
}

void GaussianMap::Save(GaussianCloud* cloud, AdamState* adam) const {
  SaveCloud(cloud);
  GetRows(tensors_->first_moments, size_, &adam->first_moments);
  GetRows(tensors_->second_moments, size_, &adam->second_moments);
  GetRows(tensors_->steps, size_, &adam->steps);
}

void GaussianMap::Restore(const GaussianCloud& cloud, const AdamState& adam) {
  size_ = 0;
  Append(cloud);
  SetRows(tensors_->first_moments, 0, size_, adam.first_moments);
  SetRows(tensors_->second_moments, 0, size_, adam.second_moments);
  SetRows(tensors_->steps, 0, size_, adam.steps);
}

int64_t GaussianMap::bytes() const {
  int64_t total = 0;
  for (const at::Tensor* tensor : tensors_->All()) total += static_cast<int64_t>(tensor->nbytes());
  total += static_cast<int64_t>(tensors_->kept.nbytes() + tensors_->scratch.nbytes());
  return total;
}

}  // namespace isogs
