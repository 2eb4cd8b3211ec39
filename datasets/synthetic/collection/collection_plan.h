// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace isogs::synthetic {

/// What a scene is for. Comp: combinations of thing and material that no scene of train, val, test_iid or
/// test_hard has. Hard: more things, seen from where they hide each other.
enum class Split { kTrain, kVal, kTestIid, kTestComp, kTestHard };
inline constexpr std::array<Split, 5> kSplits = {Split::kTrain, Split::kVal, Split::kTestIid,
                                                 Split::kTestComp, Split::kTestHard};
/// As in file names: train, val, test_iid, test_comp, test_hard.
std::string_view NameOf(Split split);
std::optional<Split> SplitOf(std::string_view name);

enum class Quality { kDraft, kNormal, kHigh };
/// draft, normal, high.
std::string_view NameOf(Quality quality);
std::optional<Quality> QualityOf(std::string_view name);

/// What a data set of many scenes is made by: all of its bytes follow from this.
struct CollectionOptions {
  int64_t scenes = 40;
  Quality quality = Quality::kDraft;
  uint64_t seed = 0;
  int64_t sequences = 0;  ///< so many scenes, the first ones, also get a sequence

  bool operator==(const CollectionOptions&) const = default;
};
inline constexpr int64_t kMostScenes = 10'000'000;
/// Each scene's is at most kMostScenes more: as exact in any reader of JSON, and none wraps round.
inline constexpr int64_t kMostSeed = int64_t{1} << 52;

struct SceneIdentity {
  int64_t index = 0;  ///< in the data set
  Split split = Split::kTrain;
  int64_t number = 0;  ///< in its split
  std::string id;      ///< "train_00000": the number has five digits or more
  uint64_t seed = 0;   ///< the data set's plus index
  bool has_sequence = false;
};

/// Scenes of a split among `scenes`: about 70, 10, 10, 5 and 5 %; from five scenes on at least one.
int64_t SceneCount(Split split, int64_t scenes);
/// Splits follow each other in the order of kSplits. Throws UsageError for options without use and for an
/// index that is none of them.
SceneIdentity IdentityOf(const CollectionOptions& options, int64_t index);

}  // namespace isogs::synthetic
