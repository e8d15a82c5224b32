import { expect, test } from "vitest";
import { shownFile } from "./shown-file.ts";

test.each([
  ["/work/shop/compose.yaml", "/work/shop", "compose.yaml"],
  ["/work/shop/compose.yaml", "/work/shop/", "compose.yaml"],
  ["/work/shop/services/db.yaml", "/work/shop", "services/db.yaml"],
  ["/work/common/base.yaml", "/work/shop", "../common/base.yaml"],
  ["/work/shopping/base.yaml", "/work/shop", "../shopping/base.yaml"],
  ["/etc/gantry/base.yaml", "/work/shop", "/etc/gantry/base.yaml"],
  ["/compose.yaml", "/", "compose.yaml"],
  ["/srv/compose.yaml", "/", "/srv/compose.yaml"],
  ["C:\\shop\\services\\db.yaml", "C:\\shop", "services\\db.yaml"],
  ["D:\\base.yaml", "C:\\shop", "D:\\base.yaml"],
])("%s in %s is %s", (file, folder, shown) => {
  expect(shownFile(file, folder)).toBe(shown);
});
