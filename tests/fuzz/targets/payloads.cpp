// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "shared/ipc/camera_frame.h"
#include "shared/ipc/gaussian_snapshot.h"
#include "shared/ipc/live_mesh.h"
#include "shared/ipc/preview.h"
#include "shared/ipc/status.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/shared/ipc/test_values.h"
#include "tests/shared/test_meshes.h"

namespace isogs::fuzz {
namespace {

PayloadBuffer PayloadOf(const Input& input) {
  PayloadBuffer payload(input.text().size());
  if (payload.size() > 0) std::memcpy(payload.data(), input.text().data(), payload.size());
  return payload;
}

template <typename Value>
void Decode(const Input& input) {
  Value::Decode(PayloadOf(input));
}

void DecodeSnapshot(const Input& input) { Unpack(GaussianSnapshot::Decode(PayloadOf(input)).gaussians()); }

template <typename Value>
std::vector<std::string> Encoded(const Value& value) {
  std::vector<SharedWord> words(WordsFor(value.EncodedBytes()));
  PayloadSink sink(words.data(), value.EncodedBytes(), /*checksum=*/false);
  value.Encode(sink);
  std::string bytes(value.EncodedBytes(), '\0');
  LoadWords(words.data(), bytes.data(), bytes.size());
  return {bytes};
}

const Registration kStatus({"payload_status", Decode<Status>, [] { return Encoded(TestStatus()); }});
const Registration kPreview({"payload_preview", Decode<Preview>, [] { return Encoded(TestPreview()); }});
const Registration kMesh({"payload_mesh", Decode<LiveMesh>, [] {
                            LiveMesh mesh = TestMesh();
                            mesh.mesh = test::Room({1, 2, 3}, 9);
                            return Encoded(mesh);
                          }});
const Registration kCamera({"payload_camera", Decode<CameraFrame>, [] {
                              CameraFrame frame;
                              frame.head.facts.camera = {4, 3, 5.0, 5.0, 1.5, 1.0};
                              frame.head.facts.color_width = frame.head.facts.depth_width = 4;
                              frame.head.facts.color_height = frame.head.facts.depth_height = 3;
                              const std::vector<std::byte> bytes(36, std::byte{7});
                              frame.head.color_bytes = 36;
                              frame.color = bytes;
                              frame.depth = std::span(bytes).first(24);
                              return Encoded(frame);
                            }});
const Registration kSnapshot({"payload_snapshot", DecodeSnapshot, [] {
                                const TestMap map(400);
                                return Encoded(map.Source());
                              }});

}  // namespace
}  // namespace isogs::fuzz
