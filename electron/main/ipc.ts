import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from "electron";
import type { Wire } from "../../shared/contract.ts";
import { dispatch, openStream } from "../control/dispatch.ts";
import type { ControlPlane } from "../control/control-plane.ts";

/**
 * Joins the window to the control plane. Only the top frame of our own page is heard; a frame somebody else put there
 * gets no answer. Streams of a window end with it, or when it loads anew.
 */
export function serveIpc(controlPlane: Promise<ControlPlane>, isOurPage: (url: string) => boolean): void {
  const open = new Map<WebContents, Map<number, () => void>>();

  const trusted = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
    const frame = event.senderFrame;
    return frame !== null && frame === event.sender.mainFrame && isOurPage(frame.url);
  };

  const endAll = (sender: WebContents) => {
    for (const end of open.get(sender)?.values() ?? []) end();
    open.delete(sender);
  };

  const streamsOf = (sender: WebContents): Map<number, () => void> => {
    const known = open.get(sender);
    if (known !== undefined) return known;
    const created = new Map<number, () => void>();
    open.set(sender, created);
    sender.once("destroyed", () => endAll(sender));
    sender.on("did-start-navigation", (details) => {
      if (details.isMainFrame && !details.isSameDocument) endAll(sender);
    });
    return created;
  };

  ipcMain.handle("gantry:call", async (event, method: unknown, input: unknown): Promise<Wire<unknown>> => {
    if (!trusted(event)) return { ok: false, error: { code: "bad-input", message: "Not for this page." } };
    return dispatch((await controlPlane).handlers, method, input);
  });

  ipcMain.on("gantry:subscribe", (event, id: unknown, stream: unknown, input: unknown) => {
    if (!trusted(event) || typeof id !== "number") return;
    const { sender } = event;
    const mine = streamsOf(sender);
    let ended = false;
    mine.set(id, () => {
      ended = true;
    });
    const send = (message: Wire<unknown>) => {
      if (!ended && !sender.isDestroyed()) sender.send("gantry:message", id, message);
    };
    void controlPlane.then((control) => {
      if (ended) return;
      const end = openStream(control.sources, stream, input, send);
      mine.set(id, () => {
        ended = true;
        end();
      });
    });
  });

  ipcMain.on("gantry:unsubscribe", (event, id: unknown) => {
    if (!trusted(event) || typeof id !== "number") return;
    const mine = open.get(event.sender);
    mine?.get(id)?.();
    mine?.delete(id);
  });
}
