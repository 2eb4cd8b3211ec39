// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/combinations.h"

#include <algorithm>

namespace isogs::synthetic {

Combinations CombinationsOf(const SceneMetadata& metadata) {
  Combinations combinations;
  const auto add = [&](const ObjectRecord& object) {
    std::string name = object.kind;
    combinations.insert(name.append(" of ").append(object.material));
  };
  if (metadata.split != Split::kTestComp) {
    std::ranges::for_each(metadata.objects, add);
  } else if (!metadata.cameras.empty()) {
    for (const SeenObject& seen : metadata.cameras.front().seen)
      add(metadata.objects[static_cast<size_t>(seen.object)]);
  }
  return combinations;
}

void UnseenCombinations::Add(const std::string& id, Split split, const Combinations& combinations) {
  std::vector<size_t> numbers;
  for (const std::string& name : combinations)
    numbers.push_back(numbers_.try_emplace(name, numbers_.size()).first->second);
  if (split == Split::kTestComp) {
    comp_.emplace_back(id, std::move(numbers));
  } else {
    seen_.insert(numbers.begin(), numbers.end());
  }
}

void UnseenCombinations::Check(Findings* findings) const {
  for (const auto& [id, numbers] : comp_) {
    if (std::ranges::any_of(numbers, [&](size_t number) { return !seen_.contains(number); })) continue;
    findings->Add(id + ": shows no combination of thing and material that is unseen in the other splits");
  }
}

}  // namespace isogs::synthetic
