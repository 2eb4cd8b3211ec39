# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# With ISOGS_PRECOMPILE_HEADERS the headers that most sources include are parsed once for libraries, once for command lines (with CLI11's
# and JSON's) and once for tests (with GoogleTest's): about half of what a small source takes. A header that a source forgets to include
# is missed only in builds without: in CI that for CUDA is one.
set(ISOGS_COMMON_HEADERS
  <Eigen/Core> <Eigen/Geometry> <algorithm> <array> <atomic> <chrono> <cmath> <condition_variable> <cstdint> <cstdio> <cstring>
  <filesystem> <fstream> <functional> <map> <memory> <mutex> <numeric> <optional> <span> <sstream> <string> <string_view> <thread>
  <utility> <vector> <spdlog/spdlog.h>)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  list(APPEND ISOGS_COMMON_HEADERS ${CMAKE_CURRENT_LIST_DIR}/compiled_elsewhere.h)  # by names that clang writes otherwise
endif()

if(ISOGS_PRECOMPILE_HEADERS)
  # A header is precompiled for the macros that it looks at; these come with targets that not everything links, and must be the same everywhere.
  add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_USE_CXX11_ABI=1>)
  foreach(target spdlog::spdlog fmt::fmt)
    if(TARGET ${target})
      get_target_property(definitions ${target} INTERFACE_COMPILE_DEFINITIONS)
      foreach(definition IN LISTS definitions)
        add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:${definition}>)
      endforeach()
    endif()
  endforeach()
  if(CCACHE_PROGRAM)
    # What ccache asks for, in its manual under "Precompiled headers".
    add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>"
      "$<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>")
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
  endif()
  set(empty_source ${PROJECT_BINARY_DIR}/empty.cpp)
  file(WRITE ${empty_source} "")
  foreach(name isogs_headers isogs_program_headers isogs_test_headers)
    add_library(${name} OBJECT EXCLUDE_FROM_ALL ${empty_source})
    target_link_libraries(${name} PRIVATE Eigen3::Eigen spdlog::spdlog CLI11::CLI11 nlohmann_json::nlohmann_json)
    target_precompile_headers(${name} PRIVATE ${ISOGS_COMMON_HEADERS})
  endforeach()
  target_precompile_headers(isogs_program_headers PRIVATE <CLI/CLI.hpp> <nlohmann/json.hpp>)
  # GCC gives every function the optimisation that its precompiled header was made with, whatever the source's own flag is.
  target_compile_options(isogs_program_headers PRIVATE ${ISOGS_LIGHT_OPTIMISATION})
  target_compile_options(isogs_test_headers PRIVATE ${ISOGS_LIGHT_OPTIMISATION})
  if(ISOGS_BUILD_TESTS)
    target_link_libraries(isogs_test_headers PRIVATE GTest::gtest GTest::gmock)
    target_precompile_headers(isogs_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
  endif()
endif()

# isogs_precompile(TARGET isogs_headers|isogs_program_headers|isogs_test_headers)
function(isogs_precompile target headers)
  if(ISOGS_PRECOMPILE_HEADERS)
    target_precompile_headers(${target} REUSE_FROM ${headers})
  endif()
endfunction()
