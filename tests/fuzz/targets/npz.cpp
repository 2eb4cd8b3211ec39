// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/npz.h"

#include <algorithm>

#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

void ReadAll(const Input& input) {
  const NpzReader reader(input.File("arrays.npz"));
  for (const std::string& name : reader.names()) reader.Read<double>(name);
  reader.Verify();
}

std::vector<std::string> Seeds() {
  const std::vector<float> numbers(6000, 0.5f);
  const std::vector<int64_t> whole = {1, -1};
  std::vector<std::string> seeds;
  for (const uint64_t zip64_from : {ZipWriter::kZip64From, uint64_t{0}}) {
    std::string bytes;
    const std::vector<NamedArray> arrays = {MakeNamedArray("numbers", {2, 3000}, numbers),
                                            MakeNamedArray("whole", {2}, whole)};
    WriteNpz(
        [&](std::span<const std::byte> piece) {
          bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
        },
        arrays, zip64_from);
    seeds.push_back(bytes);
  }
  return seeds;
}

std::vector<std::string> Words() {
  return {"PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "PK\x06\x06", "PK\x06\x07"};
}

const Registration kRegistration({"npz", ReadAll, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
