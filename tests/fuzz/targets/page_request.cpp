// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/page_request.h"

#include "shared/core/error.h"
#include "tests/fuzz/fuzz_target.h"
#include "web/scene/frame_lines.h"

namespace isogs::fuzz {
namespace {

void ReadRequest(const Input& input) {
  if (!web::ParsePageRequest(input.text())) throw Error("no request of a page");
}

void ReadFrameLine(const Input& input) {
  const auto line = web::ParseFrameLine(input.text());
  if (!line) throw Error("no line of a frame");
  web::FramesMessage(0, std::span(&*line, 1));
}

std::vector<std::string> Requests() {
  return {R"({"type":"ack","sequence":17})", R"({"type":"want","mesh":true,"splats":false,"picture":true})",
          R"({"type":"seek","frame":120})"};
}

std::vector<std::string> FrameLines() {
  return {
      R"({"frame":7,"state":"lost","seconds":0.25,"track_ms":3.5,"map_ms":20.5,"alignment":{"depth_rms_m":0.002,"agreement":null},"map":{"gaussians":1000,"psnr_db":30.5,"depth_l1_m":1e-3}})"};
}

std::vector<std::string> Words() {
  return {"\"type\":", "4294967296", "1e400", "[[", "{\"", "null", "\\ud800"};
}

const Registration kRequest({"page_request", ReadRequest, Requests, Words});
const Registration kFrameLine({"page_frame_line", ReadFrameLine, FrameLines, Words});

}  // namespace
}  // namespace isogs::fuzz
