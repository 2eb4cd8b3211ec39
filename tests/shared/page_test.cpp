// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "shared/page/data_url.h"
#include "shared/page/html_text.h"
#include "shared/page/page_frame.h"
#include "shared/page/plot.h"
#include "shared/page/plot_axis.h"
#include "shared/page/thinning.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

TEST(HtmlText, NothingInATextIsMarkup) {
  EXPECT_EQ(EscapedForHtml("<a href='x'>\"&\"</a>"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
  EXPECT_EQ(EscapedForHtml("Küche 📷"), "Küche 📷");
  EXPECT_EQ(EscapedForHtml("\x1b[31m\xff\xc3"), "?[31m??") << "no byte that a page may not hold";
}

TEST(DataUrl, IsBase64WithPadding) {
  EXPECT_EQ(Base64(""), "");
  EXPECT_EQ(Base64("f"), "Zg==");
  EXPECT_EQ(Base64("fo"), "Zm8=");
  EXPECT_EQ(Base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(Base64(std::string_view("\0\xff\xfe", 3)), "AP/+");
  EXPECT_EQ(DataUrl("image/png", "f"), "data:image/png;base64,Zg==");
}

TEST(PlotAxis, TicksAreRoundAndInside) {
  PlotAxis axis{.from = 0.0, .to = 100.0};
  axis.Include(kGap);
  axis.Include(0.0);
  axis.Include(98.0);
  axis.Widen();
  EXPECT_THAT(axis.Ticks(), testing::ElementsAre(0.0, 50.0, 100.0));
}

TEST(PlotAxis, AConstantAndNothingHaveARangeToo) {
  for (const double value : {kGap, 0.0, 1e9, -3.0, 1e-12}) {
    PlotAxis axis{.from = 0.0, .to = 100.0};
    axis.Include(value);
    axis.Widen();
    EXPECT_GE(axis.Ticks().size(), 2u) << value;
    EXPECT_LE(axis.Ticks().size(), 20u) << value;
  }
}

TEST(ThinnedCurve, KeepsPeaksEndsAndGaps) {
  std::vector<PlotPoint> points;
  points.reserve(10'000);
  for (int i = 0; i < 10'000; ++i) points.push_back({1.0 * i, std::sin(0.01 * i)});
  points[5003].y = 77.0;
  points[7001].y = -55.0;
  points[2500].y = kGap;
  const std::vector<PlotPoint> thin = ThinnedCurve(points, 200);
  EXPECT_LE(thin.size(), 402u + 1u);
  const auto has = [&](double y) { return std::ranges::any_of(thin, [&](auto& p) { return p.y == y; }); };
  EXPECT_TRUE(has(77.0) && has(-55.0));
  EXPECT_TRUE(std::ranges::any_of(thin, [](const PlotPoint& point) { return std::isnan(point.y); }));
  EXPECT_TRUE(std::ranges::is_sorted(thin, {}, &PlotPoint::x));
  EXPECT_EQ(thin.back().x, 9999.0);
  EXPECT_EQ(ThinnedCurve({points.begin(), points.begin() + 10}, 200).size(), 10u);
}

TEST(ThinnedWay, KeepsEndsAndNothingTooNear) {
  std::vector<PlotPoint> points;
  points.reserve(1001);
  for (int i = 0; i <= 1000; ++i) points.push_back({0.001 * i, 0.0});
  const std::vector<PlotPoint> thin = ThinnedWay(points, 0.1);
  EXPECT_LE(thin.size(), 12u);
  EXPECT_EQ(thin.front().x, 0.0);
  EXPECT_EQ(thin.back().x, 1.0);
}

TEST(Plot, ACurveHasGapsAndALegendAndNamesAreEscaped) {
  Plot plot{.title = "<b>", .x_title = "frame", .y_title = "mm"};
  plot.curves.push_back({.name = "a & b", .points = {{0, 1}, {1, 2}, {2, kGap}, {3, 1}, {4, 1}}});
  const std::string html = ToFigure(plot);
  EXPECT_THAT(html, AllOf(HasSubstr("&lt;b&gt;"), HasSubstr("a &amp; b</span>"), Not(HasSubstr("nan"))));
  const std::string path = html.substr(html.find("<path d='"));
  EXPECT_EQ(std::count(path.begin(), path.begin() + static_cast<ptrdiff_t>(path.find("class")), 'M'), 2);
}

TEST(Plot, WithEqualScalesAMetreIsAsLongOnBothAxes) {
  PlotAxis x{.low = 0.0, .high = 10.0, .from = 0.0, .to = 100.0};
  PlotAxis y{.low = 0.0, .high = 1.0, .from = 100.0, .to = 0.0};
  MakeScalesEqual(&x, &y);
  EXPECT_DOUBLE_EQ(x.units_per_pixel(), y.units_per_pixel());
  EXPECT_DOUBLE_EQ(y(0.5), 50.0);
}

TEST(Page, LoadsNothingFromElsewhere) {
  const std::string page = PageBegin("</title>") + PageEnd();
  EXPECT_THAT(page, AllOf(HasSubstr("&lt;/title&gt;"), Not(HasSubstr("http")), Not(HasSubstr("src="))));
}

}  // namespace
}  // namespace isogs
