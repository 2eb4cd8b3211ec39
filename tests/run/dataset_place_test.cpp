// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/dataset_place.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "shared/core/error.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

/// A run made in `folder_` on the relative data set `data`, looked at from the folder that this was started
/// in.
class DatasetPlace : public testing::Test {
 protected:
  DatasetPlace() {
    fs::create_directories(folder_ / "data");
    fs::create_directories(run_.path());
    fs::current_path(folder_.path());
    WriteDatasetPlace(run_, "data", "data");
    fs::current_path(start_);
  }
  ~DatasetPlace() override { fs::current_path(start_); }

  std::string Failure() const {
    try {
      return FindRunDataset(run_, "data");
    } catch (const UsageError& error) {
      return error.what();
    }
  }

  const fs::path start_ = fs::current_path();
  TemporaryFolder folder_;
  const RunDirectory run_{folder_ / "run"};
};

TEST_F(DatasetPlace, IsFoundFromAnotherFolder) { EXPECT_EQ(FindRunDataset(run_, "data"), folder_ / "data"); }

TEST_F(DatasetPlace, IsNotWhatAnotherConfigurationNames) {
  EXPECT_EQ(FindRunDataset(run_, "other"), "other");
}

TEST_F(DatasetPlace, IsWhatTheConfigurationNamesWhereItMoved) {
  fs::create_directories(folder_ / "new");
  fs::rename(folder_ / "data", folder_ / "new/data");
  fs::current_path(folder_ / "new");
  EXPECT_EQ(FindRunDataset(run_, "data"), "data");
}

TEST_F(DatasetPlace, SaysBothPlacesWhereItIsGone) {
  fs::remove(folder_ / "data");
  EXPECT_THAT(Failure(),
              AllOf(HasSubstr((folder_ / "data").string() + ", where the run read it"),
                    HasSubstr("nor at data (" + (start_ / "data").string()), HasSubstr("--dataset DIR")));
}

TEST_F(DatasetPlace, IsTheConfigurationsWhereNoneOrAnotherFileWasKept) {
  for (const std::string text : {"", "[1]", "{\"path\": \"data\", \"folder\": 1}", "{\"folder\": \"/\"}"}) {
    std::ofstream(run_.dataset()) << text;
    EXPECT_EQ(FindRunDataset(run_, "data"), "data") << text;
  }
  fs::remove(run_.dataset());
  EXPECT_EQ(FindRunDataset(run_, "data"), "data");
}

}  // namespace
}  // namespace isogs
