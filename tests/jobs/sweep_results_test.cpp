// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/sweep/sweep_results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jobs/sweep/sweep_page.h"
#include "shared/core/error.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// Two points with two repeats each; the second is better and faster.
SweepResults TwoPoints() {
  SweepResults results;
  results.plan.base_config = "<base>";
  results.plan.repeats = 2;
  results.plan.variables = {{.key = "mapping.flat_weight", .values = {"20", "a,b"}}};
  results.metrics = {"images.unseen.psnr_db", "speed.fps", "trajectory.ate_rmse_m"};
  const double psnr[] = {30.0, 32.0, 35.0, 35.5};
  for (int64_t item = 0; item < 4; ++item) {
    results.runs.push_back({.item = item,
                            .point = item / 2,
                            .repeat = item % 2,
                            .metrics = {{"images.unseen.psnr_db", psnr[item]},
                                        {"speed.fps", 10.0 + static_cast<double>(item)},
                                        {"trajectory.ate_rmse_m", 0.001 * static_cast<double>(item + 1)}}});
  }
  return results;
}

TEST(SweepResults, RepeatsOfAPointAreOneSpread) {
  const Spread spread = TwoPoints().Of(0, "images.unseen.psnr_db");
  EXPECT_EQ(spread.mean, 31.0);
  EXPECT_EQ(spread.low, 30.0);
  EXPECT_EQ(spread.high, 32.0);
  EXPECT_EQ(spread.runs, 2);
}

TEST(SweepResults, TheBestPointComesFirst) {
  EXPECT_THAT(TwoPoints().Ranked("images.unseen.psnr_db"), ElementsAre(1, 0)) << "more is better";
  EXPECT_THAT(TwoPoints().Ranked("trajectory.ate_rmse_m"), ElementsAre(0, 1)) << "less is better";
}

TEST(SweepResults, CsvHasARowARunAndQuotesWhatHoldsAComma) {
  const std::string csv = ToCsv(TwoPoints());
  EXPECT_THAT(
      csv,
      HasSubstr(
          "item,point,repeat,mapping.flat_weight,images.unseen.psnr_db,speed.fps,trajectory.ate_rmse_m\n"));
  EXPECT_THAT(csv, HasSubstr("\n3,1,1,\"a,b\",35.5,13,0.004\n"));
}

TEST(SweepResults, TheTableNamesAFigureThatIsNotThere) {
  EXPECT_THAT(ToTable(TwoPoints(), "speed.fps"),
              AllOf(HasSubstr("12.5 ±0.5"), HasSubstr("mapping.flat_weight=20")));
  try {
    ToTable(TwoPoints(), "speed.fsp");
    FAIL() << "expected a UsageError";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'speed.fps'"));
  }
  EXPECT_EQ(ToTable(SweepResults(), "speed.fps"), "no run has ended yet\n");
}

TEST(SweepPage, HasItsPlotsAndNothingFromElsewhere) {
  const std::string page = ToHtml(TwoPoints());
  EXPECT_THAT(page, AllOf(HasSubstr("Quality against speed"), HasSubstr("<svg"), HasSubstr("&lt;base&gt;"),
                          HasSubstr("class='spread c0'"), HasSubstr("31 &plusmn; 1")));
  EXPECT_THAT(page, AllOf(Not(HasSubstr("http")), Not(HasSubstr("nan")), Not(HasSubstr("<base>"))));
}

TEST(SweepPage, WithoutRunsItIsStillAPage) { EXPECT_THAT(ToHtml(SweepResults()), HasSubstr("0 of 1 runs")); }

}  // namespace
}  // namespace isogs
