// The baseline of the cold start: nothing but a window with an empty page.
import { app, BrowserWindow } from "electron";

void app.whenReady().then(() => new BrowserWindow({ width: 1440, height: 900 }).loadURL("about:blank"));
