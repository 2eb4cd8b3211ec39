# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# One way to declare a library, a program and a test, so that warnings, include paths and folders are the same everywhere.

function(isogs_set_warnings target)
  target_compile_options(${target} PRIVATE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wconversion -Wno-sign-conversion -Wshadow>
    $<$<AND:$<BOOL:${ISOGS_WARNINGS_AS_ERRORS}>,$<COMPILE_LANGUAGE:CXX>>:-Werror>)
endfunction()

# For command lines and tests: optimising CLI11's and GoogleTest's code takes longer than all the rest and gains nothing.
set(ISOGS_LIGHT_OPTIMISATION $<$<NOT:$<CONFIG:Debug>>:-O1>)

# isogs_library(NAME [SOURCES a.cpp ...] DEPS lib ...): static library of one folder; without sources, headers alone.
function(isogs_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(NOT ARG_SOURCES)
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${ARG_DEPS})
    return()
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS})
  isogs_set_warnings(${name})
  isogs_precompile(${name} isogs_headers)
endfunction()

# isogs_cuda_library(NAME KERNELS a.cu ... SOURCES a.cpp ... DEPS lib ...): the same, with kernels: for devices with ISOGS_CUDA, else as
# C++ over the emulator (shared/cuda/emulator/), for tests alone.
function(isogs_cuda_library name)
  if(NOT ISOGS_CUDA AND NOT ISOGS_BUILD_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "KERNELS;SOURCES;DEPS" ${ARGN})
  if(NOT ISOGS_CUDA)
    set_source_files_properties(${ARG_KERNELS} PROPERTIES LANGUAGE CXX COMPILE_OPTIONS -Wno-unknown-pragmas)
  endif()
  isogs_library(${name} SOURCES ${ARG_KERNELS} ${ARG_SOURCES} DEPS ${ARG_DEPS} isogs_cuda)
endfunction()

# Installed programs find each other, and what ships with them, by these places (shared/core/installation.h), wherever the tree is
# moved: only `isogs` is a name for everybody's PATH. Libraries outside the system's folders, as PyPI's LibTorch, are found where they are.
set(ISOGS_INSTALLED_PROGRAMS libexec/isogs)
set(ISOGS_INSTALLED_SHARE share/isogs)
set(ISOGS_INSTALLED_DOCS share/doc/isogs)
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)

# Target `programs` builds what users run.
add_custom_target(programs)

# isogs_program(NAME [FRONT|DEVELOPERS] SOURCES main.cpp DEPS lib ...): executable in <build>/bin, installed for `isogs NAME`. FRONT: on the
# user's PATH. DEVELOPERS: in <build>/tests and not installed. What has to be fast lies in libraries.
function(isogs_program name)
  cmake_parse_arguments(ARG "FRONT;DEVELOPERS" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  isogs_set_warnings(${name})
  target_compile_options(${name} PRIVATE ${ISOGS_LIGHT_OPTIMISATION})
  isogs_precompile(${name} isogs_program_headers)
  if(ARG_DEVELOPERS)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  elseif(ARG_FRONT)
    install(TARGETS ${name} RUNTIME DESTINATION bin)
  else()
    install(TARGETS ${name} RUNTIME DESTINATION ${ISOGS_INSTALLED_PROGRAMS})
  endif()
  if(NOT ARG_DEVELOPERS)
    add_dependencies(programs ${name})
  endif()
endfunction()

# isogs_test(NAME LABEL unit|integration|fault SOURCES a_test.cpp ... DEPS lib ...): GoogleTest binary. Of unit tests a program is a
# CTest entry, because starting one with LibTorch takes half a second, under sanitizers seconds; of others each test is. Tests run in the source root, so that
# they find configs/ and datasets/sample/. Target LABEL_tests builds all with that label, and the programs that they start.
function(isogs_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;DEPS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gtest GTest::gmock GTest::gtest_main)
  isogs_set_warnings(${name})
  target_compile_options(${name} PRIVATE ${ISOGS_LIGHT_OPTIMISATION})
  isogs_precompile(${name} isogs_test_headers)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_dependencies(${ARG_LABEL}_tests ${name})
  set(environment "ISOGS_BIN=${PROJECT_BINARY_DIR}/bin")
  if(ISOGS_SANITIZE OR ARG_LABEL STREQUAL unit)
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 1800 ENVIRONMENT ${environment})
  else()
    gtest_discover_tests(${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} DISCOVERY_TIMEOUT 60 NO_PRETTY_VALUES
      PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT ${environment})
  endif()
endfunction()

# isogs_benchmark(NAME SOURCES a_benchmark.cpp DEPS lib ...): Google Benchmark binary in <build>/benchmarks.
function(isogs_benchmark name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} benchmark::benchmark)
  isogs_set_warnings(${name})
  isogs_precompile(${name} isogs_headers)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/benchmarks)
endfunction()
