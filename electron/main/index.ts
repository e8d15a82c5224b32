import { join } from "node:path";
import { app, dialog, type BrowserWindow } from "electron";
import type { ControlPlane } from "../control/control-plane.ts";
import { parseLaunch, type LaunchArguments } from "./arguments.ts";
import { serveIpc } from "./ipc.ts";
import { installMenu } from "./menu.ts";
import { screenshotWhenReady } from "./screenshot.ts";
import { lockDown, openLink } from "./security.ts";
import { createWindow, isOurPage } from "./window.ts";

// A folder of its own lets tests and a second instance live beside the user's Gantry.
const home = process.env["GANTRY_HOME"];
if (home !== undefined && home !== "") app.setPath("userData", home);

const launch = parseLaunch(process.argv.slice(1), process.cwd());
let window: BrowserWindow | undefined;
let controlPlane: Promise<ControlPlane> | undefined;

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  app.on("second-instance", (_event, argv, cwd) => {
    void openAsked(parseLaunch(argv.slice(1), cwd));
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  void app.whenReady().then(() => {
    lockDown(isOurPage);
    const stateFolder = app.getPath("userData");
    window = createWindow(stateFolder);
    controlPlane = bootControlPlane(stateFolder);
    serveIpc(controlPlane, isOurPage);
    installMenu(
      () => window,
      () => void controlPlane?.then((control) => control.handlers["stack.choose"](undefined)),
    );
    void openAsked(launch);
    const picture = process.env["GANTRY_SCREENSHOT"];
    if (picture !== undefined) void screenshotWhenReady(window, picture);
  });
  app.on("activate", () => {
    if (window === undefined || window.isDestroyed()) window = createWindow(app.getPath("userData"));
  });
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("before-quit", (event) => {
    const closing = controlPlane;
    if (closing === undefined) return;
    controlPlane = undefined;
    event.preventDefault();
    // Clean-up that hangs (an engine that stopped answering) must not keep the app alive.
    const limit = new Promise<void>((resolve) => setTimeout(resolve, 5000).unref());
    // quit() and not exit(): only then the window closes and its place is kept.
    void Promise.race([closing.then((control) => control.close()), limit]).finally(() => app.quit());
  });
}

async function bootControlPlane(stateFolder: string): Promise<ControlPlane> {
  // Loaded while the page loads: the window does not wait for the engine's client.
  const { boot } = await import("../boot.ts");
  return boot({
    env: process.env,
    stateFolder,
    samplesFolder: app.isPackaged
      ? join(process.resourcesPath, "samples")
      : join(app.getAppPath(), "resources/samples"),
    stacksFolder: join(home ?? app.getPath("documents"), home === undefined ? "Gantry" : "stacks"),
    ...(launch.target === undefined ? {} : { target: launch.target }),
    chooseFile,
    openLink,
  });
}

async function chooseFile(): Promise<string | undefined> {
  if (window === undefined) return undefined;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: "Open a Compose file",
    properties: ["openFile"],
    filters: [
      { name: "Compose files", extensions: ["yaml", "yml"] },
      { name: "All files", extensions: ["*"] },
    ],
  });
  return canceled ? undefined : filePaths[0];
}

/** Opens what the command line asked for; a failure shows in the window. */
async function openAsked(asked: LaunchArguments): Promise<void> {
  const control = await controlPlane;
  if (control === undefined) return;
  if (asked.stack !== undefined) await control.show(control.handlers["stack.open"]({ path: asked.stack }));
  else if (asked.sample !== undefined) await control.show(control.handlers["stack.sample"]({ name: asked.sample }));
}
