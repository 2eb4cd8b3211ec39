// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/installation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "shared/config/config_reader.h"
#include "tests/shared/temporary_folder.h"

// This test runs in the source root, and from SOURCE/build/PRESET/tests: what ships are the source root's
// files.

namespace isogs {
namespace {

namespace fs = std::filesystem;

void Write(const fs::path& file, const std::string& text = {}) {
  if (file.has_parent_path()) fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

TEST(Installation, ProgramsOfAnInstalledIsogsLieInLibexec) {
  const TemporaryFolder prefix;
  Write(prefix / "libexec/isogs/view");
  Write(prefix / "bin/view");  // somebody else's
  EXPECT_EQ(ProgramFolder(prefix / "bin"), prefix / "libexec/isogs");
}

TEST(Installation, ProgramsOfABuildLieBesideIt) {
  const TemporaryFolder source;
  Write(source / "build/cpu/bin/view");
  EXPECT_EQ(ProgramFolder(source / "build/cpu/bin"), source / "build/cpu/bin");
}

TEST(Installation, WhatShipsIsFoundFromEachPlaceOfAProgram) {
  const TemporaryFolder prefix, source, elsewhere;
  Write(prefix / "share/isogs/configs/base.yaml");
  EXPECT_EQ(ShareFolder(prefix / "bin"), prefix / "share/isogs");
  EXPECT_EQ(ShareFolder(prefix / "libexec/isogs"), prefix / "share/isogs");
  Write(source / "configs/base.yaml");
  EXPECT_EQ(ShareFolder(source / "build/cpu/bin"), source.path());
  EXPECT_EQ(ShareFolder(elsewhere.path()), std::nullopt);
}

/// In an empty folder.
class LookUpTest : public testing::Test {
 protected:
  LookUpTest() : source_(fs::current_path()) { fs::current_path(folder_.path()); }
  ~LookUpTest() override { fs::current_path(source_); }

  const fs::path source_;
  const TemporaryFolder folder_;
};

TEST_F(LookUpTest, TakesWhatLiesInTheCurrentFolderFirst) {
  Write("demo.yaml");
  Write("datasets/sample/traj.txt");
  EXPECT_EQ(LookUpConfig("demo.yaml").path, "demo.yaml");
  EXPECT_TRUE(LookUpConfig("demo.yaml").exists);
  EXPECT_EQ(LookUpDataset("datasets/sample").path, "datasets/sample");
}

TEST_F(LookUpTest, FindsShippedConfigurationsWithOrWithoutTheirFolder) {
  for (const char* name : {"demo.yaml", "configs/demo.yaml", "./demo.yaml"}) {
    EXPECT_EQ(LookUpConfig(name).path, source_ / "configs/demo.yaml") << name;
  }
  EXPECT_EQ(LookUpConfig("replica/room0.yaml").path, source_ / "configs/replica/room0.yaml");
}

TEST_F(LookUpTest, FindsTheShippedDataset) {
  EXPECT_EQ(LookUpDataset("datasets/sample").path, source_ / "datasets/sample");
}

TEST_F(LookUpTest, NamesBothPlacesWhereNothingIsFound) {
  const std::string here = folder_.path().string(), there = source_.string();
  const PathLookup config = LookUpConfig("none.yaml");
  EXPECT_FALSE(config.exists);
  EXPECT_EQ(config.path, "none.yaml");
  EXPECT_EQ(config.places, "none.yaml (" + here + "/none.yaml), nor at " + there + "/configs/none.yaml");
  EXPECT_EQ(LookUpDataset("data/x").places, "data/x (" + here + "/data/x), nor at " + there + "/data/x");
}

TEST_F(LookUpTest, LooksForOtherPathsInOnePlace) {
  EXPECT_EQ(LookUpConfig("/demo.yaml").places, "/demo.yaml");
  for (const char* name : {"/demo.yaml", "../demo.yaml", ".", ""}) {
    EXPECT_EQ(LookUpConfig(name).path, name);
  }
  EXPECT_FALSE(LookUpConfig("../demo.yaml").exists);
  EXPECT_FALSE(LookUpConfig("").exists);
}

TEST_F(LookUpTest, AConfigurationOfOnesOwnMayInheritAShippedOne) {
  Write("mine.yaml", "base: replica/replica.yaml\nseed: 7\n");
  const Config config = LoadConfig("mine.yaml", {});
  EXPECT_EQ(config.file, "mine.yaml");
  EXPECT_EQ(config.seed, 7);
  EXPECT_EQ(config.dataset.layout, "replica");
}

}  // namespace
}  // namespace isogs
