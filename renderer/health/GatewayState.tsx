import { StatusWord } from "../ui/StatusWord.tsx";
import type { GatewayView } from "./gateway.ts";

const words = { running: "running", stopped: "stopped", missing: "not there", unknown: "not known" } as const;
const tones = { running: "ok", stopped: "bad", missing: "bad", unknown: "off" } as const;

export function GatewayState({ state }: Pick<GatewayView, "state">) {
  return <StatusWord tone={tones[state]}>{words[state]}</StatusWord>;
}
