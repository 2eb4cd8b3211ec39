// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The server's binary messages (docs/web_protocol.md), as views into the bytes that came: little-endian, parts padded
// to four bytes.

export const MESH_CELL = 1;
export const SPLAT_PAGE = 2;
export const PICTURE = 3;
export const SPLATS_A_PAGE = 1024;

class Reader {
  constructor(buffer) {
    this.buffer = buffer;
    this.view = new DataView(buffer);
    this.offset = 0;
  }

  u32() {
    this.offset += 4;
    return this.view.getUint32(this.offset - 4, true);
  }

  f32() {
    this.offset += 4;
    return this.view.getFloat32(this.offset - 4, true);
  }

  vector() {
    return [this.f32(), this.f32(), this.f32()];
  }

  /// RangeError where the message is too short.
  array(Type, count) {
    const values = new Type(this.buffer, this.offset, count);
    this.offset += (values.byteLength + 3) & ~3;
    return values;
  }
}

/// {kind, sequence, ...} of a binary message; RangeError or TypeError where it is none.
export function parseMessage(buffer) {
  const reader = new Reader(buffer);
  const head = {kind: reader.u32(), sequence: reader.u32()};
  if (head.kind === MESH_CELL) return {...head, ...parseCell(reader)};
  if (head.kind === SPLAT_PAGE) return {...head, ...parseSplats(reader)};
  if (head.kind === PICTURE) return {...head, frame: reader.u32(), which: reader.u32(), jpeg: new Uint8Array(buffer, 16)};
  throw new RangeError("a message of the unknown kind " + head.kind);
}

function parseCell(reader) {
  const id = reader.u32();
  const vertices = reader.u32();
  const triangles = reader.u32();
  const Index = reader.u32() & 1 ? Uint32Array : Uint16Array;
  return {id, vertices, origin: reader.vector(), step: reader.f32(), indices: reader.array(Index, 3 * triangles),
    q: reader.array(Uint16Array, 3 * vertices), colors: reader.array(Uint8Array, 3 * vertices),
    normals: reader.array(Int8Array, 2 * vertices)};
}

function parseSplats(reader) {
  const id = reader.u32();
  const count = reader.u32();
  if (count > SPLATS_A_PAGE) throw new RangeError("a page of " + count + " splats");
  return {id, count, boxMin: reader.vector(), boxStep: reader.vector(), logScaleMin: reader.f32(), logScaleStep: reader.f32(),
    rotations: reader.array(Uint32Array, count), colors: reader.array(Uint32Array, count),
    q: reader.array(Uint16Array, 3 * count), logScales: reader.array(Uint8Array, 3 * count)};
}
