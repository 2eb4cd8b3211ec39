// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Part of precompiled headers alone: templates of libraries that every source would compile anew, and that
// are there already.
#pragma once

#include <spdlog/fmt/fmt.h>

#if FMT_VERSION / 10000 == 9
// In libfmt itself; spdlog's functions for logging use it.
extern template void fmt::detail::vformat_to<char>(buffer<char>&, basic_string_view<char>,
                                                   basic_format_args<buffer_context<char>>, locale_ref);
#endif
