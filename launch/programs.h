// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// A program that `isogs NAME` starts.
struct ProgramEntry {
  std::string name;
  std::string description;
  std::string file = name;  // of the executable
  int64_t least_mib = 0;    // of address space, for the libraries that it is linked with
};

/// Every program there is, whether built or not, in the order in which help lists them.
const std::vector<ProgramEntry>& AllPrograms();

/// Throws Error if `ulimit -v` leaves too little for a program to be loaded.
void CheckAddressSpace(const ProgramEntry& program);

/// Those whose executable lies in `folder`.
std::vector<ProgramEntry> ProgramsIn(const std::filesystem::path& folder);

}  // namespace isogs
