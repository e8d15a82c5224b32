import { join } from "node:path";
import * as z from "zod";
import { readJson, writeJson } from "../host/json-file.ts";

const SettingsSchema = z.object({
  /** Stack files, newest first. */
  recent: z.array(z.string()).default([]),
  target: z.string().optional(),
});
export type Settings = z.output<typeof SettingsSchema>;

const RECENT_KEPT = 12;

export interface SettingsStore {
  get(): Settings;
  remember(file: string): Promise<void>;
  select(target: string): Promise<void>;
}

/** What is remembered between starts: conveniences only, never what runs. */
export async function openSettings(folder: string, report: (message: string) => void): Promise<SettingsStore> {
  const path = join(folder, "settings.json");
  let settings = await readJson(path, SettingsSchema as z.ZodType<Settings>, { recent: [] }, report);
  const save = (next: Settings) => {
    settings = next;
    return writeJson(path, settings);
  };
  return {
    get: () => settings,
    remember: (file) =>
      save({ ...settings, recent: [file, ...settings.recent.filter((one) => one !== file)].slice(0, RECENT_KEPT) }),
    select: (target) => save({ ...settings, target }),
  };
}
