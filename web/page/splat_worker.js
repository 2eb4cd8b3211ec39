// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Unpacks pages of splats and sorts them beside the page's thread.
import {parseMessage} from "./messages.js";
import {orderSplats} from "./splat_order.js";
import {decodePage} from "./splat_pages.js";

const pages = new Map();
let slots = 0;

onmessage = ({data}) => {
  if (data.clear) {
    pages.clear();
    slots = 0;
  } else if (data.message) {
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
  const slot = pages.get(page.id)?.slot ?? slots++;
  pages.set(page.id, {...rest, slot});
  const splats = [...pages.values()].reduce((sum, {count}) => sum + count, 0);
  postMessage({slot, texels, splats}, [texels.buffer]);
}
