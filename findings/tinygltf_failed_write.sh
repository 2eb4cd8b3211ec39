#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: WriteGltfSceneToStream and WriteGltfSceneToFile return false when the scene could not be written; reading has an
#   error text, writing only this answer.
# Seen: a stream that takes nothing, or 100 of 1 MiB, is true, as text and as GLB. A GLB into a folder that does not exist is
#   true as well; there the text form says false.
# Matters: a mesh export to a full disk or a mistyped folder is reported as done. Check the stream yourself after writing to it,
#   and look at the file.
# Source: Debian libtinygltf-dev 2.7.0+dfsg-2, tiny_gltf.h, TinyGLTF::WriteGltfSceneToStream(), WriteGltfSceneToFile() and the
#   binary writer beneath them.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
packages=(libtinygltf-dev=2.7.0+dfsg-2 libtinygltf2d=2.7.0+dfsg-2)
apt-get -q -o APT::Sandbox::User=root download "${packages[@]}" >/dev/null
for deb in *.deb; do
  dpkg -x "$deb" .
  dpkg-deb -W "$deb"
done
cat >try.cpp <<'EOF'
#include <tiny_gltf.h>

#include <algorithm>
#include <iostream>
#include <sstream>
#include <streambuf>

/// Takes `room` bytes and then refuses, as a full disk does.
class Full : public std::streambuf {
public:
  explicit Full(std::streamsize room) : room_(room) {}
  std::streamsize taken = 0;

protected:
  int_type overflow(int_type c) override {
    if (taken >= room_) return traits_type::eof();
    ++taken;
    return c;
  }
  std::streamsize xsputn(const char*, std::streamsize n) override {
    const std::streamsize fit = std::min(n, room_ - taken);
    taken += fit;
    return fit;
  }

private:
  std::streamsize room_;
};

int main() {
  tinygltf::Model model;
  model.asset.version = "2.0";
  model.scenes.emplace_back();
  model.scenes[0].name = "scene";
  model.buffers.emplace_back();
  model.buffers[0].name = "buffer";
  model.buffers[0].data.assign(1 << 20, 7);
  tinygltf::TinyGLTF writer;
  bool as_described = true;
  for (const bool binary : {false, true}) {
    const char* form = binary ? "GLB" : "text";
    std::ostringstream whole;
    const bool written = writer.WriteGltfSceneToStream(&model, whole, true, binary);
    std::cout << form << " into memory: " << written << ", " << whole.str().size() << " bytes\n";
    for (const std::streamsize room : {0, 100}) {
      Full full(room);
      std::ostream out(&full);
      const bool said = writer.WriteGltfSceneToStream(&model, out, true, binary);
      std::cout << form << " into a stream with room for " << room << ": " << said << ", " << full.taken << " bytes taken, stream "
                << (out ? "good" : "failed") << "\n";
      as_described = as_described && written && said && !out;
    }
    const bool said = writer.WriteGltfSceneToFile(&model, "no_such_folder/mesh.glb", true, true, true, binary);
    std::cout << form << " into a folder that does not exist: " << said << "\n";
    as_described = as_described && said == binary;
  }
  std::cout << (as_described ? "AS DESCRIBED: failed writes are reported as done\n" : "CHANGED: failed writes are no longer reported as done\n");
  return as_described ? 0 : 1;
}
EOF
lib=$(dirname "$(find usr/lib -name 'libtinygltf.so' | head -n 1)")
g++ -std=c++17 -O1 -Iusr/include try.cpp -L"$lib" -ltinygltf -o try
LD_LIBRARY_PATH=$lib ./try
