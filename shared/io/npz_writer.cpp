// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "shared/io/npz.h"

namespace isogs {
namespace {

void CheckFilled(const NamedArray& array) {
  const uint64_t expected = ElementCount(array.header.shape);
  const uint64_t found = array.bytes.size() / ItemSize(array.header.dtype);
  if (found != expected) {
    throw Error("npz array '" + array.name + "': " + std::to_string(found) + " elements, expected " +
                std::to_string(expected) + " for shape " + ShapeName(array.header.shape));
  }
}

}  // namespace

void WriteNpz(const ByteSink& sink, std::span<const NamedArray> arrays, uint64_t zip64_from) {
  ZipWriter zip(sink, zip64_from);
  for (const NamedArray& array : arrays) {
    CheckFilled(array);
    const std::string header = FormatNpyHeader(array.header);
    const std::array<std::span<const std::byte>, 2> pieces = {std::as_bytes(std::span(header)), array.bytes};
    zip.Add(array.name + ".npy", pieces);
  }
  zip.Finish();
}

void WriteNpz(const std::filesystem::path& path, std::span<const NamedArray> arrays) {
  AtomicFile file(path);
  const auto sink = [&](std::span<const std::byte> bytes) {
    file.Write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  };
  WriteNpz(sink, arrays);
  file.Commit();
}

}  // namespace isogs
