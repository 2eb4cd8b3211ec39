// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "shared/io/npy_header.h"
#include "shared/io/zip_writer.h"

namespace isogs {

// Archives of named arrays as numpy.savez writes and numpy.load reads them (allow_pickle=False).

template <typename T>
constexpr Dtype DtypeOf() {
  if constexpr (std::is_same_v<T, float>) return Dtype::kFloat32;
  if constexpr (std::is_same_v<T, double>) return Dtype::kFloat64;
  if constexpr (std::is_same_v<T, int32_t>) return Dtype::kInt32;
  if constexpr (std::is_same_v<T, int64_t>) return Dtype::kInt64;
  if constexpr (std::is_same_v<T, uint64_t>) return Dtype::kUint64;
  if constexpr (std::is_same_v<T, uint8_t>) return Dtype::kUint8;
}

/// A named array in memory that someone else owns, in C order.
struct NamedArray {
  std::string name;
  NpyHeader header;
  std::span<const std::byte> bytes;
};

/// `values` must outlive the result. Throws Error if their number is not that of `shape`.
template <typename T>
NamedArray MakeNamedArray(std::string name, Shape shape, std::span<const T> values) {
  return {std::move(name), {DtypeOf<T>(), std::move(shape)}, std::as_bytes(values)};
}
template <typename T>
NamedArray MakeNamedArray(std::string name, Shape shape, const std::vector<T>& values) {
  return MakeNamedArray(std::move(name), std::move(shape), std::span<const T>(values));
}

/// Writes the arrays uncompressed in the order given, straight from their memory. Equal arrays give equal
/// bytes. Throws Error if an array's bytes do not fill its shape.
void WriteNpz(const ByteSink& sink, std::span<const NamedArray> arrays,
              uint64_t zip64_from = ZipWriter::kZip64From);

/// The same to a file, which appears under its name only when it is whole (see AtomicFile).
void WriteNpz(const std::filesystem::path& path, std::span<const NamedArray> arrays);

/// Reads arrays by name. Nothing in the file is trusted: sizes are checked against the archive before memory
/// is taken, and the checksum of each array after it is read. Every failure is an Error that names file and
/// array. One object must not be used by two threads at once.
class NpzReader {
 public:
  explicit NpzReader(const std::filesystem::path& path);
  ~NpzReader();
  NpzReader(NpzReader&&) noexcept;
  NpzReader& operator=(NpzReader&&) noexcept;

  const std::filesystem::path& path() const { return path_; }
  /// In the order of the file.
  const std::vector<std::string>& names() const { return names_; }
  bool Contains(std::string_view name) const;

  /// Element type and shape. Throws if there is no such array.
  NpyHeader Header(std::string_view name) const;

  /// Throws Error unless the array has that shape; -1 stands for any size. Reads no elements.
  void ExpectShape(std::string_view name, const Shape& shape) const;

  /// All elements in C order. Numbers are converted where T is another type than the file's: float64 rounds
  /// to float32; a conversion that changes an integer, or makes one of a fraction, is an Error.
  template <typename T>
  std::vector<T> Read(std::string_view name) const;
  /// The same, after ExpectShape.
  template <typename T>
  std::vector<T> Read(std::string_view name, const Shape& shape) const;
  /// An array of one element, of any shape.
  template <typename T>
  T ReadScalar(std::string_view name) const;

  /// Reads every member to its end and throws if one is damaged, whether it is an array or not, or if they
  /// unpack to far more than the file.
  void Verify() const;

 private:
  class Archive;
  class Member;

  Member Open(std::string_view name, NpyHeader* header) const;

  std::filesystem::path path_;
  std::vector<std::string> names_;
  std::unique_ptr<Archive> archive_;
};

}  // namespace isogs
