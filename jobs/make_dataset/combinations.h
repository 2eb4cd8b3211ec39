// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "datasets/synthetic/collection/scene_metadata.h"
#include "jobs/make_dataset/findings.h"

namespace isogs::synthetic {

/// "sofa of lacquer".
using Combinations = std::set<std::string>;

/// Of what a scene's first picture shows, for test_comp; for other splits, of all that stands in the room.
Combinations CombinationsOf(const SceneMetadata& metadata);

/// Finds out whether each scene of test_comp shows a combination of thing and material that no scene of
/// another split has.
class UnseenCombinations {
 public:
  void Add(const std::string& id, Split split, const Combinations& combinations);
  /// After all scenes.
  void Check(Findings* findings) const;

 private:
  std::map<std::string, size_t> numbers_;  // of all combinations
  std::set<size_t> seen_;                  // outside of test_comp
  std::vector<std::pair<std::string, std::vector<size_t>>> comp_;
};

}  // namespace isogs::synthetic
