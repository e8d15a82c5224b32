import { expect, it } from "vitest";
import { isShortcut, shortcutText } from "./shortcuts.ts";

const press = (key: string, ...held: string[]) => ({
  key,
  ctrlKey: held.includes("ctrl"),
  metaKey: held.includes("meta"),
  shiftKey: held.includes("shift"),
  altKey: held.includes("alt"),
});

it("knows a shortcut on either system", () => {
  expect(isShortcut(press("k", "ctrl"), "mod+k", false)).toBe(true);
  expect(isShortcut(press("k", "meta"), "mod+k", true)).toBe(true);
  expect(isShortcut(press("k", "ctrl"), "mod+k", true)).toBe(false);
  expect(isShortcut(press("P", "ctrl", "shift"), "mod+shift+p", false)).toBe(true);
  expect(isShortcut(press("p", "ctrl"), "mod+shift+p", false)).toBe(false);
  expect(isShortcut(press("k"), "mod+k", false)).toBe(false);
});

it("prints it as keys", () => {
  expect(shortcutText("mod+enter", false)).toBe("Ctrl Enter");
  expect(shortcutText("mod+shift+p", true)).toBe("⌘ Shift P");
});
