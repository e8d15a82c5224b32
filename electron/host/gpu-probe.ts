import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Gpu } from "../../shared/observed.ts";

/** Runs a program and answers its standard output; rejects when it is absent or fails. */
export type RunTool = (command: string, args: readonly string[]) => Promise<string>;

const TIMEOUT_MS = 10_000;

export const runTool: RunTool = async (command, args) =>
  (await promisify(execFile)(command, [...args], { timeout: TIMEOUT_MS, windowsHide: true })).stdout;

/** The NVIDIA GPUs of this machine; none when the driver's tool is absent or says that there is no driver. */
export async function probeGpus(run: RunTool): Promise<Gpu[]> {
  const query = ["--query-gpu=index,uuid,name", "--format=csv,noheader"];
  return parseGpus(await run("nvidia-smi", query).catch(() => ""));
}

/** Lines such as `0, GPU-5d5c…, NVIDIA H100 80GB HBM3`. Source: nvidia-smi(1), "--query-gpu". */
export function parseGpus(text: string): Gpu[] {
  return text.split("\n").flatMap((line) => {
    const [, id, uuid, name] = /^(\d+), (GPU-[\w-]+), (.+?)\s*$/.exec(line) ?? [];
    return id === undefined || uuid === undefined || name === undefined ? [] : [{ id, uuid, name }];
  });
}
