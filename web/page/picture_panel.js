// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

const byId = (id) => document.getElementById(id);

/// Input, render and depth, side by side.
export class PicturePanel {
  async show({frame, jpeg}) {
    const picture = await createImageBitmap(new Blob([jpeg], {type: "image/jpeg"}));
    const canvas = byId("picture");
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    byId("pictures").hidden = false;
    byId("picture_frame").textContent = ", frame " + (frame + 1);
  }

  clear() {
    byId("pictures").hidden = true;
  }
}
