import { BrowserWindow, nativeTheme } from "electron";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { keepWindowState, readWindowState } from "./window-state.ts";

const page = join(import.meta.dirname, "../renderer/index.html");
/** electron-vite's dev server; a packaged app never has it. */
const devServer = process.env["ELECTRON_RENDERER_URL"];

export function isOurPage(url: string): boolean {
  const ours = devServer ?? pathToFileURL(page).href;
  return (
    url === ours ||
    url.startsWith(`${ours}#`) ||
    url.startsWith(`${ours}?`) ||
    (devServer !== undefined && url.startsWith(devServer))
  );
}

/** The one window. Shown when it has painted, so that it never flashes white. */
export function createWindow(stateFolder: string): BrowserWindow {
  const state = readWindowState(stateFolder);
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...state?.bounds,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: "Gantry",
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#0d1015" : "#eef1f5",
    webPreferences: {
      preload: join(import.meta.dirname, "../preload/index.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  if (state?.maximized === true) window.maximize();
  keepWindowState(window, stateFolder);
  window.once("ready-to-show", () => window.show());
  void (devServer === undefined ? window.loadFile(page) : window.loadURL(devServer));
  return window;
}
