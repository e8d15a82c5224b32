export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** Whether a key press is the shortcut `mod+shift+p`; `mod` is Cmd on a Mac and Ctrl elsewhere. */
export function isShortcut(press: KeyPress, keys: string, mac: boolean): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1);
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  return (
    press.key.toLowerCase() === key &&
    mod === parts.includes("mod") &&
    press.shiftKey === parts.includes("shift") &&
    press.altKey === parts.includes("alt") &&
    !other
  );
}

const names: Record<string, string> = { enter: "Enter", shift: "Shift", alt: "Alt" };

/** A shortcut as it is printed on keys: `Ctrl K`, `⌘ K`. */
export function shortcutText(keys: string, mac: boolean): string {
  return keys
    .split("+")
    .map((part) => (part === "mod" ? (mac ? "⌘" : "Ctrl") : (names[part] ?? part.toUpperCase())))
    .join(" ");
}
