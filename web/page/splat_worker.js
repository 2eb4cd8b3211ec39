// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Unpacks pages of splats and sorts them beside the page's thread.
import {parseMessage} from "./messages.js";
import {orderSplats} from "./splat_order.js";
import {decodePage} from "./splat_pages.js";

const pages = new Map();
let slots = 0;
let splats = 0;
let box = null;

onmessage = ({data}) => {
  if (data.message) {
    take(data.message);
  } else {
    const begun = performance.now();
    const {order, count, total} = orderSplats([...pages.values()], data.clip, data.limit);
    postMessage({order, count, total, limit: data.limit, ms: performance.now() - begun}, [order.buffer]);
  }
};

function take(message) {
  const page = parseMessage(message);
  const {texels, ...rest} = decodePage(page);
  const old = pages.get(page.id);
  const slot = old?.slot ?? slots++;
  pages.set(page.id, {...rest, slot});
  splats += page.count - (old?.count ?? 0);
  if (page.count > 0) box = joined(box ?? rest.box, rest.box);
  postMessage({slot, texels, splats, box}, [texels.buffer]);
}

/// Around both boxes.
function joined(a, b) {
  return {min: a.min.map((value, k) => Math.min(value, b.min[k])), max: a.max.map((value, k) => Math.max(value, b.max[k]))};
}
