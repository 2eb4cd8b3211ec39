// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace isogs::fuzz {

// Checksums keep mutations of an archive from what reads its members. So fuzzers of those mutate members one
// after the other, each with its name and size before it, and an archive with right checksums is made of
// them.

/// Members of an archive that our ZipWriter made.
std::string MembersOf(std::string_view archive);

/// An archive of them. Where a size is beyond the end, the member has what is there.
std::string ArchiveOf(std::string_view members);

}  // namespace isogs::fuzz
