# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# nvcc, for the architectures of TORCH_CUDA_ARCH_LIST (as LibTorch spells them: "8.6;9.0+PTX").
set(TORCH_CUDA_ARCH_LIST "9.0" CACHE STRING "Compute capabilities to compile for; +PTX for later ones, too")
set(CMAKE_CUDA_ARCHITECTURES "")
foreach(capability IN LISTS TORCH_CUDA_ARCH_LIST)
  string(REGEX REPLACE "\\+PTX$" "" number "${capability}")
  string(REPLACE "." "" number "${number}")
  if(capability MATCHES "PTX")
    list(APPEND CMAKE_CUDA_ARCHITECTURES ${number})
  else()
    list(APPEND CMAKE_CUDA_ARCHITECTURES ${number}-real)
  endif()
endforeach()
if(CCACHE_PROGRAM)
  set(CMAKE_CUDA_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
enable_language(CUDA)
find_package(CUDAToolkit REQUIRED)
# CMake 3.25 does not know yet that nvcc can do C++20.
set(CMAKE_CUDA_STANDARD 20)
set(CMAKE_CUDA_EXTENSIONS OFF)
set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION "-std=c++20")
set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION "-std=c++20")
add_compile_options($<$<COMPILE_LANGUAGE:CUDA>:--expt-relaxed-constexpr> $<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall>)
