// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "shared/ipc/role_lock.h"

namespace isogs {

/// What the processes of a run tell each other, and a camera tells them.
enum class Channel { kStatus, kSnapshot, kPreview, kMesh, kCamera };
inline constexpr Channel kChannels[] = {Channel::kStatus, Channel::kSnapshot, Channel::kPreview,
                                        Channel::kMesh, Channel::kCamera};

/// "status", "snapshot", "preview", "mesh" or "camera".
const char* ToString(Channel channel);
/// Who writes it.
Role WriterOf(Channel channel);

/// Name of the session of a run directory: 16 hexadecimal digits made from its real path, so that every
/// process that knows the folder, by whatever path, finds the session.
std::string SessionName(const std::filesystem::path& run_directory);

/// What a name in shared memory says: "isogs.<session>.<channel>" is a channel's control segment,
/// "isogs.<session>.<channel>.<generation>" one of its data segments.
struct SegmentName {
  std::string session;
  Channel channel = Channel::kStatus;
  std::optional<uint64_t> generation;  ///< of a data segment

  std::string ToString() const;
};

inline constexpr const char* kSegmentPrefix = "isogs.";

/// Nothing if the name is not one of ours.
std::optional<SegmentName> ParseSegmentName(const std::string& name);

}  // namespace isogs
