// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "shared/core/error.h"
#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/ipc/payload_buffer.h"
#include "shared/ipc/slot_ring.h"

namespace isogs {

/// Bytes that an array of `bytes` takes in a value: parts begin at multiples of 8.
inline size_t PaddedBytes(size_t bytes) { return WordsFor(bytes) * kWordBytes; }

// A value's head is a struct whose template `Visit` calls the visitor with (name, field) for each of its
// fields: whole numbers, doubles, bools, enums up to their kLast, poses (3x4, row by row) and cameras. Each
// number takes 8 bytes. One list serves to write, to read, to check and to print.

/// Collects a head's fields.
class HeadWriter {
 public:
  template <typename T>
  void operator()(const char*, const T& value) {
    if constexpr (std::is_same_v<T, double>) {
      Append(value);
    } else if constexpr (std::is_same_v<T, Pose>) {
      for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 4; ++column) Append(value(row, column));
      }
    } else if constexpr (std::is_same_v<T, Camera>) {
      Append(int64_t{value.width}), Append(int64_t{value.height});
      for (const double number : {value.fx, value.fy, value.cx, value.cy}) Append(number);
    } else {
      Append(static_cast<int64_t>(value));
    }
  }
  size_t bytes() const { return words_.size() * kWordBytes; }
  const void* data() const { return words_.data(); }

 private:
  template <typename T>
  void Append(T value) {
    uint64_t word;
    static_assert(sizeof(T) == sizeof(word));
    std::memcpy(&word, &value, sizeof(word));
    words_.push_back(word);
  }

  std::vector<uint64_t> words_;
};

/// Fields and arrays of a payload, one after the other; throws Error at its end, and where a field cannot be.
class PayloadDecoder {
 public:
  explicit PayloadDecoder(std::span<const std::byte> payload) : payload_(payload) {}

  template <typename T>
  void operator()(const char* name, T& value) {
    if constexpr (std::is_same_v<T, double>) {
      value = Finite(name);
    } else if constexpr (std::is_same_v<T, Pose>) {
      ReadPose(name, value);
    } else if constexpr (std::is_same_v<T, Camera>) {
      ReadCamera(name, value);
    } else if constexpr (std::is_same_v<T, bool>) {
      value = Integer(name, 0, 1) != 0;
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(Integer(name, 0, static_cast<int64_t>(T::kLast)));
    } else {
      value = static_cast<T>(Word<T>());
    }
  }

  /// `count` elements, which are checked to be there before memory is taken for them.
  template <typename T>
  std::vector<T> Array(const char* name, uint64_t count) {
    const std::span<const std::byte> bytes = Bytes(name, count, sizeof(T));
    std::vector<T> values(static_cast<size_t>(count));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }

  /// `count` elements of `size` bytes.
  std::span<const std::byte> Bytes(const char* name, uint64_t count, size_t size) {
    const size_t left = payload_.size() - offset_;
    if (count > left / size) {
      throw Error(std::string(name) + ": " + std::to_string(count) + " elements, expected at most the " +
                  std::to_string(left / size) + " that there is room for");
    }
    const auto bytes = payload_.subspan(offset_, static_cast<size_t>(count) * size);
    offset_ += std::min(PaddedBytes(bytes.size()), left);
    return bytes;
  }

  void ExpectEnd() const {
    if (offset_ == payload_.size()) return;
    throw Error(std::to_string(payload_.size()) + " bytes, expected " + std::to_string(offset_));
  }

 private:
  template <typename T>
  T Word() {
    static_assert(sizeof(T) == kWordBytes);
    if (payload_.size() - offset_ < kWordBytes) {
      throw Error(std::to_string(payload_.size()) + " bytes, expected more");
    }
    T value;
    std::memcpy(&value, payload_.data() + offset_, sizeof(value));
    offset_ += kWordBytes;
    return value;
  }

  double Finite(const char* name) {
    const double value = Word<double>();
    if (!std::isfinite(value)) throw Error(std::string(name) + ": not a finite number");
    return value;
  }

  int64_t Integer(const char* name, int64_t lowest, int64_t highest) {
    const auto value = Word<int64_t>();
    if (value < lowest || value > highest) {
      throw Error(std::string(name) + ": found " + std::to_string(value) + ", expected " +
                  std::to_string(lowest) + " to " + std::to_string(highest));
    }
    return value;
  }

  void ReadPose(const char* name, Pose& pose) {
    pose = Pose::Identity();
    for (int row = 0; row < 3; ++row) {
      for (int column = 0; column < 4; ++column) pose(row, column) = Finite(name);
    }
    const Eigen::Matrix3d rotation = pose.linear();
    if (!(rotation.transpose() * rotation).isIdentity(1e-6) || rotation.determinant() < 0.0) {
      throw Error(std::string(name) + ": not a rotation");
    }
  }

  void ReadCamera(const char* name, Camera& camera) {
    camera.width = static_cast<int>(Integer(name, 0, 1 << 16));
    camera.height = static_cast<int>(Integer(name, 0, 1 << 16));
    for (double* number : {&camera.fx, &camera.fy, &camera.cx, &camera.cy}) *number = Finite(name);
  }

  std::span<const std::byte> payload_;
  size_t offset_ = 0;
};

/// Writes the parts of a value one after the other.
class PayloadEncoder {
 public:
  explicit PayloadEncoder(PayloadSink& sink) : sink_(sink) {}

  void Append(const void* source, size_t bytes) {
    if (bytes > 0) sink_.Write(offset_, source, bytes);
    offset_ += PaddedBytes(bytes);
  }
  template <typename T>
  void Append(const std::vector<T>& values) {
    Append(values.data(), values.size() * sizeof(T));
  }

 private:
  PayloadSink& sink_;
  size_t offset_ = 0;
};

template <typename Head>
HeadWriter EncodedHead(const Head& head) {
  HeadWriter writer;
  const_cast<Head&>(head).Visit(writer);  // reads only
  return writer;
}

/// 1 for infinities and what is not a number, else 0; loops over it are vectorised.
inline uint32_t IsNotFinite(float value) {
  constexpr uint32_t kExponent = 0x7f800000;
  return (std::bit_cast<uint32_t>(value) & kExponent) == kExponent ? 1 : 0;
}

/// Throws Error naming `name` if a number is not finite.
inline void CheckFinite(const char* name, std::span<const float> values) {
  uint32_t found = 0;
  for (const float value : values) found |= IsNotFinite(value);
  if (found != 0) throw Error(std::string(name) + ": a number that is not finite");
}

}  // namespace isogs
