import { writeFile } from "node:fs/promises";
import type { BrowserWindow } from "electron";

/** Takes a picture of the window once its canvas can be used. For `npm start` on a machine without a display. */
export async function screenshotWhenReady(window: BrowserWindow, file: string): Promise<void> {
  await window.webContents.executeJavaScript(`new Promise((resolve) => {
    const ready = () => document.querySelector('[data-testid="canvas"][data-ready="true"]') !== null;
    if (ready()) return resolve();
    const observer = new MutationObserver(() => { if (ready()) { observer.disconnect(); resolve(); } });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  }).then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))`);
  await writeFile(file, (await window.webContents.capturePage()).toPNG());
}
