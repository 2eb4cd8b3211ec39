// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "shared/config/config_fields.h"
#include "shared/config/config_reader.h"
#include "shared/config/config_writer.h"
#include "shared/core/error.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class ConfigTest : public testing::Test {
 protected:
  fs::path Write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  /// The message of the UsageError that loading throws, with the temporary folder's name taken out.
  std::string FailureOf(const fs::path& file, const std::vector<std::string>& overrides = {}) {
    try {
      LoadConfig(file, overrides);
    } catch (const UsageError& error) {
      std::string message = error.what();
      const std::string prefix = folder_.path().string() + "/";
      for (size_t at; (at = message.find(prefix)) != std::string::npos;) message.erase(at, prefix.size());
      return message;
    }
    return "no failure";
  }

  std::string FailureOfText(const std::string& text) { return FailureOf(Write("a.yaml", text)); }

  TemporaryFolder folder_;
};

TEST_F(ConfigTest, KeepsTheDefaultsOfKeysNotGiven) {
  const Config config =
      LoadConfig(Write("a.yaml", "tracking: {iterations: 3, alignment: {enabled: False}}"), {});
  EXPECT_EQ(config.tracking.iterations, 3);
  EXPECT_FALSE(config.tracking.alignment.enabled);
  EXPECT_EQ(config.tracking.alignment.levels, AlignmentConfig().levels);
  EXPECT_EQ(config.mapping.iterations, MappingConfig().iterations);
}

TEST_F(ConfigTest, ReadsEveryTypeOfValue) {
  const Config config = LoadConfig(Write("a.yaml", R"(
output: "my runs/a #1"
device: cpu_reference
seed: 9007199254740993
dataset:
  max_depth_m: 6
  path: 2024
map:
  max_gaussians: 1e6
  min_scale_m: 2.5e-4
logging:
)"),
                                   {});
  EXPECT_EQ(config.output, "my runs/a #1");
  EXPECT_EQ(config.device, Device::kCpuReference);
  EXPECT_EQ(config.seed, 9007199254740993);
  EXPECT_EQ(config.dataset.max_depth_m, 6.0);
  EXPECT_EQ(config.dataset.path, "2024");
  EXPECT_EQ(config.map.max_gaussians, 1'000'000);
  EXPECT_EQ(config.map.min_scale_m, 2.5e-4);
}

TEST_F(ConfigTest, InheritsThroughAChainOfBasesRelativeToEachFile) {
  Write("root.yaml", "threads: 1\nseed: 1\nframes: 1");
  Write("sub/middle.yaml", "base: ../root.yaml\nseed: 2\nframes: 2");
  const fs::path file = Write("sub/deep/leaf.yaml", "frames: 3\nbase: ../middle.yaml");
  const Config config = LoadConfig(file, {});
  EXPECT_EQ(config.threads, 1);
  EXPECT_EQ(config.seed, 2);
  EXPECT_EQ(config.frames, 3);
}

TEST_F(ConfigTest, RejectsBasesThatLeadBack) {
  Write("a.yaml", "base: b.yaml");
  const fs::path file = Write("b.yaml", "\nbase: ./a.yaml");
  EXPECT_THAT(FailureOf(file),
              AllOf(StartsWith("a.yaml:1: base: "), EndsWith("b.yaml leads back to itself")));
  EXPECT_THAT(FailureOf(Write("c.yaml", "base: c.yaml")), EndsWith("c.yaml leads back to itself"));
}

TEST_F(ConfigTest, AppliesOverridesLastAndInOrder) {
  const fs::path file = Write("a.yaml", "tracking: {iterations: 3, mode: ground_truth}");
  const Config config = LoadConfig(file, {"tracking.iterations=20", "tracking.iterations=30", "output=x=y",
                                          "mapping.learning_rates={means: 0.5, colors: 0.25}"});
  EXPECT_EQ(config.tracking.iterations, 30);
  EXPECT_EQ(config.tracking.mode, TrackingMode::kGroundTruth);
  EXPECT_EQ(config.output, "x=y");
  EXPECT_EQ(config.mapping.learning_rates.means, 0.5);
  EXPECT_EQ(config.mapping.learning_rates.colors, 0.25);
}

TEST_F(ConfigTest, NumbersMayHaveAPlus) {
  const Config config =
      LoadConfig(Write("a.yaml", "dataset: {cx: +3.5, cy: 1e-320}"),
                 {"tracking.iterations=+20", "mapping.learning_rates.means=+5e-1", "frames=+1e1", "seed=+7"});
  EXPECT_EQ(config.dataset.cx, 3.5);
  EXPECT_EQ(config.dataset.cy, 1e-320);
  EXPECT_EQ(config.tracking.iterations, 20);
  EXPECT_EQ(config.mapping.learning_rates.means, 0.5);
  EXPECT_EQ(config.frames, 10);
  EXPECT_EQ(config.seed, 7u);
  EXPECT_EQ(FailureOfText("threads: +-1"),
            "a.yaml:1: threads: found '+-1', expected a whole number from 0 to 1024");
}

TEST_F(ConfigTest, TakesListsOfThreeNumbersWhereTheyBelong) {
  const auto dims = [&](const std::string& value) {
    return LoadConfig(Write("a.yaml", "prerender: {volume_dims: " + value + "}"), {}).prerender.volume_dims;
  };
  EXPECT_EQ(dims("[4, 2.5, 1e0]"), (Triple{{4.0, 2.5, 1.0}}));
  EXPECT_EQ(dims("4 2.5 1"), (Triple{{4.0, 2.5, 1.0}}));
  EXPECT_EQ(dims("\"\""), Triple());
  EXPECT_EQ(dims("[]"), Triple());
  Config config;
  config.prerender.center = {0.1, -2.0, 3e-9};
  EXPECT_EQ(LoadConfig(Write("b.yaml", ToYaml(config)), {}).prerender.center, config.prerender.center);
  for (const char* wrong :
       {"[1, 2]", "[1, 2, 3, 4]", "[1, 2, x]", "[1, 2, [3]]", "[1, 2, -3]", "[1, 2, nan]", "{x: 1}"}) {
    EXPECT_THAT(FailureOfText(std::string("prerender: {volume_dims: ").append(wrong).append("}")),
                HasSubstr("expected three numbers"))
        << wrong;
  }
  EXPECT_THAT(FailureOfText("output: [a, b]"), HasSubstr("found a list"));
}

TEST_F(ConfigTest, SuggestsTheNearestKeyForAnUnknownOne) {
  EXPECT_EQ(FailureOfText("seed: 1\ntracking:\n  iteratoins: 5\n"),
            "a.yaml:3: unknown key 'tracking.iteratoins' (did you mean 'tracking.iterations'?)");
  EXPECT_EQ(FailureOfText("trackng: {iterations: 5}"),
            "a.yaml:1: unknown key 'trackng' (did you mean 'tracking'?)");
  EXPECT_EQ(FailureOfText("max_depth: 5"),
            "a.yaml:1: unknown key 'max_depth' (did you mean 'dataset.max_depth_m'?)");
  EXPECT_EQ(FailureOfText("seed.x: 5"), "a.yaml:1: unknown key 'seed.x' (did you mean 'seed'?)");
  EXPECT_EQ(FailureOfText("zebra_crossing: 5"), "a.yaml:1: unknown key 'zebra_crossing'");
}

TEST_F(ConfigTest, NamesValueAndExpectationOfAWrongOne) {
  EXPECT_EQ(FailureOfText("tracking:\n  alignment:\n    levels: many"),
            "a.yaml:3: tracking.alignment.levels: found 'many', expected a whole number from 1 to 8");
  EXPECT_EQ(FailureOfText("threads: 1.5"),
            "a.yaml:1: threads: found '1.5', expected a whole number from 0 to 1024");
  EXPECT_EQ(FailureOfText("threads: -1"),
            "a.yaml:1: threads: found '-1', expected a whole number from 0 to 1024");
  EXPECT_EQ(FailureOfText("seed: 1e30"),
            "a.yaml:1: seed: found '1e30', expected a whole number of at least 0");
  EXPECT_EQ(FailureOfText("dataset: {max_depth_m: nan}"),
            "a.yaml:1: dataset.max_depth_m: found 'nan', expected a number from 0.01 to 1000.0");
  EXPECT_EQ(FailureOfText("dataset: {max_depth_m: [1, 2]}"),
            "a.yaml:1: dataset.max_depth_m: found a list, expected a number from 0.01 to 1000.0");
  EXPECT_EQ(FailureOfText("dataset: {max_depth_m: }"),
            "a.yaml:1: dataset.max_depth_m: found nothing, expected a number from 0.01 to 1000.0");
  EXPECT_EQ(FailureOfText("device: gpu"),
            "a.yaml:1: device: found 'gpu', expected one of auto, cpu, cpu_reference, cuda");
  EXPECT_EQ(FailureOfText("tracking: {predict: 1}"),
            "a.yaml:1: tracking.predict: found '1', expected true or false");
  EXPECT_EQ(FailureOfText("tracking: 5"), "a.yaml:1: tracking: found '5', expected a section");
  EXPECT_EQ(FailureOfText("output: {a: 1}"), "a.yaml:1: output: found a section, expected text");
  EXPECT_EQ(FailureOfText("seed: 1\nseed: 2"), "a.yaml:2: seed: given twice");
  EXPECT_EQ(FailureOfText("[1, 2]: 2"), "a.yaml:1: found a list, expected a key");
}

TEST_F(ConfigTest, TakesTextOnTheCommandLineThatIsNoYaml) {
  Write("a.yaml", "seed: 1\n");
  const Config config =
      LoadConfig(folder_ / "a.yaml", {"dataset.color_files=*.jpg", "dataset.depth_files=[d*.png"});
  EXPECT_EQ(config.dataset.color_files, "*.jpg");
  EXPECT_EQ(config.dataset.depth_files, "[d*.png");
}

TEST_F(ConfigTest, ReportsAllFailuresOfAllFilesAndOverridesAtOnce) {
  Write("base.yaml", "threads: -1\n");
  const fs::path file = Write("a.yaml", "base: base.yaml\nframs: 3\ndevice: gpu\n");
  EXPECT_EQ(FailureOf(file, {"seed", "stride=0", "start=[", "=3"}),
            "a.yaml: 7 errors in the configuration:\n"
            "  base.yaml:1: threads: found '-1', expected a whole number from 0 to 1024\n"
            "  a.yaml:2: unknown key 'frams' (did you mean 'frames'?)\n"
            "  a.yaml:3: device: found 'gpu', expected one of auto, cpu, cpu_reference, cuda\n"
            "  command line: found 'seed', expected key=value\n"
            "  command line: stride: found '0', expected a whole number from 1 to 1000000\n"
            "  command line: start: YAML syntax: end of sequence flow not found\n"
            "  command line: found '=3', expected key=value");
}

TEST_F(ConfigTest, NamesAFileThatCannotBeRead) {
  EXPECT_EQ(FailureOf(folder_ / "none.yaml"), "cannot read none.yaml: No such file or directory");
  EXPECT_THAT(FailureOf(folder_.path()), EndsWith("a folder, expected a file"));
  EXPECT_EQ(FailureOfText("base: none.yaml"), "cannot read none.yaml: No such file or directory");
  EXPECT_THAT(FailureOfText("base: " + std::string(5000, 'x')), EndsWith("File name too long"));
  EXPECT_EQ(FailureOfText("base: [x]"), "a.yaml:1: base: found a list, expected a file");
  EXPECT_THAT(FailureOfText(""), StartsWith("a.yaml: nothing in it"));
  EXPECT_THAT(FailureOfText("# only a comment\n"), StartsWith("a.yaml: nothing in it"));
  EXPECT_THAT(FailureOfText("just words"), StartsWith("a.yaml: no keys in it"));
  EXPECT_THAT(FailureOfText("seed: 1\n---\nseed: 2"), StartsWith("a.yaml: 2 YAML documents"));
  EXPECT_THAT(FailureOfText("seed: 1\ndevice: [cpu\n"), StartsWith("a.yaml:3: YAML syntax: "));
}

TEST_F(ConfigTest, RepeatsNoControlCharactersAndNotAllOfALongText) {
  EXPECT_EQ(FailureOfText("\"a\\e[31m\\n  b\": 5"), "a.yaml:1: unknown key 'a?[31m?  b'");
  EXPECT_EQ(FailureOfText("threads: \"\\e[31m\\n1\""),
            "a.yaml:1: threads: found '?[31m?1', expected a whole number from 0 to 1024");
  EXPECT_EQ(
      FailureOfText("\"a\\nb\": 5\n\"a\\nb\": 6"),
      "a.yaml: 2 errors in the configuration:\n  a.yaml:1: unknown key 'a?b'\n  a.yaml:2: a?b: given twice");
  EXPECT_EQ(FailureOfText("base: \"b\\e.yaml\""), "a.yaml:1: base: found 'b?.yaml', expected a file");
  EXPECT_THAT(FailureOfText("output: \"\\\x1b\""),
              StartsWith("a.yaml:1: YAML syntax: unknown escape character: ?"));
  std::string long_key(100'000, 'k');
  EXPECT_LT(FailureOfText(long_key += ": 5").size(), 200u);
}

TEST_F(ConfigTest, SurvivesFilesThatAreNotYaml) {
  std::string bytes(4096, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * i * 31 + i / 7);
  EXPECT_THAT(FailureOfText(bytes), Not(HasSubstr("\n")));
  EXPECT_THAT(FailureOfText(std::string(100'000, '[')), StartsWith("a.yaml:"));
  EXPECT_THAT(FailureOfText("tracking: &a {alignment: *a}"), StartsWith("a.yaml:"));
}

/// A valid value that differs from `field`'s.
std::string OtherValue(const ConfigField& field) {
  std::string before = field.text();
  const std::vector<std::string> candidates = {"0.30000000000000004",
                                               "2.5e-5",
                                               "7",
                                               "1.7976931348623157e2",
                                               "0.5",
                                               "1048577",
                                               "3",
                                               "1",
                                               "ground_truth",
                                               "density",
                                               "false",
                                               "true",
                                               "stop",
                                               "adam",
                                               "map",
                                               "error",
                                               "cpu",
                                               "320",
                                               "free",
                                               "oriented",
                                               "none",
                                               "count",
                                               "1.5 2.5 0.25",
                                               "opengl",
                                               "world_to_camera",
                                               "time",
                                               "kinect",
                                               "realtime",
                                               "overlapped"};
  for (const std::string& candidate : candidates) {
    if (field.assign(candidate) && field.text() != before) return field.text();
  }
  return before;
}

TEST_F(ConfigTest, WrittenConfigurationReadsBackExactly) {
  Config config;
  EXPECT_THAT(DifferingKeys(LoadConfig(Write("a.yaml", ToYaml(config)), {}), config), IsEmpty());

  for (const ConfigField& field : ListFields(config)) {
    std::string before = field.text();
    EXPECT_NE(OtherValue(field), before) << field.key;
  }
  config.dataset.path = "a: 'b' \"c\" # d\n\t\xc3\xa9";
  config.seed = INT64_MAX;
  const Config read = LoadConfig(Write("a.yaml", ToYaml(config)), {});
  EXPECT_THAT(DifferingKeys(read, config), IsEmpty());
  EXPECT_EQ(DifferingKeys(read, Config()).size(), ListFields(config).size());
  EXPECT_EQ(ToYaml(read), ToYaml(config));
}

TEST_F(ConfigTest, WritesShortNumbersInNestedSections) {
  Config config;
  config.mapping.learning_rates.means = 1e-4;
  config.map.min_scale_m = 1e-9;
  config.mapping.iterations = 40;
  EXPECT_THAT(ToYaml(config), AllOf(HasSubstr("\n  learning_rates:\n    means: 0.0001\n"),
                                    HasSubstr("\n  iterations: 40\n"), HasSubstr("  min_scale_m: 1.0e-09\n"),
                                    HasSubstr("  max_depth_m: 10.0\n"), HasSubstr("output: \"\"\n")));
}

TEST_F(ConfigTest, NamesTheKeysThatDiffer) {
  Config a, b;
  b.tracking.alignment.levels = 2;
  b.map.min_scale_m = 0.001;
  EXPECT_THAT(DifferingKeys(a, b), ElementsAre("tracking.alignment.levels", "map.min_scale_m"));
}

TEST_F(ConfigTest, KeysAreUnique) {
  Config config;
  std::set<std::string> keys;
  for (const ConfigField& field : ListFields(config)) EXPECT_TRUE(keys.insert(field.key).second) << field.key;
}

}  // namespace
}  // namespace isogs
