// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace isogs::web {

/// Reads bodies of binary messages as the page does.
class BodyReader {
 public:
  explicit BodyReader(std::string_view bytes) : bytes_(bytes) {}

  template <typename Value>
  Value Take() {
    return TakeAll<Value>(1).front();
  }
  template <typename Value>
  std::vector<Value> TakeAll(size_t count) {
    std::vector<Value> values(count);
    const size_t size = count * sizeof(Value), padded = (size + 3) / 4 * 4;
    if (bytes_.size() < padded) throw std::runtime_error("message too short");
    if (size > 0) std::memcpy(values.data(), bytes_.data(), size);
    bytes_.remove_prefix(padded);
    return values;
  }
  bool is_at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

struct DecodedCell {
  uint32_t id = 0;
  std::vector<std::array<float, 3>> positions;
  std::vector<uint32_t> indices;
  std::vector<uint8_t> colors;
  std::vector<int8_t> normals;
};

inline DecodedCell DecodeCell(std::string_view body) {
  BodyReader reader(body);
  DecodedCell cell;
  cell.id = reader.Take<uint32_t>();
  const auto n = reader.Take<uint32_t>(), m = reader.Take<uint32_t>(), flags = reader.Take<uint32_t>();
  const auto origin = reader.TakeAll<float>(3);
  const auto step = reader.Take<float>();
  if ((flags & 1) != 0) {
    cell.indices = reader.TakeAll<uint32_t>(3 * size_t{m});
  } else {
    const auto narrow = reader.TakeAll<uint16_t>(3 * size_t{m});
    cell.indices.assign(narrow.begin(), narrow.end());
  }
  const auto q = reader.TakeAll<uint16_t>(3 * size_t{n});
  for (size_t i = 0; i < n; ++i) {
    std::array<float, 3> position;
    for (size_t k = 0; k < 3; ++k) position[k] = origin[k] + step * static_cast<float>(q[3 * i + k]);
    cell.positions.push_back(position);
  }
  cell.colors = reader.TakeAll<uint8_t>(3 * size_t{n});
  cell.normals = reader.TakeAll<int8_t>(2 * size_t{n});
  if (!reader.is_at_end()) throw std::runtime_error("message too long");
  return cell;
}

struct DecodedSplat {
  std::array<float, 3> mean, log_scale;
  std::array<float, 4> rotation;  // x, y, z, w
  std::array<uint8_t, 4> rgba;
};

inline std::array<float, 4> DecodeRotation(uint32_t packed) {
  const uint32_t left_out = packed >> 30;
  std::array<float, 4> q;
  float squared = 0.0f;
  uint32_t shift = 30;
  for (uint32_t i = 0; i < 4; ++i) {
    if (i == left_out) continue;
    shift -= 10;
    q[i] = (static_cast<float>((packed >> shift) & 1023) / 511.0f - 1.0f) * std::sqrt(0.5f);
    squared += q[i] * q[i];
  }
  q[left_out] = std::sqrt(std::max(0.0f, 1.0f - squared));
  return q;
}

struct DecodedPage {
  uint32_t id = 0;
  std::vector<DecodedSplat> splats;
};

inline DecodedPage DecodePage(std::string_view body) {
  BodyReader reader(body);
  DecodedPage page;
  page.id = reader.Take<uint32_t>();
  const size_t n = reader.Take<uint32_t>();
  const auto low = reader.TakeAll<float>(3), step = reader.TakeAll<float>(3);
  const auto scale_low = reader.Take<float>(), scale_step = reader.Take<float>();
  const auto rotations = reader.TakeAll<uint32_t>(n);
  const auto rgba = reader.TakeAll<uint8_t>(4 * n);
  const auto q = reader.TakeAll<uint16_t>(3 * n);
  const auto scales = reader.TakeAll<uint8_t>(3 * n);
  if (!reader.is_at_end()) throw std::runtime_error("message too long");
  for (size_t i = 0; i < n; ++i) {
    DecodedSplat splat;
    splat.rotation = DecodeRotation(rotations[i]);
    for (size_t k = 0; k < 3; ++k) {
      splat.mean[k] = low[k] + step[k] * static_cast<float>(q[3 * i + k]);
      splat.log_scale[k] = scale_low + scale_step * static_cast<float>(scales[3 * i + k]);
    }
    for (size_t k = 0; k < 4; ++k) splat.rgba[k] = rgba[4 * i + k];
    page.splats.push_back(splat);
  }
  return page;
}

}  // namespace isogs::web
