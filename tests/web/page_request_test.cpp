// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/page_request.h"

#include <gmock/gmock.h>

#include <cmath>
#include <string>

#include "web/scene/frame_lines.h"

namespace isogs::web {
namespace {

TEST(PageRequest, IsWhatThePageSays) {
  EXPECT_EQ(std::get<Acknowledge>(*ParsePageRequest(R"({"type":"ack","sequence":4294967295})")).sequence,
            4294967295U);
  EXPECT_EQ(std::get<Wants>(*ParsePageRequest(R"({"type":"want","mesh":true,"splats":true})")),
            (Wants{true, true, false}));
  EXPECT_EQ(std::get<Seek>(*ParsePageRequest(R"({"type":"seek","frame":12})")).frame, 12);
}

TEST(PageRequest, IsNothingElse) {
  for (const std::string text :
       {"", "{}", "[]", "null", "{\"type\":\"ack\"}", R"({"type":"ack","sequence":-1})",
        R"({"type":"ack","sequence":4294967296})", R"({"type":"ack","sequence":1.5})",
        R"({"type":"ack","sequence":"1"})", R"({"type":"want","mesh":1,"splats":true})",
        R"({"type":"seek","frame":-3})", R"({"type":"seek","frame":1e300})", R"({"type":7})",
        R"({"type":"hello"})", "{\"type\":\"ack\",\"sequence\":1", "\xff\xfe",
        "{\"type\":\"ack\"\"sequence\":1}"}) {
    EXPECT_FALSE(ParsePageRequest(text)) << text;
  }
  EXPECT_FALSE(ParsePageRequest(std::string(4000, '[')));
  std::string long_one = R"({"type":"ack","sequence":1,"x":")";
  long_one.append(5000, 'x').append("\"}");
  EXPECT_FALSE(ParsePageRequest(long_one));
}

TEST(FrameLines, AreColumns) {
  const auto line = ParseFrameLine(
      R"({"frame":7,"state":"uncertain","seconds":0.25,"track_ms":3.5,"alignment":{"depth_rms_m":0.002},"map":{"gaussians":1000,"psnr_db":30.5}})");
  ASSERT_TRUE(line);
  const std::string message = FramesMessage(3, std::span(&*line, 1));
  EXPECT_THAT(message, testing::HasSubstr(R"("from":3)"));
  EXPECT_THAT(message, testing::HasSubstr(R"("state":[1])"));
  EXPECT_THAT(message, testing::HasSubstr(R"("total_ms":[250])"));
  EXPECT_THAT(message, testing::HasSubstr(R"("gaussians":[1000])"));
  EXPECT_THAT(message, testing::HasSubstr(R"("map_ms":[null])"));
  EXPECT_THAT(message, testing::HasSubstr(R"("depth_rms_m":[0.002])"));
}

TEST(FrameLines, OfOtherTextAreNone) {
  for (const std::string text : {"", "[]", "{}", "{\"frame\":-1}", "{\"frame\":\"x\"}", "{\"frame\":1"}) {
    EXPECT_FALSE(ParseFrameLine(text)) << text;
  }
  EXPECT_TRUE(ParseFrameLine(R"({"frame":1,"map":7,"alignment":null,"state":[]})"));
}

}  // namespace
}  // namespace isogs::web
