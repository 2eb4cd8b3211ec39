// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "report/report_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>

#include "report/reported_run.h"
#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/io/file.h"
#include "tests/report/made_up_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ThrowsMessage;

class ReportTest : public ::testing::Test {
 protected:
  fs::path Folder(const std::string& name) const { return folder_ / name; }
  fs::path Made(const std::string& name, int64_t frames = 20) const {
    test::WriteMadeUpRun(Folder(name), frames);
    return Folder(name);
  }
  static std::string PageOf(const std::vector<fs::path>& folders) {
    std::vector<ReportedRun> runs;
    for (const fs::path& folder : folders) runs.push_back(ReadReportedRun(folder));
    NameApart(&runs);
    return ReportPage(runs);
  }
  // A page is too long to be shown by a matcher.
  static std::string Missing(const std::string& page, const std::vector<std::string>& parts) {
    for (const std::string& part : parts) {
      if (page.find(part) == std::string::npos) return part;
    }
    return "";
  }
  static std::string Found(const std::string& page, const std::vector<std::string>& parts) {
    for (const std::string& part : parts) {
      if (page.find(part) != std::string::npos) return part;
    }
    return "";
  }
  static size_t Count(const std::string& text, const std::string& part) {
    size_t count = 0;
    for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
  }

  TemporaryFolder folder_;
};

TEST_F(ReportTest, HasAllItsParts) {
  const std::string page = PageOf({Made("kitchen")});
  EXPECT_EQ(Missing(page, {"<h1>kitchen</h1>", "ATE RMSE, mm</td><td>5.00</td>", "mapping.iterations",
                           "From above", "From the side", "x, m", "z, m", "Error of the position"}),
            "");
  EXPECT_EQ(
      Missing(page, {"PSNR of views", "Gaussians</text>", "ms a mapped frame", "few points &lt;agree&gt; (2)",
                     "<td class='name'>closed</td>", "data-mesh='{\"vertices\":"}),
      "");
}

TEST_F(ReportTest, TheWorstPictureComesFirst) {
  const std::string page = PageOf({Made("kitchen")});
  EXPECT_EQ(Missing(page, {"frame 3, unseen: PSNR 21.50 dB"}), "");
  EXPECT_LT(page.find("frame 3, unseen"), page.find("frame 4, unseen"));
}

TEST_F(ReportTest, LoadsNothingFromElsewhere) {
  const std::string page = PageOf({Made("kitchen")});
  EXPECT_EQ(Found(page, {"http:", "https:", "@import"}), "");
  for (const char* attribute : {"src='", "src=\"", "href='", "href=\"", "url("}) {
    for (size_t at = page.find(attribute); at != std::string::npos; at = page.find(attribute, at + 1)) {
      EXPECT_TRUE(page.compare(at + std::string(attribute).size(), 5, "data:") == 0) << page.substr(at, 60);
    }
  }
}

TEST_F(ReportTest, NothingInFilesIsMarkup) {
  const std::string page = PageOf({Made("<script>alert(1)<"), Made("b")});
  EXPECT_EQ(Missing(page, {"&lt;script&gt;alert(1)"}), "");
  EXPECT_EQ(Found(page, {"<script>alert", "<made_up>", "<agree>"}), "");
  EXPECT_EQ(Count(page, "<script"), Count(page, "</script>"));
  EXPECT_EQ(Count(page, "<svg"), Count(page, "</svg>"));
  EXPECT_EQ(Count(page, "<figure"), Count(page, "</figure>"));
}

TEST_F(ReportTest, OfSeveralRunsTheBestIsMarked) {
  const fs::path better = Made("a"), worse = Made("b");
  std::ofstream(RunDirectory(better).evaluation())
      << R"({"trajectory": {"ate_rmse_m": 0.001, "frames": 20}, "images": {"unseen": {"psnr_db": 32.4}}})";
  const std::string page = PageOf({better, worse});
  EXPECT_EQ(Missing(page, {"<td class='best'>1.00 ★</td><td>5.00</td>", "<td>32.40</td><td>32.40</td>",
                           "<i class='c1'></i>b"}),
            "");
}

TEST_F(ReportTest, RunsOfOtherFramesAreNotCompared) {
  const std::string page = PageOf({Made("a", 20), Made("b", 25)});
  EXPECT_EQ(Missing(page, {"read different frames"}), "");
  EXPECT_EQ(Found(page, {"class='best'"}), "");
}

TEST_F(ReportTest, RunsOfOneNameAreToldApart) {
  std::vector<ReportedRun> runs(3);
  runs[0].folder = "/data/monday/room";
  runs[1].folder = "/data/tuesday/room/";
  runs[2].folder = "/data/hall";
  NameApart(&runs);
  EXPECT_EQ(runs[0].name, "monday/room");
  EXPECT_EQ(runs[1].name, "tuesday/room");
  EXPECT_EQ(runs[2].name, "hall");
}

TEST_F(ReportTest, SaysWhichCommandAddsWhatIsMissing) {
  const RunDirectory run(Made("my run"));
  for (const fs::path& file : {run.evaluation(), run.views(), run.path() / "mesh.ply"}) fs::remove(file);
  fs::remove_all(run.pictures());
  const std::string page = PageOf({run.path()});
  EXPECT_EQ(Missing(page, {"Not evaluated", "isogs evaluate &#39;", "my run&#39; adds them",
                           "isogs extract_mesh", "From above"}),
            "");
  EXPECT_EQ(Found(page, {"data-mesh="}), "");
}

TEST_F(ReportTest, DamagedPartsAreLeftOut) {
  const RunDirectory run(Made("a"));
  std::ofstream(run.metrics(), std::ios::app) << "{\"frame\":\nnonsense\n{\"frame\": 20, \"sta";
  std::ofstream(run.config()) << "mapping: 3\n";
  std::ofstream(run.evaluation()) << "[]";
  std::ofstream(run.pictures() / "frame000003.png") << "no picture";
  std::ofstream(run.path() / "mesh.ply") << "ply\n";
  std::ofstream(run.params()) << "PK";
  const std::string page = PageOf({run.path()});
  EXPECT_EQ(Missing(page, {"metrics.jsonl: 2 damaged lines are left out, the first line 21",
                           "config.yaml is left out", "evaluation.json is left out", "params.npz is left out",
                           "mesh.ply is left out", "frame000003.png: left out"}),
            "");
  EXPECT_EQ(Missing(page, {"</html>"}), "");
}

TEST_F(ReportTest, ARunThatDidNotEndIsShownAsFarAsItCame) {
  const RunDirectory run(Made("a"));
  fs::rename(run.params(), run.path() / CheckpointName(19));
  EXPECT_EQ(Missing(PageOf({run.path()}), {"did not end, 20 frames are done", "From above"}), "");
  fs::remove(run.path() / CheckpointName(19));
  EXPECT_EQ(Missing(PageOf({run.path()}), {"no trajectory", "PSNR of views"}), "");
}

TEST_F(ReportTest, WhatIsNoRunIsRefused) {
  EXPECT_THAT([&] { ReadReportedRun(Folder("none")); }, ThrowsMessage<UsageError>(HasSubstr("is no folder")));
  EXPECT_THAT([&] { ReadReportedRun(folder_.path()); }, ThrowsMessage<UsageError>(HasSubstr("holds no run")));
}

TEST_F(ReportTest, ALongRunMakesNoLongPage) {
  const size_t small = PageOf({Made("short", 20)}).size();
  const std::string page = PageOf({Made("long", 10'000)});
  EXPECT_LT(page.size(), small + 400'000);
  EXPECT_EQ(Found(page, {",nan", "'nan", ">nan"}), "");
}

}  // namespace
}  // namespace isogs
