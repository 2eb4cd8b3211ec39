// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/codecs.h"
#include "shared/image/image_io.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/targets/small_images.h"

namespace isogs::fuzz {
namespace {

void Read(const Input& input) { ReadColorImage(input.File("color.jpg"), RefuseLargeImages); }

std::vector<std::string> Seeds() {
  Image<uint8_t> color(3, 24, 32);
  for (size_t i = 0; i < color.values().size(); ++i) color.data()[i] = static_cast<uint8_t>(i / 5);
  return {EncodeJpeg(color, 90, "seed"), EncodeJpeg(color, 10, "seed")};
}

std::vector<std::string> Words() {
  return {"\xff\xc0", "\xff\xc2", "\xff\xc4", "\xff\xda", "\xff\xdb",
          "\xff\xd9", "\xff\xe1", "Exif",     "Adobe",    "\xff\xdd"};
}

const Registration kRegistration({"jpeg", Read, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
