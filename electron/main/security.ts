import { app, session, shell } from "electron";
import { GantryError } from "../../shared/errors.ts";

/** Denies what the window never needs: permissions, other pages, new windows, embedded views. */
export function lockDown(isOurPage: (url: string) => boolean): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-navigate", (event) => {
      if (!isOurPage(event.url)) event.preventDefault();
    });
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });
}

/** Whether a link may leave the app: https anywhere, http only to this machine (published ports). */
export function mayOpen(url: string): boolean {
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== "" || password !== "") return false;
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}

/** @throws GantryError `bad-input` for every other kind of link: labels and logs are not to be trusted */
export async function openLink(url: string): Promise<void> {
  if (!mayOpen(url)) throw new GantryError("bad-input", "Only https pages and pages of this machine are opened.");
  await shell.openExternal(url);
}
