import type { TestInfo } from "@playwright/test";
import type { GantryWindow } from "./gantry-window.ts";

/** What is kept of a test that failed: a picture, a trace, what the app printed. */
export interface Evidence {
  keep(info: TestInfo): Promise<void>;
}

/** Collects evidence from now on; a test that passes leaves none. */
export async function collectEvidence(window: GantryWindow): Promise<Evidence> {
  const context = window.app.context();
  const child = window.app.process();
  const name = `window-${child.pid ?? 0}`;
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => void printed.push(chunk.toString()));
  }
  await context.tracing.start({ screenshots: false, snapshots: true, sources: false });
  return {
    async keep(info) {
      const failed = info.status !== info.expectedStatus;
      if (failed) await info.attach(`${name}-output`, { body: printed.join(""), contentType: "text/plain" });
      // An app that was killed has no window to look at any more.
      if (window.page.isClosed()) return;
      if (!failed) return context.tracing.stop().catch(() => undefined);
      const picture = info.outputPath(`${name}.png`);
      // One that hangs must not take the evidence of others with it.
      await window.page.screenshot({ path: picture, timeout: 5000 }).catch(() => undefined);
      info.attachments.push({ name, path: picture, contentType: "image/png" });
      await context.tracing.stop({ path: info.outputPath(`${name}.zip`) }).catch(() => undefined);
    },
  };
}
