// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/collection_plan.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "shared/core/error.h"

namespace isogs::synthetic {
namespace {

CollectionOptions OfScenes(int64_t scenes) {
  CollectionOptions options;
  options.scenes = scenes;
  return options;
}

TEST(CollectionPlan, EveryIndexHasOneSplitAndANameOfItsOwn) {
  for (const int64_t scenes : {1, 2, 3, 4, 5, 7, 19, 20, 40, 137}) {
    std::map<Split, int64_t> counts;
    std::set<std::string> ids;
    for (int64_t index = 0; index < scenes; ++index) {
      const SceneIdentity identity = IdentityOf(OfScenes(scenes), index);
      EXPECT_EQ(identity.number, counts[identity.split]++) << "numbers count on within a split";
      EXPECT_TRUE(ids.insert(identity.id).second) << identity.id;
    }
    for (const Split split : kSplits) EXPECT_EQ(SceneCount(split, scenes), counts[split]) << NameOf(split);
    EXPECT_GT(counts[Split::kTrain], 0);
  }
}

TEST(CollectionPlan, SharesAreThoseOfTheSizes) {
  const auto counts = [](int64_t scenes) {
    std::vector<int64_t> all;
    all.reserve(kSplits.size());
    for (const Split split : kSplits) all.push_back(SceneCount(split, scenes));
    return all;
  };
  EXPECT_EQ(counts(5), (std::vector<int64_t>{1, 1, 1, 1, 1})) << "from five on none is empty";
  EXPECT_EQ(counts(40), (std::vector<int64_t>{28, 4, 4, 2, 2}));
  EXPECT_EQ(counts(1520), (std::vector<int64_t>{1064, 152, 152, 76, 76}));
  EXPECT_EQ(counts(152'000), (std::vector<int64_t>{106'400, 15'200, 15'200, 7'600, 7'600}));
}

TEST(CollectionPlan, NamesSeedsAndSequencesFollowTheIndex) {
  CollectionOptions options = OfScenes(152'000);
  options.seed = 1000;
  options.sequences = 2;
  EXPECT_EQ(IdentityOf(options, 0).id, "train_00000");
  EXPECT_EQ(IdentityOf(options, 106'399).id, "train_106399") << "more digits where five are too few";
  EXPECT_EQ(IdentityOf(options, 106'400).id, "val_00000");
  EXPECT_EQ(IdentityOf(options, 151'999).id, "test_hard_07599");
  EXPECT_EQ(IdentityOf(options, 7).seed, 1007u);
  EXPECT_TRUE(IdentityOf(options, 1).has_sequence);
  EXPECT_FALSE(IdentityOf(options, 2).has_sequence);
}

TEST(CollectionPlan, NamesAreReadAgain) {
  for (const Split split : kSplits) EXPECT_EQ(SplitOf(NameOf(split)), split);
  for (const Quality quality : {Quality::kDraft, Quality::kNormal, Quality::kHigh})
    EXPECT_EQ(QualityOf(NameOf(quality)), quality);
  EXPECT_FALSE(SplitOf("test"));
  EXPECT_FALSE(QualityOf(""));
}

TEST(CollectionPlan, RefusesWhatCannotBe) {
  EXPECT_THROW(IdentityOf(OfScenes(0), 0), UsageError);
  EXPECT_THROW(IdentityOf(OfScenes(kMostScenes + 1), 0), UsageError);
  EXPECT_THROW(IdentityOf(OfScenes(40), 40), UsageError);
  EXPECT_THROW(IdentityOf(OfScenes(40), -1), UsageError);
  CollectionOptions options = OfScenes(40);
  options.sequences = 41;
  EXPECT_THROW(IdentityOf(options, 0), UsageError);
  options.sequences = 0;
  options.seed = kMostSeed;
  EXPECT_EQ(IdentityOf(options, 39).seed, uint64_t{kMostSeed} + 39);
  for (const uint64_t seed : {uint64_t{kMostSeed} + 1, UINT64_MAX}) {
    options.seed = seed;
    EXPECT_THROW(IdentityOf(options, 0), UsageError);
  }
}

}  // namespace
}  // namespace isogs::synthetic
