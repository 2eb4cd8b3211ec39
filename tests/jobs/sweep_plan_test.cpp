// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/sweep/sweep_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "jobs/sweep/sweep_folder.h"
#include "shared/config/config_reader.h"
#include "shared/config/config_writer.h"
#include "shared/core/error.h"
#include "tests/shared/temporary_folder.h"

// Tests run in the source root.

namespace isogs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SweepPlanTest : public testing::Test {
 protected:
  /// The plan of `text` after the two keys that every plan has.
  SweepPlan Load(const std::string& text) const {
    std::ofstream(folder_ / "s.yaml")
        << "base_config: demo.yaml\nbase_output_dir: " << (folder_ / "out").string() << "\n"
        << text;
    return LoadSweepPlan(folder_ / "s.yaml");
  }
  /// Of the failure to load or check it.
  std::string Message(const std::string& text) const {
    try {
      CheckPoints(Load(text));
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no error";
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(SweepPlanTest, TheProductHasAllCombinationsTheLastKeyChangingFastest) {
  const SweepPlan plan =
      Load("repeats: 2\nvariable_configs: {mapping.iterations: [30, 40], mapping.flat_weight: [1, 2, 3]}\n");
  EXPECT_EQ(plan.points(), 6);
  EXPECT_EQ(plan.items(), 12);
  EXPECT_THAT(plan.ValuesOf(0), ElementsAre("30", "1"));
  EXPECT_THAT(plan.ValuesOf(1), ElementsAre("30", "2"));
  EXPECT_THAT(plan.ValuesOf(5), ElementsAre("40", "3"));
  EXPECT_EQ(plan.Describe(4), "mapping.iterations=40 mapping.flat_weight=2");
}

TEST_F(SweepPlanTest, ZipTakesValuesInStep) {
  const SweepPlan plan =
      Load("combine: zip\nvariable_configs: {mapping.iterations: [30, 40], mapping.flat_weight: [1, 2]}\n");
  EXPECT_EQ(plan.points(), 2);
  EXPECT_THAT(plan.ValuesOf(1), ElementsAre("40", "2"));
}

TEST_F(SweepPlanTest, RandomPointsAreTheSameEachTimeAndReachAllValues) {
  const std::string text =
      "combine: random\ncount: 50\nvariable_configs: {mapping.iterations: [30, 40], mapping.flat_weight: [1, "
      "2, 3]}\n";
  const SweepPlan plan = Load(text);
  std::set<std::vector<std::string>> points;
  for (int64_t point = 0; point < 50; ++point) {
    points.insert(plan.ValuesOf(point));
    EXPECT_EQ(plan.ValuesOf(point), Load(text).ValuesOf(point));
  }
  EXPECT_EQ(points.size(), 6u);
}

TEST_F(SweepPlanTest, RepeatsAloneAreASweep) { EXPECT_EQ(Load("repeats: 3\n").items(), 3); }

TEST_F(SweepPlanTest, WrittenAndReadAgainItIsTheSame) {
  const SweepPlan plan = Load(
      "combine: zip\nrepeats: 2\nvariable_configs: {dataset.path: ['a: b', \"c'd\"], mapping.flat_weight: "
      "[1, 2]}\n");
  TemporaryFolder folder;
  std::ofstream(folder / "again.yaml") << ToYaml(plan);
  const SweepPlan again = LoadSweepPlan(folder / "again.yaml");
  EXPECT_EQ(ToYaml(again), ToYaml(plan));
  EXPECT_THAT(again.ValuesOf(1), ElementsAre("c'd", "2"));
}

TEST_F(SweepPlanTest, MistakesAreNamedWithTheirPlace) {
  EXPECT_THAT(Message("repeat: 3\n"), HasSubstr("s.yaml:3: unknown key 'repeat' (did you mean 'repeats'?)"));
  EXPECT_THAT(Message("repeats: many\n"),
              HasSubstr("s.yaml:3: repeats: found 'many', expected a whole number from 1 to"));
  EXPECT_THAT(Message("combine: all\n"), HasSubstr("expected product, zip or random"));
  EXPECT_THAT(Message("combine: random\n"), HasSubstr("needs count"));
  EXPECT_THAT(Message("variable_configs: {mapping.iterations: 30}\n"), HasSubstr("found no list"));
  EXPECT_THAT(Message("variable_configs: {output: [a, b]}\n"), HasSubstr("output: is the sweep's to choose"));
  EXPECT_THAT(Message("combine: zip\nvariable_configs: {mapping.iterations: [30, 40], seed: [1]}\n"),
              HasSubstr("mapping.iterations has 2 values and seed has 1"));
  EXPECT_THAT(Message("repeats: [\n"), HasSubstr("YAML syntax"));
  std::string many = "1";
  for (int i = 0; i < 200; ++i) many += ", 1";
  EXPECT_THAT(Message("repeats: 10000\nvariable_configs: {seed2: [" + many + "]}\n"),
              HasSubstr("makes 2.01e+06 runs, expected at most 1000000"));
}

TEST_F(SweepPlanTest, APointThatIsNoConfigurationIsNamedBeforeAnythingRuns) {
  EXPECT_THAT(Message("variable_configs: {mapping.iterations: [30, -1]}\n"),
              testing::AllOf(HasSubstr("point 1 (mapping.iterations=-1)"), HasSubstr("found '-1'")));
  EXPECT_THAT(Message("variable_configs: {maping.iterations: [30]}\n"),
              HasSubstr("unknown key 'maping.iterations'"));
}

TEST(ShippedSweeps, AllHavePointsThatLoad) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("configs/sweeps")) {
    ++count;
    EXPECT_NO_THROW(CheckPoints(LoadSweepPlan(entry.path()))) << entry.path();
  }
  EXPECT_GE(count, 2);
}

TEST(ShippedSweeps, ComparesTheDefaultWithThePrototype) {
  const SweepPlan plan = LoadSweepPlan("configs/sweeps/prototype.yaml");
  ASSERT_EQ(plan.points(), 2);
  const std::string others[] = {"configs/" + plan.base_config, "configs/replica/prototype.yaml"};
  for (int64_t point = 0; point < 2; ++point) {
    std::vector<std::string> overrides;
    for (size_t i = 0; i < plan.variables.size(); ++i)
      overrides.push_back(plan.variables[i].key + "=" + plan.ValuesOf(point)[i]);
    EXPECT_THAT(DifferingKeys(LoadConfig("configs/" + plan.base_config, overrides),
                              LoadConfig(others[point], {"dataset.path=data/Replica/room0"})),
                testing::IsEmpty())
        << others[point];
  }
}

}  // namespace
}  // namespace isogs
