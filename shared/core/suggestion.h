// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isogs {

/// Fewest insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
size_t EditDistance(std::string_view a, std::string_view b);

/// " (did you mean 'nearest'?)" for a misspelt name, or nothing if no candidate is near. Candidates may be
/// dotted keys: a key whose last part is near counts as near too, whatever its section.
std::string DidYouMean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace isogs
