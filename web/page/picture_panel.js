// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

const byId = (id) => document.getElementById(id);

/// Input, render and depth, side by side; pressed, they fill the window.
export class PicturePanel {
  constructor() {
    this.canvas = byId("picture");
    this.home = byId("enlarge");
    this.home.onclick = () => {
      byId("large").prepend(this.canvas);
      byId("large").showModal();
    };
    byId("large").onclose = () => this.home.append(this.canvas);
  }

  async show({frame, jpeg}) {
    let picture;
    try {
      picture = await createImageBitmap(new Blob([jpeg], {type: "image/jpeg"}));
    } catch {
      return;  // the next one may be whole
    }
    this.canvas.width = picture.width;
    this.canvas.height = picture.height;
    this.canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    byId("pictures").hidden = false;
    byId("picture_frame").textContent = ", frame " + (frame + 1);
  }

  clear() {
    byId("pictures").hidden = true;
  }
}
