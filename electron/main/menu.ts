import { Menu, type BrowserWindow, type MenuItemConstructorOptions } from "electron";

/** The platform's own menu; what it starts in the app goes through the same façade as a click in the window. */
export function installMenu(window: () => BrowserWindow | undefined, openFile: () => void): void {
  const mac: MenuItemConstructorOptions[] = process.platform === "darwin" ? [{ role: "appMenu" }] : [];
  const template: MenuItemConstructorOptions[] = [
    ...mac,
    {
      label: "&File",
      submenu: [
        { label: "Open Stack…", accelerator: "CmdOrCtrl+O", click: openFile },
        { type: "separator" },
        process.platform === "darwin" ? { role: "close" } : { role: "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: "&View",
      submenu: [
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { type: "separator" },
        { role: "togglefullscreen" },
        { label: "Developer Tools", accelerator: "F12", click: () => window()?.webContents.toggleDevTools() },
      ],
    },
    { role: "windowMenu" },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
