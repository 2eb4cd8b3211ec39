// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/session.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>
#include <vector>

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr size_t kSessionDigits = 16;

/// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv).
uint64_t Hash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

std::string Hexadecimal(uint64_t value) {
  std::string digits(kSessionDigits, '0');
  for (size_t i = kSessionDigits; value != 0; value >>= 4) digits[--i] = "0123456789abcdef"[value & 15];
  return digits;
}

bool IsSession(std::string_view text) {
  return text.size() == kSessionDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t dot = text.find('.');
    parts.push_back(text.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

std::optional<uint64_t> ParseGeneration(std::string_view text) {
  uint64_t generation = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), generation);
  if (error != std::errc() || end != text.data() + text.size() || generation == 0) return std::nullopt;
  return generation;
}

}  // namespace

const char* ToString(Channel channel) {
  constexpr const char* kNames[] = {"status", "snapshot", "preview", "mesh", "camera"};
  return kNames[static_cast<int>(channel)];
}

Role WriterOf(Channel channel) {
  if (channel == Channel::kCamera) return Role::kCamera;
  return channel == Channel::kMesh ? Role::kMesher : Role::kSlam;
}

std::string SessionName(const fs::path& run_directory) {
  std::error_code ignored;
  // absolute: weakly_canonical leaves a relative path relative where nothing of it exists yet
  fs::path real = fs::weakly_canonical(fs::absolute(run_directory, ignored), ignored);
  if (ignored) real = run_directory.lexically_normal();
  if (real.filename().empty()) real = real.parent_path();  // a trailing slash of a folder that is not there
  return Hexadecimal(Hash(real.string()));
}

std::string SegmentName::ToString() const {
  std::string name = kSegmentPrefix + session;
  name.append(".").append(isogs::ToString(channel));
  if (generation) name.append(".").append(std::to_string(*generation));
  return name;
}

std::optional<SegmentName> ParseSegmentName(const std::string& name) {
  const std::vector<std::string_view> parts = Split(name);
  if (parts.size() < 3 || parts.size() > 4 || parts[0] != "isogs" || !IsSession(parts[1]))
    return std::nullopt;
  SegmentName result{std::string(parts[1]), {}, {}};
  const auto* const channel = std::ranges::find(kChannels, parts[2], [](Channel c) { return ToString(c); });
  if (channel == std::end(kChannels)) return std::nullopt;
  result.channel = *channel;
  if (parts.size() == 4) {
    result.generation = ParseGeneration(parts[3]);
    if (!result.generation) return std::nullopt;
  }
  return result;
}

}  // namespace isogs
