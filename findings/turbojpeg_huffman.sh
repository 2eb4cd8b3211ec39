#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: TurboJPEG has a flag for Huffman tables made for the picture (libjpeg's optimize_coding, cjpeg -optimize), and what
#   tjCompress2 writes depends on its arguments alone.
# Seen: no flag of version 2 does it but TJFLAG_PROGRESSIVE, which also changes the kind of file. The environment variable
#   TJ_OPTIMIZE=1, read in every call, does: other bytes, fewer by some per cent, for the same arguments; the pixels are equal.
# Matters: colour frames are larger than those of programs on the same library's other interface, and tests or caches that
#   compare JPEG files byte by byte depend on the environment. TurboJPEG 3 has a parameter for it.
# Source: Debian libturbojpeg0-dev 1:2.1.5-2, turbojpeg.c, tjCompress2() and getenv("TJ_OPTIMIZE").
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
packages=(libturbojpeg0-dev=1:2.1.5-2 libturbojpeg0=1:2.1.5-2)
apt-get -q -o APT::Sandbox::User=root download "${packages[@]}" >/dev/null
for deb in *.deb; do
  dpkg -x "$deb" .
  dpkg-deb -W "$deb"
done
cat >try.cpp <<'EOF'
#include <turbojpeg.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <vector>

using Bytes = std::vector<unsigned char>;
constexpr int kWidth = 640, kHeight = 480;

Bytes encode(const Bytes& rgb, int flags) {
  tjhandle coder = tjInitCompress();
  unsigned char* data = nullptr;
  unsigned long size = 0;
  const int error = tjCompress2(coder, rgb.data(), kWidth, 0, kHeight, TJPF_RGB, &data, &size, TJSAMP_444, 90, TJFLAG_ACCURATEDCT | flags);
  Bytes out(data, data + (error ? 0 : size));
  tjFree(data);
  tjDestroy(coder);
  return out;
}

Bytes decode(const Bytes& jpeg) {
  tjhandle coder = tjInitDecompress();
  Bytes rgb(3 * kWidth * kHeight);
  if (tjDecompress2(coder, jpeg.data(), jpeg.size(), rgb.data(), kWidth, 0, kHeight, TJPF_RGB, TJFLAG_ACCURATEDCT) != 0) rgb.clear();
  tjDestroy(coder);
  return rgb;
}

int main() {
  unsetenv("TJ_OPTIMIZE");
  Bytes rgb(3 * kWidth * kHeight);
  std::uint32_t noise = 1;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      for (int c = 0; c < 3; ++c) {
        noise = noise * 1664525u + 1013904223u;
        rgb[3 * (y * kWidth + x) + c] = static_cast<unsigned char>(128 + 70 * std::sin(x * 0.02 * (c + 1) + y * 0.013) + 20 * ((x / 40 + y / 30) % 2) + (noise >> 24) / 32);
      }
    }
  }
  const Bytes plain = encode(rgb, 0);
  const Bytes progressive = encode(rgb, TJFLAG_PROGRESSIVE);
  setenv("TJ_OPTIMIZE", "1", 1);
  const Bytes optimised = encode(rgb, 0);
  const bool equal = !plain.empty() && decode(plain) == decode(optimised) && decode(plain) == decode(progressive);
  std::cout << "plain " << plain.size() << " bytes, TJFLAG_PROGRESSIVE " << progressive.size() << ", TJ_OPTIMIZE=1 " << optimised.size() << " ("
            << 100.0 * optimised.size() / plain.size() - 100 << " %), pixels equal: " << equal << "\n";
  const bool as_described = equal && optimised.size() < plain.size();
  std::cout << (as_described ? "AS DESCRIBED: the environment changes the file\n" : "CHANGED: the environment no longer changes the file\n");
  return as_described ? 0 : 1;
}
EOF
lib=$(dirname "$(find usr/lib -name 'libturbojpeg.so' | head -n 1)")
g++ -std=c++17 -O1 -Iusr/include try.cpp -L"$lib" -lturbojpeg -o try
LD_LIBRARY_PATH=$lib ./try
