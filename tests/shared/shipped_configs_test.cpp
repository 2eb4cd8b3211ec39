// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "shared/config/config_fields.h"
#include "shared/config/config_reader.h"
#include "shared/config/config_writer.h"

// Tests run in the source root.

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;

bool HasKey(YAML::Node node, const std::string& dotted) {
  const size_t dot = dotted.find('.');
  if (!node.IsMap() || !node[dotted.substr(0, dot)]) return false;
  return dot == std::string::npos || HasKey(node[dotted.substr(0, dot)], dotted.substr(dot + 1));
}

TEST(ShippedConfigs, AllLoad) {
  int count = 0;
  for (const auto& entry : fs::recursive_directory_iterator("configs")) {
    if (entry.path().extension() != ".yaml" || HasKey(YAML::LoadFile(entry.path()), "base_config")) continue;
    ++count;
    EXPECT_NO_THROW(LoadConfig(entry.path(), {})) << entry.path();
  }
  EXPECT_GE(count, 14);
}

TEST(ShippedConfigs, BaseListsEveryKeyWithItsDefault) {
  EXPECT_THAT(DifferingKeys(LoadConfig("configs/base.yaml", {}), Config()), IsEmpty())
      << "configs/base.yaml must say the defaults of the structs in shared/config";
  const YAML::Node base = YAML::LoadFile("configs/base.yaml");
  Config config;
  for (const ConfigField& field : ListFields(config)) {
    EXPECT_TRUE(HasKey(base, field.key)) << "configs/base.yaml lacks " << field.key;
  }
}

TEST(ShippedConfigs, ThePrototypeTracksOnTheRenderLossAlone) {
  const Config config = LoadConfig("configs/replica/prototype.yaml", {});
  EXPECT_FALSE(config.tracking.alignment.enabled);
  EXPECT_EQ(config.tracking.optimizer, PoseOptimizer::kAdam);
  EXPECT_EQ(config.tracking.iterations, 10);
  EXPECT_EQ(config.mapping.iso_weight, 2.0);
  EXPECT_EQ(config.dataset.layout, "replica");
}

TEST(ShippedConfigs, NameTheirSequence) {
  EXPECT_EQ(LoadConfig("configs/replica/office4.yaml", {}).dataset.path, "data/Replica/office4");
  EXPECT_EQ(LoadConfig("configs/replica/room0.yaml", {}).dataset.width, 0);
  EXPECT_EQ(LoadConfig("configs/seven_scenes/redkitchen.yaml", {}).dataset.max_depth_m, 6.0);
  EXPECT_EQ(LoadConfig("configs/living_room.yaml", {}).dataset.width, 320);
  EXPECT_EQ(LoadConfig("configs/demo.yaml", {}).dataset.path, "datasets/sample");
}

}  // namespace
}  // namespace isogs
