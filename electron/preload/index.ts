import { contextBridge, ipcRenderer } from "electron";
import type { Bridge } from "../../shared/contract.ts";

// The whole bridge: two functions. Names and values pass through untouched, the other side parses them.
const listeners = new Map<number, (message: unknown) => void>();
let next = 1;

ipcRenderer.on("gantry:message", (_event, id: number, message: unknown) => listeners.get(id)?.(message));

const bridge: Bridge = {
  call: (method, input) => ipcRenderer.invoke("gantry:call", method, input),
  subscribe(stream, input, listener) {
    const id = next++;
    listeners.set(id, listener);
    ipcRenderer.send("gantry:subscribe", id, stream, input);
    return () => {
      listeners.delete(id);
      ipcRenderer.send("gantry:unsubscribe", id);
    };
  },
};

contextBridge.exposeInMainWorld("gantry", bridge);
