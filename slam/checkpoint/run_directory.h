// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace isogs {

/// Name of a finished run's file in its run directory.
inline constexpr const char* kParamsName = "params.npz";
/// Name of the checkpoint after frame `frame`, counted from 0: "params000404.npz".
std::string CheckpointName(int64_t frame);
/// The frame that a checkpoint's name tells; nothing if the name is another file's.
std::optional<int64_t> CheckpointFrame(const std::string& name);
/// The run's params.npz or, while there is none, its newest checkpoint. Throws UsageError if there is
/// neither.
std::filesystem::path FindParams(const std::filesystem::path& run_directory);

}  // namespace isogs
