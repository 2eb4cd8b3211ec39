# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# LibTorch as target `torch` and TORCH_INCLUDE_DIRS. Looked for in CMAKE_PREFIX_PATH, e.g. the folder of Python's torch package.
#
# A LibTorch made for CUDA, as PyPI's is, brings a TorchConfig.cmake that stops without the CUDA toolkit. The CPU back ends need no
# more than its headers and two of its libraries, and that for CUDA (ISOGS_CUDA) two more, so those are taken directly. Any other is
# found by its TorchConfig.cmake.
# Its include folder also holds other projects' headers (fmt, oneDNN, protobuf), which would hide the system's; hence the links.
find_path(Torch_INCLUDE_DIR torch/csrc/api/include/torch/types.h)
find_library(Torch_CPU_LIBRARY torch_cpu)
find_library(Torch_C10_LIBRARY c10)
set(torch_libraries Torch_CPU_LIBRARY Torch_C10_LIBRARY)
if(ISOGS_CUDA)
  find_library(Torch_CUDA_LIBRARY torch_cuda)
  find_library(Torch_C10_CUDA_LIBRARY c10_cuda)
  list(APPEND torch_libraries Torch_CUDA_LIBRARY Torch_C10_CUDA_LIBRARY)
endif()
mark_as_advanced(Torch_INCLUDE_DIR ${torch_libraries})
get_filename_component(torch_library_folder "${Torch_CPU_LIBRARY}" DIRECTORY)
# Installed programs look for it where it is. CMAKE_INSTALL_RPATH_USE_LINK_PATH would leave out a virtual environment in the source root.
if(Torch_CPU_LIBRARY AND NOT torch_library_folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
  list(APPEND CMAKE_INSTALL_RPATH ${torch_library_folder})
endif()

if(NOT ISOGS_CUDA AND NOT EXISTS "${torch_library_folder}/libtorch_cuda.so")
  find_package(Torch CONFIG REQUIRED)
else()
  include(FindPackageHandleStandardArgs)
  find_package_handle_standard_args(Torch REQUIRED_VARS ${torch_libraries} Torch_INCLUDE_DIR)
  set(torch_headers ${PROJECT_BINARY_DIR}/torch_headers)
  file(MAKE_DIRECTORY ${torch_headers})
  foreach(folder ATen c10 caffe2 torch)
    file(CREATE_LINK ${Torch_INCLUDE_DIR}/${folder} ${torch_headers}/${folder} SYMBOLIC)
  endforeach()
  set(TORCH_INCLUDE_DIRS ${torch_headers} ${torch_headers}/torch/csrc/api/include)
  if(Torch_FOUND AND NOT TARGET torch)
    add_library(torch INTERFACE IMPORTED)
    set_target_properties(torch PROPERTIES
      INTERFACE_INCLUDE_DIRECTORIES "${TORCH_INCLUDE_DIRS}"
      INTERFACE_LINK_LIBRARIES "${Torch_CPU_LIBRARY};${Torch_C10_LIBRARY}")
    if(ISOGS_CUDA)
      # Nothing calls into torch_cuda by name: it registers itself when it is loaded.
      set_property(TARGET torch APPEND PROPERTY INTERFACE_LINK_LIBRARIES
        "-Wl,--push-state,--no-as-needed ${Torch_CUDA_LIBRARY} -Wl,--pop-state;${Torch_C10_CUDA_LIBRARY}")
    endif()
  endif()
endif()
