import type { CheckResult } from "../../../shared/contract.ts";

/** One look at the machine. One file a check; `gantry doctor` and the window run the same list. */
export interface Check {
  id: string;
  title: string;
  /** False where the question makes no sense, for example on another operating system. */
  applies(): boolean;
  run(): Promise<Pick<CheckResult, "level" | "detail" | "fix">>;
}

/** Runs the checks that apply; a check that throws is itself a finding, not the end. */
export async function runChecks(checks: readonly Check[]): Promise<CheckResult[]> {
  return Promise.all(
    checks
      .filter((check) => check.applies())
      .map(async (check) => {
        const { id, title } = check;
        try {
          return { id, title, ...(await check.run()) };
        } catch (error) {
          return { id, title, level: "bad" as const, detail: error instanceof Error ? error.message : String(error) };
        }
      }),
  );
}
