import type { GantryWindow } from "./support/gantry-window.ts";
import { expect, test } from "./support/test.ts";
import { sleepersText } from "./support/stack-text.ts";

/** Somewhere outside; never reached. */
const elsewhere = "https://gantry.invalid/";

test.describe("the page in the window", () => {
  let window: GantryWindow;

  test.beforeEach(async ({ newStack, openGantry }) => {
    const stack = await newStack(sleepersText(["web"]));
    window = await openGantry({ args: [stack.file] });
    await window.isReady();
  });

  test("has nothing of Node and two functions of Gantry", async () => {
    const found = await window.page.evaluate(() => ({
      node: ["require", "process", "module", "Buffer", "global", "electron", "ipcRenderer"].filter(
        (name) => name in globalThis,
      ),
      bridge: Object.keys((globalThis as unknown as { gantry: object }).gantry).toSorted(),
    }));
    expect(found).toEqual({ node: [], bridge: ["call", "subscribe"] });
    const preferences = await window.app.evaluate(({ BrowserWindow }) => {
      const [open] = BrowserWindow.getAllWindows();
      // Not in Electron's types, and the only way to ask a window what it was made with.
      const contents = open?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> } | undefined;
      return contents?.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    });
  });

  test("opens no window", async () => {
    expect(await window.page.evaluate((url) => globalThis.open(url) === null, elsewhere)).toBe(true);
    expect(await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  for (const url of [elsewhere, "file:///etc/passwd"]) {
    test(`does not go to ${url}`, async () => {
      const address = window.page.url();
      // Asked and answered in the main process: Playwright waits for a navigation that was begun to end, and this never does.
      const outcome = await window.app.evaluate(async ({ BrowserWindow }, to) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        if (contents === undefined) return undefined;
        const asked = new Promise<boolean>((resolve) => {
          contents.once("will-navigate", (event) => resolve(event.defaultPrevented));
        });
        await contents.executeJavaScript(`location.assign(${JSON.stringify(to)})`);
        const prevented = await asked;
        return { prevented, address: (await contents.executeJavaScript("location.href")) as unknown };
      }, url);
      expect(outcome).toEqual({ prevented: true, address });
    });
  }

  test("runs no script that is not its own, and fetches nothing", async () => {
    const violations = await window.page.evaluate(async (url) => {
      const blocked: string[] = [];
      const all = new Promise<void>((resolve) => {
        addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
          if (!blocked.includes(effectiveDirective)) blocked.push(effectiveDirective);
          if (blocked.length === 4) resolve();
        });
      });
      const script = document.createElement("script");
      script.textContent = "globalThis.intruded = true";
      document.body.append(script);
      const handler = document.createElement("button");
      handler.setAttribute("onclick", "globalThis.intruded = true");
      handler.click();
      const frame = document.createElement("iframe");
      frame.src = url;
      document.body.append(frame);
      const fetched = await fetch(url).then(
        () => true,
        () => false,
      );
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 5000))]);
      script.remove();
      frame.remove();
      return { blocked, fetched, intruded: "intruded" in globalThis };
    }, elsewhere);
    expect(violations).toMatchObject({ fetched: false, intruded: false });
    expect(violations.blocked.toSorted()).toEqual(["connect-src", "frame-src", "script-src-attr", "script-src-elem"]);
  });

  test("is granted no permission", async () => {
    const answers = await window.page.evaluate(async () => {
      const ask = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
      return {
        notifications: await Notification.requestPermission(),
        geolocation: await ask("geolocation"),
        camera: await ask("camera"),
      };
    });
    expect(answers).toEqual({ notifications: "denied", geolocation: "denied", camera: "denied" });
  });

  test("cannot have a link opened that leads to a file or another program", async () => {
    for (const url of [
      "file:///etc/passwd",
      "javascript:alert(1)",
      "http://gantry.invalid/",
      "smb://gantry.invalid/",
      "https://me:secret@gantry.invalid/",
    ]) {
      const answer = await window.call("link.open", { url });
      expect(answer, url).toMatchObject({ ok: false, error: { code: "bad-input" } });
    }
  });
});
