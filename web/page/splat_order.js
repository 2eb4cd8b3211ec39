// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {SPLATS_A_PAGE} from "./messages.js";

const BUCKETS = 1 << 16;
const ORDER_BLOCK = 4096;
const NONE = 0xffffffff;
const NEAR_M = 0.05;

/// Whether a box may show in the view: it is not, where all corners are beyond one side. Nearest and farthest depth
/// along the view come with it.
export function boxInView(box, clip) {
  let outside = 0b11111;
  for (let corner = 0; corner < 8; ++corner) {
    const x = corner & 1 ? box.max[0] : box.min[0];
    const y = corner & 2 ? box.max[1] : box.min[1];
    const z = corner & 4 ? box.max[2] : box.min[2];
    const u = clip[0] * x + clip[4] * y + clip[8] * z + clip[12];
    const v = clip[1] * x + clip[5] * y + clip[9] * z + clip[13];
    const w = clip[3] * x + clip[7] * y + clip[11] * z + clip[15];
    const reach = 1.1 * Math.abs(w) + 0.1;  // splats are larger than their centres
    outside &= (u < -reach) | (u > reach) << 1 | (v < -reach) << 2 | (v > reach) << 3 | (w < NEAR_M) << 4;
  }
  return outside === 0;
}

/// Splats in view from back to front, as slot * 1024 + place. `pages`: of decodePage with their slot; `clip`: clip from
/// world by columns. About `limit` of them where that is fewer, by chance but always the same
/// ones; filled up with NONE to whole blocks. A counting sort with 16 bits of depth.
export function orderSplats(pages, clip, limit = Infinity) {
  const shown = pages.filter((page) => page.count > 0 && boxInView(page.box, clip));
  const total = shown.reduce((sum, page) => sum + page.count, 0);
  const w = [clip[3], clip[7], clip[11], clip[15]];
  let [near, far] = [Infinity, NEAR_M];
  for (const {box} of shown) {
    const middle = w[3] + [0, 1, 2].reduce((sum, k) => sum + w[k] * (box.min[k] + box.max[k]) / 2, 0);
    const half = [0, 1, 2].reduce((sum, k) => sum + Math.abs(w[k]) * (box.max[k] - box.min[k]) / 2, 0);
    near = Math.min(near, middle - half);
    far = Math.max(far, middle + half);
  }
  near = Math.max(near, NEAR_M);
  const keys = new Uint16Array(total);
  const ids = new Uint32Array(total);
  const ends = new Uint32Array(BUCKETS + 1);
  const count = fillKeys(shown, w, {near, far, keep: limit / Math.max(1, total)}, keys, ids, ends);
  for (let bucket = 1; bucket <= BUCKETS; ++bucket) ends[bucket] += ends[bucket - 1];
  const order = new Uint32Array(Math.ceil(Math.max(1, count) / ORDER_BLOCK) * ORDER_BLOCK).fill(NONE, count);
  for (let i = 0; i < count; ++i) order[ends[keys[i]]++] = ids[i];
  return {order, count, total};
}

/// Keys rise from far to near; `counts` holds each bucket's count one place on.
function fillKeys(pages, w, {near, far, keep}, keys, ids, counts) {
  const factor = (BUCKETS - 1) / Math.max(1e-6, far - near);
  const thin = keep < 1;
  let count = 0;
  for (const {positions, count: splats, slot} of pages) {
    for (let i = 0, k = 0; i < splats; ++i, k += 3) {
      if (thin && (Math.imul(i + 1, 0x9e3779b1) >>> 0) > keep * 4294967296) continue;
      const depth = w[0] * positions[k] + w[1] * positions[k + 1] + w[2] * positions[k + 2] + w[3];
      if (depth < NEAR_M) continue;
      const key = Math.min(BUCKETS - 1, Math.max(0, (far - depth) * factor)) | 0;
      keys[count] = key;
      ids[count++] = slot * SPLATS_A_PAGE + i;
      ++counts[key + 1];
    }
  }
  return count;
}
