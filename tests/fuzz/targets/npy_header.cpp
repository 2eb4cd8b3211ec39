// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/npy_header.h"

#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

void Parse(const Input& input) { ElementCount(ParseNpyHeaderText(input.text()).shape); }

std::vector<std::string> Seeds() {
  return {"{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }  \n",
          "{'descr': '|u1', 'fortran_order': True, 'shape': (), }\n",
          "{\"shape\": (7,), \"fortran_order\": False, \"descr\": \"<i8\"}"};
}

std::vector<std::string> Words() {
  return {"'descr'", "'>f4'", "'|O'", "[('x', '<f4')]", "18446744073709551616"};
}

const Registration kRegistration({"npy_header", Parse, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
