"""How much of a masked picture is covered: it is looked at in a browser, which can read a JPEG."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_LOOK = """async ({data, places}) => {
  const image = Object.assign(new Image(), {src: data});
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const grey = (x, y, width, height) => {
    const {data} = context.getImageData(x, y, Math.max(1, width), Math.max(1, height));
    let covered = 0;
    for (let i = 0; i < data.length; i += 4)
      covered += [0, 1, 2].every((band) => Math.abs(data[i + band] - 0x88) < 6);
    return covered / (data.length / 4);
  };
  return places.map(({x, y, width, height}) => grey(x, y, width, height)).concat(grey(0, 0, image.width, image.height));
}"""


def covered_share(page: Page, picture: Path, *places: Any) -> list[float]:
    """Which share of each place (a bounding box) is covered in a picture, from 0 to 1; at last that of all of it."""
    data = "data:image/jpeg;base64," + base64.b64encode(picture.read_bytes()).decode()
    shares: list[float] = page.evaluate(_LOOK, {"data": data, "places": places})
    return shares
