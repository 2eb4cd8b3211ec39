// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/page/page_files.h"

namespace isogs {
namespace {

std::string_view TypeOf(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "text/javascript; charset=utf-8";
}

}  // namespace

PageFile MakePageFile(std::string_view name, const unsigned char* bytes, size_t size) {
  return {name, TypeOf(name), {reinterpret_cast<const char*>(bytes), size}};
}

}  // namespace isogs
