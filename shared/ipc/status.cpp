// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/status.h"

#include "shared/ipc/payload_codec.h"

namespace isogs {

const char* ToString(RunState state) {
  constexpr const char* kNames[] = {"starting", "running", "saving", "finished", "failed"};
  return kNames[static_cast<int64_t>(state)];
}

size_t Status::EncodedBytes() const { return EncodedHead(*this).bytes(); }

void Status::Encode(PayloadSink& sink) const {
  const HeadWriter head = EncodedHead(*this);
  sink.Write(0, head.data(), head.bytes());
}

Status Status::Decode(PayloadBuffer payload) {
  Status status;
  PayloadDecoder decoder(payload.bytes());
  status.Visit(decoder);
  decoder.ExpectEnd();
  return status;
}

}  // namespace isogs
