// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/page/data_url.h"

#include <boost/archive/iterators/base64_from_binary.hpp>
#include <boost/archive/iterators/transform_width.hpp>

namespace isogs {

std::string Base64(std::string_view bytes) {
  using namespace boost::archive::iterators;
  using Digits = base64_from_binary<transform_width<std::string_view::const_iterator, 6, 8>>;
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  text.append(Digits(bytes.begin()), Digits(bytes.end()));
  text.append((3 - bytes.size() % 3) % 3, '=');
  return text;
}

std::string DataUrl(std::string_view type, std::string_view bytes) {
  std::string url = "data:";
  url.append(type).append(";base64,").append(Base64(bytes));
  return url;
}

}  // namespace isogs
