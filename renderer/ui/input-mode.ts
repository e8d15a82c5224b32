/**
 * Notes on the root element whether the user last used the keyboard or a pointer. Menus and tabs move the focus by
 * program, and the browser then shows a focus ring also to those who clicked; with a pointer it would only be noise.
 */
export function watchInputMode(): void {
  const set = (mode: "keyboard" | "pointer") => {
    document.documentElement.dataset["input"] = mode;
  };
  set("keyboard");
  window.addEventListener("pointerdown", () => set("pointer"), true);
  window.addEventListener(
    "keydown",
    (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) set("keyboard");
    },
    true,
  );
}
