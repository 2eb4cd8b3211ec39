// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/zip_members.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>

#include "shared/io/zip_writer.h"

namespace isogs::fuzz {
namespace {

constexpr std::string_view kLocalHeader = "PK\x03\x04";
constexpr size_t kLocalHeaderBytes = 30;

template <typename T>
T Load(std::string_view bytes, size_t offset) {
  T value = 0;
  if (offset < bytes.size()) std::memcpy(&value, &bytes[offset], std::min(sizeof(T), bytes.size() - offset));
  return value;
}

template <typename T>
void Append(T value, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

std::string_view Take(size_t count, std::string_view* left) {
  const std::string_view taken = left->substr(0, count);
  left->remove_prefix(taken.size());
  return taken;
}

}  // namespace

std::string MembersOf(std::string_view archive) {
  std::string members;
  while (archive.starts_with(kLocalHeader)) {
    const auto size = Load<uint32_t>(archive, 18);
    const auto name_size = Load<uint16_t>(archive, 26);
    const auto extra_size = Load<uint16_t>(archive, 28);
    Append(static_cast<uint8_t>(name_size), &members);
    Append(size, &members);
    members += archive.substr(kLocalHeaderBytes, name_size);
    members += archive.substr(kLocalHeaderBytes + name_size + extra_size, size);
    archive.remove_prefix(kLocalHeaderBytes + name_size + extra_size + size);
  }
  return members;
}

std::string ArchiveOf(std::string_view members) {
  std::string archive;
  ZipWriter writer([&](std::span<const std::byte> bytes) {
    archive.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  });
  while (!members.empty()) {
    const auto name_size = Load<uint8_t>(members, 0);
    const auto size = Load<uint32_t>(members, 1);
    Take(5, &members);
    std::string name(Take(name_size, &members));
    if (name.empty()) name = "_";  // which ZipWriter insists on
    const std::span<const std::byte> piece = std::as_bytes(std::span(Take(size, &members)));
    writer.Add(name, std::span(&piece, 1));
  }
  writer.Finish();
  return archive;
}

}  // namespace isogs::fuzz
